/* The page: one column a chat, a strip to find them, and the news that keeps them true. */

import { act, news } from "./api.js";
import { runClock, setClock } from "./clock.js";
import { Column } from "./column.js";
import { avatar, icon, make } from "./dom.js";
import { HINTS, LABELS } from "./labels.js";
import { Store } from "./store.js";

class Page {
  store = new Store();
  columns = new Map();
  settled = false; // the first state has been drawn: what comes now is new
  #chips = new Map();
  #strip = document.querySelector(".chips");
  #room = document.querySelector(".columns");
  #watch = new IntersectionObserver((entries) => this.#seen(entries), { root: this.#room, threshold: 0.6 });

  async run() {
    runClock((sentence) => this.#nearest().report(sentence));
    this.#prepareNewcomer();
    document.addEventListener("visibilitychange", () => this.columns.forEach((column) => column.look()));
    const offline = document.querySelector(".offline");
    for await (const state of news((is) => { offline.hidden = !is; })) this.#take(state);
  }

  /** Bring a chat to the front, as picking it in the strip does. */
  visit(chat) {
    const column = this.columns.get(chat);
    for (const [id, chip] of this.#chips) chip.setAttribute("aria-current", id === chat);
    this.#chips.get(chat).scrollIntoView({ inline: "nearest", block: "nearest" });
    column.element.scrollIntoView({ inline: "center", block: "nearest", behavior: "smooth" });
    column.flash();
  }

  /** Show in the strip how much is unread. */
  recount() {
    for (const [id, column] of this.columns) {
      const badge = this.#chips.get(id).querySelector(".badge");
      badge.textContent = column.unread || "";
      badge.hidden = !column.unread;
      badge.setAttribute("aria-label", LABELS.unread(column.unread));
    }
  }

  #take(state) {
    if (state.renewed) this.#clear();
    const changed = this.store.apply(state);
    setClock(state.clock, { restarted: state.renewed });
    for (const chat of this.#ordered()) {
      if (!this.columns.has(chat.id)) this.#open(chat);
      this.columns.get(chat.id).update(changed.get(chat.id));
    }
    if (this.settled) state.answers.forEach((answer) => this.columns.get(answer.chat).answered(answer));
    this.#hint();
    if (!this.settled) this.#settle();
  }

  #clear() {
    this.columns.clear();
    this.#chips.clear();
    this.#room.replaceChildren();
    this.#strip.replaceChildren(this.#newcomerButton());
    this.settled = false;
  }

  #settle() {
    this.settled = true;
    document.body.classList.add("ready");
    this.columns.forEach((column) => column.toEnd());
    const [first] = this.columns.keys();
    this.#chips.get(first).setAttribute("aria-current", true);
  }

  /** Groups first, then people in the order of the cast. */
  #ordered() {
    const chats = [...this.store.chats.values()];
    return [...chats.filter((c) => c.kind !== "private"), ...chats.filter((c) => c.kind === "private")];
  }

  #open(chat) {
    const column = new Column(this, chat.id);
    this.columns.set(chat.id, column);
    this.#room.append(column.element);
    this.#watch.observe(column.element);
    const chip = make("button", { type: "button", class: "chip", "data-testid": "chip", "data-chat": chat.id, onclick: () => this.visit(chat.id) },
      avatar(chat.title, this.store.hue(chat.id)), make("span", { class: "chip-name" }, chat.title),
      make("span", { class: "badge", "data-testid": "unread", hidden: true }));
    this.#chips.set(chat.id, chip);
    this.#strip.lastElementChild.before(chip);
  }

  #seen(entries) {
    for (const entry of entries) {
      this.columns.get(Number(entry.target.dataset.chat))?.setVisible(entry.isIntersecting);
    }
    const shown = [...this.columns.values()].filter((column) => column.visible);
    if (shown.length !== 1) return;
    for (const [id, chip] of this.#chips) {
      chip.setAttribute("aria-current", id === shown[0].id);
      if (id === shown[0].id) chip.scrollIntoView({ inline: "nearest", block: "nearest" });
    }
  }

  #nearest() {
    return [...this.columns.values()].find((column) => column.visible) ?? this.columns.values().next().value;
  }

  #hint() {
    const chats = [...this.store.chats.values()];
    const awake = chats.filter((c) => c.kind === "private" && c.bot === "member");
    const told = chats.reduce((sum, chat) => sum + this.store.messages(chat.id).length, 0);
    const steps = !document.querySelector("[data-step=event]").hidden;
    const which = !awake.length ? "asleep" : told < 8 ? "quiet" : steps ? "stepping" : "running";
    document.querySelector(".hint").textContent = HINTS[which];
  }

  #newcomerButton() {
    return make("button", { type: "button", class: "chip add", "data-testid": "add-person",
      onclick: () => document.querySelector(".newcomer").showModal() }, icon("plus"), LABELS.newcomer);
  }

  #prepareNewcomer() {
    const dialog = document.querySelector(".newcomer");
    const name = dialog.querySelector("input");
    dialog.addEventListener("close", async () => {
      if (dialog.returnValue === "add" && name.value.trim()) {
        const { person } = await act("add_person", { name: name.value });
        this.#whenOpen(person);
      }
      name.value = "";
      dialog.returnValue = "";
    });
  }

  /** Visit a chat once the news of it has come. */
  #whenOpen(chat) {
    if (this.columns.has(chat)) this.visit(chat);
    else setTimeout(() => this.#whenOpen(chat), 50);
  }
}

new Page().run();
