/* One message as a list item. */

import { sized } from "./api.js";
import { parts } from "./clock.js";
import { icon, make } from "./dom.js";
import { LABELS } from "./labels.js";

/** Make the item of a message as `viewer` sees it, standing behind `before` in the chat. */
export function bubble(store, message, viewer, before) {
  if (message.service) return service(store, message);
  const own = message.sender === viewer;
  const follows = before && !before.service && before.sender === message.sender && sameDay(before, message);
  const group = store.chats.get(message.chat).kind === "supergroup";
  const item = make("li", {
    class: `message ${own ? "own" : "theirs"} ${follows ? "follows" : ""}`,
    "data-testid": "message",
    "data-message": message.id,
    "data-sender": message.sender,
  });
  const body = make("div", { class: "bubble" });
  if (group && !own && !follows) {
    body.append(make("span", { class: `author ${store.hue(message.sender)}` }, store.name(message.sender)));
  }
  body.append(...[quote(store, message), photo(message), file(message)].filter(Boolean));
  if (message.sticker) body.append(make("span", { class: "sticker", role: "img" }, message.sticker));
  if (message.html) body.append(make("div", { class: "words", html: message.html, dir: "auto" }));
  if (message.reactions) {
    body.append(make("div", { class: "reactions" }, message.reactions.map((emoji) => make("span", { class: "reaction" }, emoji))));
  }
  body.append(footing(message));
  body.classList.toggle("bare", Boolean(message.sticker));
  body.classList.toggle("wordless", Boolean(message.photo && !message.text));
  const stack = make("div", { class: "stack" }, body, keyboard(message));
  item.append(stack, actions(message, own));
  return item;
}

function service(store, message) {
  const names = message.service.people.map((id) => store.name(id)).join("、");
  return make("li", { class: "message service", "data-testid": "message", "data-message": message.id },
    make("span", {}, LABELS[message.service.kind](names)));
}

/** The line between two days. */
export function dayLine(message) {
  const { month, day, weekday } = parts(Date.parse(message.at));
  return make("li", { class: "day", role: "separator" }, make("span", {}, `${month}月${day}日 ${weekday}`));
}

export function sameDay(one, other) {
  return parts(Date.parse(one.at)).date === parts(Date.parse(other.at)).date;
}

/** A message in a few words, for quoting. */
export function brief(message) {
  if (!message) return LABELS.deleted;
  const kind = message.photo ? LABELS.photo : (message.document?.name ?? message.sticker ?? "");
  return [kind, message.text].filter(Boolean).join(" ").replace(/\s+/g, " ").slice(0, 80);
}

function quote(store, message) {
  if (!message.reply_to) return null;
  const quoted = store.message(message.chat, message.reply_to);
  return make("button", { type: "button", class: "quote", "data-quoted": message.reply_to },
    make("b", {}, quoted ? store.name(quoted.sender) : ""), make("span", {}, brief(quoted)));
}

function photo(message) {
  if (!message.photo) return null;
  const { file: id, width, height } = message.photo;
  const image = make("img", { src: `/sandbox/file/${id}`, width, height, alt: message.text || LABELS.photo, loading: "lazy" });
  return make("button", { type: "button", class: "photo", "data-testid": "photo", style: `aspect-ratio:${width}/${height}` }, image);
}

function file(message) {
  if (!message.document) return null;
  const { file: id, name, size } = message.document;
  const extension = name.includes(".") ? name.split(".").pop().slice(0, 4) : "?";
  return make("a", {
    class: "file", "data-testid": "document", href: `/sandbox/file/${id}`, download: name, "aria-label": LABELS.download(name),
  }, make("span", { class: "file-kind", "aria-hidden": "true" }, extension),
    make("span", { class: "file-name" }, name, make("small", {}, sized(size))));
}

function footing(message) {
  const { hour, minute } = parts(Date.parse(message.at));
  return make("span", { class: "footing" },
    message.edited ? make("span", {}, LABELS.edited) : null,
    make("time", { datetime: message.at }, `${hour}:${minute}`));
}

function keyboard(message) {
  if (!message.keyboard) return null;
  return make("div", { class: "keyboard", "data-testid": "keyboard" }, message.keyboard.map((row, y) =>
    make("div", { class: "keys" }, row.map((button, x) => make("button", {
      type: "button",
      class: `key ${button.style ?? ""} ${button.url ? "leads-out" : ""}`,
      "data-testid": "button",
      "data-row": y,
      "data-column": x,
      "data-data": button.data,
    }, button.text)))));
}

function actions(message, own) {
  return make("div", { class: "actions" },
    make("button", { type: "button", "data-action": "reply", "data-testid": "reply", "aria-label": LABELS.reply, title: LABELS.reply }, icon("reply")),
    own && !message.sticker
      ? make("button", { type: "button", "data-action": "edit", "data-testid": "edit", "aria-label": LABELS.edit, title: LABELS.edit }, icon("edit"))
      : null);
}
