"""What the page shows: the world as JSON, or only what changed since a version."""

import time

from bot.sandbox.chats import Chat, Kind, Person
from bot.sandbox.links import start_token
from bot.sandbox.messages import Arrival, Attachment, Departure, Document, Message, Photo
from bot.sandbox.payload import Json, filled
from bot.sandbox.rendering import render
from bot.sandbox.world import World

_ACTION_LASTS = 5.0
"""Seconds Telegram shows that somebody is typing."""


def snapshot(world: World, since: int) -> Json:
    """Return everything, or with a version the messages and answers that are newer.

    A deleted message comes as `{"chat", "id", "deleted": true}`. People and chats are always whole.
    """
    news = list(world.changes.since(since))
    return {
        "version": world.changes.version,
        "bot": {"id": world.bot.id, "name": world.bot.name, "username": world.bot.username},
        "people": [_person(p) for p in world.people.values() if not p.is_bot],
        "chats": [_chat(world, chat) for chat in world.chats.values()],
        "messages": sorted(
            (_news(world, *subject) for subject in news if isinstance(subject, tuple)),
            key=lambda message: (message["chat"], message["id"]),
        ),
        "answers": [
            _answer(world, subject)
            for subject in reversed(news)
            if isinstance(subject, str) and subject.isdigit()
        ],
    }


def _person(person: Person) -> Json:
    return {"id": person.id, "name": person.name, "office": person.office}


def _chat(world: World, chat: Chat) -> Json:
    members = [user for user, standing in chat.members.items() if standing.inside]
    people = [world.people[user] for user in members if user != world.bot.id]
    typing = chat.action_at is not None and time.monotonic() - chat.action_at < _ACTION_LASTS
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "members": members,
        "bot": chat.standing(world.bot.id),
        "typing": typing,
        "commands": {
            str(person.id): world.menu.offered(chat, person.id, _language(person))
            for person in people
        },
    }


def _language(person: Person) -> str:
    return (person.language_code or "").partition("-")[0]


def _news(world: World, chat_id: int, message_id: int) -> Json:
    message = world.chats[chat_id].messages.get(message_id)
    if message is None:
        return {"chat": chat_id, "id": message_id, "deleted": True}
    return _message(world, message)


def _message(world: World, message: Message) -> Json:
    sender = world.people[message.sender_id]
    return filled(
        chat=message.chat_id,
        id=message.id,
        sender=sender.id,
        at=message.date.isoformat(),
        text=message.words.text,
        html=render(message.words, world.bot.username or ""),
        edited=message.edited.isoformat() if message.edited else None,
        reply_to=message.reply_to,
        album=message.album,
        keyboard=_keyboard(world, message),
        asks_reply=_asks_reply(world, message),
        service=_service(message),
        reactions=list(message.reactions) or None,
        **(_attachment(message.attachment) if message.attachment else {}),
    )


def _keyboard(world: World, message: Message) -> list[list[Json]] | None:
    """Return the buttons; one that links to the bot's start carries the token as `start`."""
    if message.keyboard is None:
        return None
    return [
        [
            filled(
                text=button["text"],
                style=button.get("style"),
                data=button.get("callback_data"),
                url=button.get("url"),
                copy=button.get("copy_text", {}).get("text"),
                start=start_token(button.get("url", ""), world.bot.username or ""),
            )
            for button in row
        ]
        for row in message.keyboard["inline_keyboard"]
    ]


def _asks_reply(world: World, message: Message) -> Json | None:
    """Return for whom the app opens a reply: `people` is None where it does for everybody."""
    if message.prompt is None:
        return None
    return {
        "placeholder": message.prompt.placeholder,
        "people": _addressed(world, message) if message.prompt.selective else None,
    }


def _addressed(world: World, message: Message) -> list[int]:
    """Return who is mentioned, and whose message is answered."""
    addressed = {entity.user_id for entity in message.words.entities if entity.user_id}
    names = {
        message.words.part(entity)[1:].lower()
        for entity in message.words.entities
        if entity.type == "mention"
    }
    addressed |= {p.id for p in world.people.values() if (p.username or "").lower() in names}
    chat = world.chats[message.chat_id]
    if message.reply_to in chat.messages:
        addressed.add(chat.messages[message.reply_to].sender_id)
    if chat.kind is Kind.PRIVATE:
        addressed.add(chat.id)
    return sorted(addressed - {world.bot.id})


def _service(message: Message) -> Json | None:
    if isinstance(message.service, Arrival):
        return {"kind": "joined", "people": list(message.service.user_ids)}
    if isinstance(message.service, Departure):
        return {"kind": "left", "people": [message.service.user_id]}
    return None


def _attachment(carried: Attachment) -> Json:
    if isinstance(carried, Photo):
        file, width, height = carried.largest
        return {"photo": {"file": file.id, "width": width, "height": height}}
    if isinstance(carried, Document):
        name, size = carried.file.name, len(carried.file.content)
        return {"document": {"file": carried.file.id, "name": name, "size": size}}
    return {"sticker": carried.emoji}


def _answer(world: World, query_id: str) -> Json:
    tap = world.taps[query_id]
    answer = tap.answer
    return filled(
        query=tap.id,
        person=tap.person_id,
        chat=tap.chat_id,
        text=answer.text if answer else "",
        alert=answer.alert if answer else False,
        url=answer.url if answer else None,
    )
