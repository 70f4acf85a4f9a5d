/* The box one writes in: text, replies, edits, files, stickers, the list of commands. */

import { act, PICTURES, upload } from "./api.js";
import { brief } from "./bubble.js";
import { icon, make } from "./dom.js";
import { LABELS, STICKERS } from "./labels.js";

const TALLEST = 160;

export class Composer {
  #subject = null; // { kind: "reply" | "edit", message }
  #files = [];
  #chosen = 0;

  /** `column` gives store, chat, speaker, and report(sentence). */
  constructor(column) {
    this.column = column;
    this.box = make("textarea", {
      rows: 1, "data-testid": "box", "aria-label": LABELS.write, placeholder: LABELS.write, enterkeyhint: "send",
      oninput: () => this.#changed(), onkeydown: (event) => this.#key(event), onpaste: (event) => this.#paste(event),
    });
    this.picker = make("input", { type: "file", multiple: true, hidden: true, "data-testid": "file-input",
      onchange: () => { this.attach(this.picker.files); this.picker.value = ""; } });
    this.context = make("div", { class: "context", hidden: true });
    this.tray = make("div", { class: "tray", hidden: true });
    this.menu = make("ul", { class: "menu commands", "data-testid": "commands", role: "listbox", hidden: true });
    this.drawer = this.#drawer();
    this.sendButton = make("button", { type: "submit", class: "send", "data-testid": "send", "aria-label": LABELS.send, title: LABELS.send }, icon("send"));
    this.element = make("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.#send(); } },
      this.menu, this.drawer, this.context, this.tray,
      make("div", { class: "line" },
        this.#toggle("slash", LABELS.commands, "/", () => this.#open(this.menu, this.menu.hidden)),
        this.#toggle("attach", LABELS.attach, icon("attach"), () => this.#open(this.drawer, this.drawer.hidden)),
        this.box, this.sendButton, this.picker));
    this.element.addEventListener("focusout", (event) => {
      if (!this.element.contains(event.relatedTarget)) this.#open(null);
    });
  }

  /** Open a reply; one the bot asked for leaves the focus where the reader has it. */
  reply(message, { placeholder, focus = true } = {}) {
    this.#about("reply", message, LABELS.replyTo(this.column.store.name(message.sender)));
    this.box.placeholder = placeholder ?? LABELS.write;
    if (focus) this.box.focus();
  }

  edit(message) {
    this.#about("edit", message, LABELS.editing);
    this.box.value = message.text;
    this.#grow();
    this.box.focus();
  }

  attach(files) {
    this.#files.push(...files);
    this.#showTray();
    this.box.focus();
  }

  /** Forget a reply or an edit whose message is gone. */
  check() {
    const { store, chat } = this.column;
    if (this.#subject && !store.message(chat.id, this.#subject.message.id)) this.#done();
  }

  #toggle(name, label, content, onclick) {
    return make("button", { type: "button", class: `tool ${name}`, "data-testid": name, "aria-label": label, title: label, onclick }, content);
  }

