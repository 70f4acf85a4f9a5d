/* Talking to the sandbox. */

import { REFUSALS } from "./labels.js";

/** What a person may not do; the message is a sentence for the page. */
export class Refused extends Error {}

async function asked(request) {
  let answer;
  try {
    answer = await request;
  } catch {
    throw new Refused(REFUSALS.unreachable);
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(REFUSALS[body.error] ?? body.error ?? REFUSALS.unreachable);
  return body;
}

/** Do a deed: `say`, `tap`, `edit`, `start` and so on. */
export function act(deed, body) {
  const headers = { "Content-Type": "application/json" };
  return asked(fetch(`/sandbox/${deed}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** Send files with a caption; pictures only go as photos. */
export function upload({ person, chat, files, caption, replyTo }) {
  const form = new FormData();
  form.set("person", person);
  form.set("chat", chat);
  form.set("caption", caption);
  form.set("as", files.every((file) => PICTURES.includes(file.type)) ? "photo" : "file");
  if (replyTo) form.set("reply_to", replyTo);
  files.forEach((file, number) => form.set(`file${number}`, file));
  return asked(fetch("/sandbox/upload", { method: "POST", body: form }));
}

export const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** Yield the state, then every change to it, for ever; `onOffline` hears of breaks. */
export async function* news(onOffline) {
  let since = -1;
  let life = "";
  while (true) {
    try {
      const answer = await fetch(`/sandbox/state?since=${since}&life=${life}`, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.statusText);
      const state = await answer.json();
      const renewed = state.life !== life;
      ({ version: since, life } = state);
      onOffline(false);
      yield { ...state, renewed };
    } catch {
      onOffline(true);
      await new Promise((resume) => setTimeout(resume, 1000));
    }
  }
}

/** Say in words how large a file is. */
export function sized(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
