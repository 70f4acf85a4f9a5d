"""Answering a card: taps on its buttons, sentences, pictures, edits."""

from __future__ import annotations

import json

from telegram import Message, Update
from telegram.ext import filters

from handlers import approval, target
from handlers.context import Desk
from handlers.showing import show
from handlers.taps import number
from handlers.views import keyboards
from handlers.views.cards import card_keyboard, card_text
from handlers.views.notices import reword
from handlers.views.render import phrase, render
from rules.facts import Status
from rules.refusals import NotYourCard, Stranger, UnknownButton
from storage.answers import (
    Taken,
    Words,
    place_remark,
    take_words,
    tap_all_normal,
    tap_drafts,
    tap_same,
    tap_shares,
    tap_status,
)
from storage.ledger.cards import Card, card
from storage.members import actor
from storage.notice_kinds import NoticeKind
from storage.outbox import of_message

PRIVATE = filters.ChatType.PRIVATE
ANSWERS = PRIVATE & (
    (filters.TEXT & ~filters.COMMAND) | filters.PHOTO | filters.Document.ALL | filters.VIDEO
)
UNREADABLE = PRIVATE & ~filters.StatusUpdate.ALL


async def tapped(update: Update, desk: Desk) -> None:
    """Do what a card's button says."""
    verb, *rest = (desk.query.data or "").split(":")
    keys = [number(word) for word in (rest[:1] if verb == "say" else rest[:2])]
    if not keys:
        raise UnknownButton
    if verb in {"pick", "back"}:
        await _turn(desk, verb, keys)
        return
    if verb == "open":
        await _open(desk, keys[0])
        return
    taken = await _file(desk, verb, keys, rest)
    await desk.query.answer(phrase("filed", n=taken.filed) if taken.filed else phrase("all_filed"))
    if verb == "place":
        await desk.redraw(render("placed"))
    elif taken.round_id is not None and not (taken.filed and await _is_card(desk, taken.round_id)):
        await _draw(desk, await _asked(desk, taken.round_id))


async def _file(desk: Desk, verb: str, keys: list[int], rest: list[str]) -> Taken:
    user = desk.person.id
    if verb == "all":
        return await desk.write(tap_all_normal, user, keys[0], at=desk.now)
    if verb == "same":
        return await desk.write(tap_same, user, keys[0], at=desk.now)
    if verb == "firm":
        return await desk.write(tap_drafts, user, keys[0], at=desk.now)
    if verb == "adopt":
        return await desk.write(tap_shares, user, keys[0], at=desk.now)
    if verb == "place" and len(keys) > 1:
        return await desk.write(place_remark, user, keys[0], keys[1], at=desk.now)
    status = next((one for one in Status if rest[1:] == [one.value]), None)
    if verb != "say" or status is None:
        raise UnknownButton
    return await desk.write(tap_status, user, keys[0], status, at=desk.now)


async def _turn(desk: Desk, verb: str, keys: list[int]) -> None:
    """Show a task's five statuses under the card, or the card's own buttons again."""
    asked = await _asked(desk, keys[-1])
    if verb == "back":
        await desk.query.answer()
        await _draw(desk, asked)
        return
    item = next((one for one in asked.items if one.check_in_id == keys[0]), None)
    if item is None:
        raise NotYourCard
    await desk.query.answer()
    await desk.office.turn(desk.message.chat_id)
    await desk.message.edit_reply_markup(keyboards.statuses(item, asked.round_id))


async def _open(desk: Desk, round_id: int) -> None:
    """Show a card of its own that stood below another in one message."""
    member_id = await _member(desk)
    asked = await desk.read(card, member_id, round_id, desk.now)
    if not asked.items:
        raise NotYourCard
    await desk.query.answer()
    await show(desk, member_id, asked)


async def _draw(desk: Desk, asked: Card) -> None:
    """Redraw what the message said; one that only answered a question becomes the card."""
    message = desk.message
    shown = await desk.read(reword, message.chat_id, message.message_id, desk.now)
    if shown is None:
        await desk.redraw(card_text(asked, desk.now), card_keyboard(asked))
    else:
        await desk.redraw(shown.text, shown.keyboard)


async def _is_card(desk: Desk, round_id: int) -> bool:
    """Whether the message brought the round's card: what is filed then redraws it by a notice."""
    notices = await desk.read(of_message, desk.message.chat_id, desk.message.message_id)
    return any(one.kind is NoticeKind.CARD and one.round_id == round_id for one in notices)


async def _asked(desk: Desk, round_id: int) -> Card:
    return await desk.read(card, await _member(desk), round_id, desk.now)


async def _member(desk: Desk) -> int:
    member_id = (await desk.read(actor, desk.person.id)).member_id
    if member_id is None:
        raise Stranger
    return member_id


async def unknown(update: Update, desk: Desk) -> None:
    """Refuse a button that is not ours."""
    raise UnknownButton


async def written(update: Update, desk: Desk) -> None:
    """File what was written; the receipt follows from the outbox.

    Words that answer a question of ours (why a report is sent back, what a target is) go there.
    """
    if await approval.dialogue(update, desk) or await target.dialogue(update, desk):
        return
    message = desk.message
    words = Words(
        user_id=desk.person.id,
        text=message.text or message.caption or "",
        chat_id=message.chat_id,
        message_id=message.message_id,
        dated=message.edit_date or message.date,
        received=desk.now,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        attachment=_attachment(message),
    )
    await desk.write(take_words, words)


async def unreadable(update: Update, desk: Desk) -> None:
    """Say what can be read instead of a sticker, a voice message or an unknown command."""
    await desk.answer(render("unreadable"))


def _attachment(message: Message) -> str | None:
    """Return the file sent with a message as JSON: its kind and Telegram's id."""
    if message.photo:
        return json.dumps({"kind": "photo", "file_id": message.photo[-1].file_id})
    held = message.document or message.video
    kind = "document" if message.document else "video"
    return json.dumps({"kind": kind, "file_id": held.file_id}) if held else None
