"""The objects of the Bot API as JSON: users, chats, messages, members, queries.

<https://core.telegram.org/bots/api#available-types>
"""

from bot.sandbox.chats import Chat, Kind, Person, Standing
from bot.sandbox.entities import Entity
from bot.sandbox.files import StoredFile
from bot.sandbox.messages import Arrival, Attachment, Departure, Document, Message, Photo
from bot.sandbox.payload import Json, filled
from bot.sandbox.taps import Tap
from bot.sandbox.world import World

_STICKER_SIDE = 512


def user(person: Person) -> Json:
    """User."""
    return filled(
        id=person.id,
        is_bot=person.is_bot,
        first_name=person.first_name,
        last_name=person.last_name,
        username=person.username,
        language_code=person.language_code,
    )


def chat(world: World, place: Chat) -> Json:
    """Chat: a private one carries the person's names, a group its title."""
    if place.kind is Kind.SUPERGROUP:
        return {"id": place.id, "type": place.kind, "title": place.title}
    person = world.people[place.id]
    return filled(
        id=place.id,
        type=place.kind,
        first_name=person.first_name,
        last_name=person.last_name,
        username=person.username,
    )


def message(world: World, shown: Message) -> Json:
    """Message, with the message it answers one level deep."""
    place = world.chats[shown.chat_id]
    answered = place.messages.get(shown.reply_to) if shown.reply_to else None
    return _message(world, shown) | filled(
        reply_to_message=_message(world, answered) if answered else None
    )


def _message(world: World, shown: Message) -> Json:
    return filled(
        message_id=shown.id,
        **{"from": user(world.people[shown.sender_id])},
        chat=chat(world, world.chats[shown.chat_id]),
        date=int(shown.date.timestamp()),
        edit_date=int(shown.edited.timestamp()) if shown.edited else None,
        media_group_id=shown.album,
        has_protected_content=shown.protected or None,
        reply_markup=shown.keyboard,
        **_words(world, shown),
        **(_attachment(shown.attachment) if shown.attachment else {}),
        **(_service(world, shown.service) if shown.service else {}),
    )


def _words(world: World, shown: Message) -> Json:
    if not shown.words.text:
        return {}
    entities = [_entity(world, entity) for entity in shown.words.entities]
    if shown.attachment:
        return filled(caption=shown.words.text, caption_entities=entities or None)
    return filled(text=shown.words.text, entities=entities or None)


def _entity(world: World, entity: Entity) -> Json:
    return filled(
        type=entity.type,
        offset=entity.offset,
        length=entity.length,
        url=entity.url,
        language=entity.language,
        user=user(world.people[entity.user_id]) if entity.user_id else None,
    )


def _attachment(carried: Attachment) -> Json:
    if isinstance(carried, Photo):
        sizes = [_file(kept) | {"width": w, "height": h} for kept, w, h in carried.sizes]
        return {"photo": sizes}
    if isinstance(carried, Document):
        named = {"file_name": carried.file.name, "mime_type": carried.file.mime_type}
        return {"document": _file(carried.file) | named}
    return {
        "sticker": _file(carried.file)
        | {
            "type": "regular",
            "emoji": carried.emoji,
            "width": _STICKER_SIDE,
            "height": _STICKER_SIDE,
            "is_animated": False,
            "is_video": False,
        }
    }


def _file(kept: StoredFile) -> Json:
    return {
        "file_id": kept.id,
        "file_unique_id": kept.unique_id,
        "file_size": len(kept.content),
    }


def file(kept: StoredFile) -> Json:
    """File, as getFile answers it."""
    return _file(kept) | {"file_path": kept.path}


def _service(world: World, event: Arrival | Departure) -> Json:
    if isinstance(event, Arrival):
        newcomers = [user(world.people[user_id]) for user_id in event.user_ids]
        return {"new_chat_members": newcomers}
    return {"left_chat_member": user(world.people[event.user_id])}


def member(world: World, user_id: int, standing: Standing) -> Json:
    """ChatMember, with the rights an administrator usually has."""
    entry: Json = {"status": standing, "user": user(world.people[user_id])}
    if standing is Standing.CREATOR:
        return entry | {"is_anonymous": False}
    if standing is Standing.KICKED:
        return entry | {"until_date": 0}
    if standing is Standing.ADMINISTRATOR:
        return entry | _RIGHTS
    return entry


_RIGHTS = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_pin_messages": True,
    "can_manage_topics": False,
}


def my_member_changed(
    world: World, place: Chat, actor: Person, before: Standing, after: Standing
) -> Json:
    """ChatMemberUpdated: somebody changed the bot's own place in a chat."""
    return {
        "chat": chat(world, place),
        "from": user(actor),
        "date": int(world.now().timestamp()),
        "old_chat_member": member(world, world.bot.id, before),
        "new_chat_member": member(world, world.bot.id, after),
    }


def callback_query(world: World, tap: Tap) -> Json:
    """CallbackQuery."""
    place = world.chats[tap.chat_id]
    return {
        "id": tap.id,
        "from": user(world.people[tap.person_id]),
        "message": message(world, place.messages[tap.message_id]),
        "chat_instance": str(hash((world.bot.id, place.id))),
        "data": tap.data,
    }