  #drawer() {
    return make("div", { class: "menu drawer", "data-testid": "drawer", hidden: true },
      make("button", { type: "button", class: "wide", onclick: () => { this.#open(null); this.picker.click(); } }, icon("attach"), LABELS.file),
      make("div", { class: "stickers" }, STICKERS.map((emoji) => make("button", {
        type: "button", "data-testid": "sticker", onclick: () => { this.#open(null); this.#do("sticker", { emoji }); },
      }, emoji))));
  }

  #about(kind, message, title) {
    this.#subject = { kind, message };
    this.context.replaceChildren(
      icon(kind), make("div", {}, make("b", {}, title), make("span", {}, brief(message))),
      make("button", { type: "button", "aria-label": LABELS.cancel, "data-testid": "cancel", onclick: () => this.#done() }, icon("close")));
    this.context.hidden = false;
    this.sendButton.title = kind === "edit" ? LABELS.save : LABELS.send;
    this.sendButton.replaceChildren(icon(kind === "edit" ? "check" : "send"));
  }

  #done() {
    this.#subject = null;
    this.#files = [];
    this.box.value = "";
    this.box.placeholder = LABELS.write;
    this.context.hidden = true;
    this.sendButton.title = LABELS.send;
    this.sendButton.replaceChildren(icon("send"));
    this.#showTray();
    this.#changed();
  }

  async #send() {
    const { chat, speaker } = this.column;
    const [text, files, subject] = [this.box.value.trim(), this.#files, this.#subject];
    if (!text && !files.length) return;
    const replyTo = subject?.kind === "reply" ? subject.message.id : null;
    try {
      if (subject?.kind === "edit") await this.#ask("edit", { message_id: subject.message.id, text });
      else if (files.length) await upload({ person: speaker, chat: chat.id, files, caption: text, replyTo });
      else await this.#ask("say", { text, reply_to: replyTo });
      this.#done();
    } catch (refusal) {
      this.column.report(refusal.message);
    }
  }

  #ask(deed, body) {
    return act(deed, { person: this.column.speaker, chat: this.column.chat.id, ...body });
  }

  #do(deed, body) {
    this.#ask(deed, body).catch((refusal) => this.column.report(refusal.message));
  }

  #changed() {
    this.#grow();
    const typed = this.box.value;
    if (/^\/\w*$/.test(typed) && !this.#subject) this.#open(this.menu, true);
    else if (!this.menu.hidden) this.#open(null);
  }

  #grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, TALLEST)}px`;
  }

  #key(event) {
    if (event.isComposing) return;
    if (!this.menu.hidden && this.#menuKey(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape") {
      if (this.#subject || this.#files.length) this.#done();
      this.#open(null);
    } else if (event.key === "ArrowUp" && !this.box.value && !this.#subject) {
      const own = this.column.lastOwn();
      if (own) { event.preventDefault(); this.edit(own); }
    }
  }

  #menuKey(event) {
    const options = [...this.menu.querySelectorAll("button")];
    if (!options.length) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.#choose((this.#chosen + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
      return true;
    }
    if (event.key === "Tab" || event.key === "Enter") {
      options[this.#chosen].click();
      return true;
    }
    return false;
  }

  #paste(event) {
    if (event.clipboardData.files.length) {
      event.preventDefault();
      this.attach(event.clipboardData.files);
    }
  }

  /** Show one of the two menus, or none. */
  #open(menu, wanted = false) {
    if (menu === this.menu && wanted) this.#listCommands();
    this.menu.hidden = !(menu === this.menu && wanted);
    this.drawer.hidden = !(menu === this.drawer && wanted);
    if (menu && wanted) this.box.focus();
  }

  #listCommands() {
    const typed = this.box.value.startsWith("/") ? this.box.value.slice(1) : "";
    const all = this.column.chat.commands[this.column.speaker] ?? [];
    const fitting = all.filter(({ command }) => command.startsWith(typed));
    this.menu.replaceChildren(...fitting.map(({ command, description }) =>
      make("li", { role: "option" }, make("button", { type: "button", "data-command": command, tabindex: -1,
        onclick: () => { this.#open(null); this.#do("say", { text: `/${command}${this.#addressee()}` }); this.#done(); } },
      make("b", {}, `/${command}`), make("span", {}, description)))));
    if (!all.length) this.menu.append(make("li", { class: "none" }, LABELS.noCommands));
    this.#choose(0);
  }

  /** In a group the app adds the bot's name to a command picked from the list. */
  #addressee() {
    return this.column.chat.kind === "private" ? "" : `@${this.column.store.bot.username}`;
  }

  #choose(index) {
    this.#chosen = index;
    [...this.menu.children].forEach((item, at) => {
      item.setAttribute("aria-selected", at === index);
      if (at === index) item.scrollIntoView({ block: "nearest" });
    });
  }

  #showTray() {
    this.tray.hidden = !this.#files.length;
    this.box.placeholder = this.#files.length ? LABELS.caption : LABELS.write;
    this.tray.replaceChildren(...this.#files.map((file, at) => {
      const picture = PICTURES.includes(file.type);
      const url = picture ? URL.createObjectURL(file) : null;
      return make("button", { type: "button", class: "chip-file", title: LABELS.remove(file.name), "aria-label": LABELS.remove(file.name),
        onclick: () => { this.#files.splice(at, 1); this.#showTray(); } },
      picture ? make("img", { src: url, alt: "", onload: () => URL.revokeObjectURL(url) }) : null,
      make("span", {}, file.name), icon("close"));
    }));
  }
}
