/* The page's copy of the world, kept up to date by the news. */

const HUES = 7;

export class Store {
  people = new Map();
  chats = new Map();
  bot = null;
  #messages = new Map();

  /** Take in a state; return the changed messages by chat. */
  apply(state) {
    if (state.renewed) this.#messages.clear();
    this.bot = state.bot;
    this.people = new Map(state.people.map((person) => [person.id, person]));
    this.chats = new Map(state.chats.map((chat) => [chat.id, chat]));
    const changed = new Map();
    for (const message of state.messages) {
      const known = this.#of(message.chat);
      if (message.deleted) known.delete(message.id);
      else known.set(message.id, message);
      if (!changed.has(message.chat)) changed.set(message.chat, []);
      changed.get(message.chat).push(message);
    }
    return changed;
  }

  message(chat, id) {
    return this.#of(chat).get(id);
  }

  messages(chat) {
    return [...this.#of(chat).values()].sort((one, other) => one.id - other.id);
  }

  name(id) {
    return id === this.bot.id ? this.bot.name : (this.people.get(id)?.name ?? "");
  }

  /** The class that colours somebody: people by turns, groups and the bot in their own. */
  hue(id) {
    if (this.people.has(id)) return `hue-${[...this.people.keys()].indexOf(id) % HUES}`;
    return id === this.bot.id ? "hue-bot" : "hue-group";
  }

  /** Who of the cast is in a chat. */
  members(chat) {
    return chat.members.filter((id) => this.people.has(id));
  }

  groups() {
    return [...this.chats.values()].filter((chat) => chat.kind === "supergroup");
  }

  #of(chat) {
    if (!this.#messages.has(chat)) this.#messages.set(chat, new Map());
    return this.#messages.get(chat);
  }
}
