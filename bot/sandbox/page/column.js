/* One chat: its head, its messages, what the bot flashes over it, and the box below. */

import { act } from "./api.js";
import { bubble, dayLine, sameDay } from "./bubble.js";
import { Composer } from "./composer.js";
import { avatar, icon, make } from "./dom.js";
import { LABELS } from "./labels.js";
import { showPicture, Toasts } from "./overlays.js";

const NEAR_END = 80;
const TYPING_LASTS = 5000;
const ANSWER_WAIT = 10000;

export class Column {
  #waiting = new Map(); // query id → the button that waits for the answer
  #items = new Map(); // message id → its list item
  #latestPrompt = 0;
  #atEnd = true; // the reader follows the talk: new messages and a smaller window keep the end in sight
  unread = 0;

  /** `page` gives store, visit(chat), and recount(). */
  constructor(page, chatId) {
    this.page = page;
    this.id = chatId;
    this.store = page.store;
    this.speaker = this.chat.kind === "private" ? chatId : this.store.members(this.chat)[0];
    this.log = make("ol", { class: "log", role: "log", "aria-live": "polite", tabindex: 0,
      "aria-label": this.chat.title, "data-testid": "log", onclick: (e) => this.#click(e), onscroll: () => this.look() });
    this.jump = make("button", { type: "button", class: "jump", "aria-label": LABELS.jump, title: LABELS.jump, hidden: true,
      onclick: () => this.toEnd("smooth") }, icon("down"));
    this.toasts = new Toasts();
    this.composer = new Composer(this);
    this.status = make("span", { class: "status" });
    this.head = make("header", { class: "head" });
    this.options = make("div", { class: "menu options", hidden: true, "data-testid": "options" });
    this.gate = make("div", { class: "gate", hidden: true });
    this.element = make("section", { class: `column ${this.chat.kind}`, "data-testid": "chat", "data-chat": chatId,
      "aria-label": this.chat.title, ondragover: (e) => e.preventDefault(), ondrop: (e) => this.#drop(e) },
    this.head, this.options, make("div", { class: "stage" }, this.log, this.jump, this.toasts.element),
    this.composer.element, this.gate);
    this.#dressHead();
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.log);
  }

  get chat() {
    return this.store.chats.get(this.id);
  }

  /** Take in changed messages (all of them if there are none named). */
  update(changed) {
    const chat = this.chat;
    this.#dressStatus(chat);
    this.#dressGate(chat);
    if (changed) this.#draw(changed);
    this.composer.check();
  }

  /** Draw the eye to this column. */
  flash() {
    this.element.classList.remove("visited");
    requestAnimationFrame(() => this.element.classList.add("visited"));
  }

  report(sentence) {
    this.toasts.show(sentence);
  }

  /** Flash the bot's answer to a tap made here. */
  answered(answer) {
    this.#release(answer.query);
    if (!answer.text) return;
    const name = answer.person === this.speaker ? "" : `${this.store.name(answer.person)}:`;
    this.toasts.show(name + answer.text, answer.alert);
  }

  lastOwn() {
    return this.store.messages(this.id).filter((m) => m.sender === this.speaker && m.text).pop();
  }

  toEnd(behavior = "instant") {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior });
  }

  /** Count as read what is on the screen. */
  look() {
    this.#atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END;
    this.jump.hidden = this.#atEnd;
    if (this.#atEnd && this.visible && document.visibilityState === "visible" && this.unread) {
      this.unread = 0;
      this.page.recount();
    }
  }

  setVisible(visible) {
    this.visible = visible;
    this.look();
  }

