"""What the bot gets to hear in a group.

Privacy mode is on, as it is for every new bot: plain talk does not reach it. An administrator bot
hears everything. <https://core.telegram.org/bots/features#privacy-mode>
"""

from bot.sandbox.chats import Chat, Kind, Person
from bot.sandbox.messages import Message


def hears(bot: Person, chat: Chat, message: Message) -> bool:
    """Whether an update about this person's message is queued for the bot."""
    standing = chat.standing(bot.id)
    if not standing.inside:
        return False
    if chat.kind is Kind.PRIVATE or standing.leads or message.service:
        return True
    return _commands(bot, message) or _answers(bot, chat, message)


def _commands(bot: Person, message: Message) -> bool:
    """Whether it begins with a command addressed to nobody or to this bot."""
    first = next(iter(message.words.entities), None)
    if first is None or first.type != "bot_command" or first.offset:
        return False
    _, _, addressee = message.words.part(first).partition("@")
    return addressee.lower() in {"", (bot.username or "").lower()}


def _answers(bot: Person, chat: Chat, message: Message) -> bool:
    answered = chat.messages.get(message.reply_to) if message.reply_to else None
    return answered is not None and answered.sender_id == bot.id