  #draw(changed) {
    const fresh = changed.filter((message) => !message.deleted && !this.#items.has(message.id));
    const all = this.store.messages(this.id);
    const before = new Map(all.map((message, index) => [message.id, all[index - 1]]));
    this.log.querySelector(".empty")?.remove();
    for (const message of changed) this.#drawOne(message, before.get(message.id));
    if (!all.length) this.#drawEmpty();
    const heard = fresh.filter((m) => m.sender !== this.speaker && this.page.settled);
    this.unread += heard.length;
    if (this.#atEnd || fresh.some((m) => m.sender === this.speaker)) this.toEnd();
    this.#honourPrompt(fresh);
    this.look();
    this.page.recount();
  }

  #drawOne(message, before) {
    const item = this.#items.get(message.id);
    if (message.deleted) {
      item?.remove();
      this.#items.delete(message.id);
      this.log.querySelectorAll(".day:last-child, .day:has(+ .day)").forEach((line) => line.remove());
    } else if (item) {
      const renewed = bubble(this.store, message, this.speaker, before);
      item.replaceWith(renewed);
      this.#items.set(message.id, renewed);
    } else {
      this.#append(message, before);
    }
  }

  #drawEmpty() {
    this.log.replaceChildren(make("li", { class: "empty" }, this.#emptyWords()));
  }

  #append(message, before) {
    if (!before || !sameDay(before, message)) this.log.append(dayLine(message));
    const item = bubble(this.store, message, this.speaker, before);
    this.log.append(item);
    this.#items.set(message.id, item);
  }

  /** Open a reply where the bot asks this person for one. */
  #honourPrompt(fresh) {
    if (!this.page.settled) return;
    const asking = fresh.findLast((m) => m.asks_reply && m.id > this.#latestPrompt
      && (m.asks_reply.people ?? [this.speaker]).includes(this.speaker));
    if (!asking) return;
    this.#latestPrompt = asking.id;
    this.composer.reply(asking, { placeholder: asking.asks_reply.placeholder, focus: false });
  }

  #emptyWords() {
    if (this.chat.kind !== "private") return LABELS.privacy;
    return this.chat.bot === "left" ? LABELS.asleep(this.chat.title) : LABELS.silent;
  }

  #dressHead() {
    const { kind, title } = this.chat;
    this.head.append(avatar(title, this.store.hue(this.id)),
      make("div", { class: "names" }, make("h2", {}, title), this.status),
      make("button", { type: "button", class: "tool", "data-testid": "more", "aria-label": LABELS.more, title: LABELS.more,
        onclick: () => this.#showOptions() }, icon("more")));
    if (kind !== "private") this.composer.element.prepend(this.#speakerChoice());
    this.element.addEventListener("click", (event) => {
      if (!event.target.closest(".options, [data-testid=more]")) this.options.hidden = true;
    });
  }

  #speakerChoice() {
    this.choice = make("select", { "data-testid": "speaker", onchange: () => {
      this.speaker = Number(this.choice.value);
      this.#redraw();
    } });
    return make("label", { class: "speaker" }, make("span", {}, LABELS.speakAs), this.choice);
  }

  #redraw() {
    this.log.replaceChildren();
    this.#items.clear();
    this.#draw(this.store.messages(this.id));
    this.toEnd();
  }

  #dressStatus(chat) {
    const office = this.store.people.get(this.id)?.office || LABELS.private;
    const usual = chat.kind === "private" ? office : LABELS.group(chat.members.length);
    this.status.textContent = chat.typing ? LABELS.typing : usual;
    this.status.classList.toggle("typing", chat.typing);
    clearTimeout(this.untype);
    if (chat.typing) {
      this.untype = setTimeout(() => {
        this.status.textContent = usual;
        this.status.classList.remove("typing");
      }, TYPING_LASTS);
    }
    if (this.choice) this.#dressChoice(this.store.members(chat));
  }

  #dressChoice(members) {
    if (members.join() === this.choice.dataset.members) return;
    this.choice.dataset.members = members.join();
    this.choice.replaceChildren(...members.map((id) => make("option", { value: id }, this.store.name(id))));
    if (!members.includes(this.speaker)) [this.speaker] = members;
    this.choice.value = this.speaker;
  }

  /** In place of the box: the start button, or the one that lifts a block. */
  #dressGate(chat) {
    const shut = chat.kind === "private" && chat.bot !== "member";
    if (this.gate.dataset.bot === chat.bot) return;
    this.gate.dataset.bot = chat.bot;
    this.gate.hidden = !shut;
    this.composer.element.hidden = shut;
    const label = chat.bot === "kicked" ? LABELS.restart : LABELS.start;
    this.gate.replaceChildren(make("button", { type: "button", class: "solid", "data-testid": "start",
      onclick: () => this.#start("") }, label));
    if (!this.#items.size) this.#drawEmpty();
  }

  #showOptions() {
    this.options.hidden = !this.options.hidden;
    const offers = this.chat.kind === "private" ? [this.#blockOffer(), ...this.#groupOffers()] : [];
    this.options.replaceChildren(...(offers.length ? offers : [make("p", {}, LABELS.privacy)]));
  }

  #blockOffer() {
    const blocked = this.chat.bot === "kicked";
    return this.#offer(blocked ? LABELS.restart : LABELS.block, "block", { person: this.id, blocked: !blocked });
  }

  #groupOffers() {
    return this.store.groups().map((group) => group.members.includes(this.id)
      ? this.#offer(LABELS.leave(group.title), "leave", { person: this.id, chat: group.id })
      : this.#offer(LABELS.join(group.title), "join", { person: this.id, chat: group.id }));
  }

  #offer(label, deed, body) {
    return make("button", { type: "button", onclick: () => { this.options.hidden = true; this.#do(deed, body); } }, label);
  }

  #click(event) {
    const target = event.target.closest("a, button, .spoiler");
    if (!target) return;
    const message = this.store.message(this.id, Number(target.closest("[data-message]")?.dataset.message));
    if (target.dataset.command || "start" in target.dataset) event.preventDefault();
    if (target.dataset.command) this.#do("say", { person: this.speaker, chat: this.id, text: target.dataset.command });
    else if ("start" in target.dataset) this.#start(target.dataset.start);
    else if (target.dataset.action) this.composer[target.dataset.action](message);
    else if (target.dataset.quoted) this.#showQuoted(target.dataset.quoted);
    else if (target.matches(".key")) this.#press(target, message);
    else if (target.matches(".photo")) showPicture(target.querySelector("img"));
    else if (target.matches(".spoiler")) target.classList.add("seen");
  }

  async #press(key, message) {
    const button = message.keyboard[key.dataset.row][key.dataset.column];
    if (button.start !== undefined) return this.#start(button.start);
    if (button.url) return window.open(button.url, "_blank", "noopener");
    if (button.copy) return this.#copy(button.copy);
    const body = { person: this.speaker, chat: this.id, message_id: message.id, data: button.data };
    const done = await this.#do("tap", body);
    if (!done) return;
    key.classList.add("waiting");
    this.#waiting.set(done.query_id, key);
    setTimeout(() => this.#release(done.query_id), ANSWER_WAIT);
  }

  async #copy(text) {
    await navigator.clipboard.writeText(text);
    this.report(LABELS.copied);
  }

  #release(query) {
    this.#waiting.get(query)?.classList.remove("waiting");
    this.#waiting.delete(query);
  }

  /** Press start as the person of this column, and go to where the bot will answer. */
  async #start(token) {
    await this.#do("start", { person: this.speaker, token });
    this.page.visit(this.speaker);
  }

  #showQuoted(id) {
    const quoted = this.log.querySelector(`[data-message="${id}"]`);
    if (!quoted) return;
    quoted.scrollIntoView({ block: "center", behavior: "smooth" });
    quoted.classList.remove("found");
    requestAnimationFrame(() => quoted.classList.add("found"));
  }

  #drop(event) {
    event.preventDefault();
    if (event.dataTransfer.files.length) this.composer.attach(event.dataTransfer.files);
  }

  #do(deed, body) {
    return act(deed, body).catch((refusal) => this.report(refusal.message));
  }
}
