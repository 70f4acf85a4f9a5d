"""/away 2.5-2.9 代 王芳: days on which somebody else is asked."""

from __future__ import annotations

from telegram import MessageEntity, Update, User

from handlers.context import Desk
from handlers.views.render import render
from rules.refusals import Stranger
from rules.replies.absences import read_cancel, read_stand_in
from rules.replies.days import DayWords, coming_days
from storage.absences import away, back, leaves
from storage.members import actor
from storage.stand_ins import member_named, member_of_user


async def command(update: Update, desk: Desk) -> None:
    """Answer `/away`, `/away 2.5-2.9`, `/away 2.5-2.9 代 王芳`, `/away 取消`.

    The stand-in is named, mentioned, or the author of the message replied to.
    """
    member_id = (await desk.read(actor, desk.person.id)).member_id
    if member_id is None:
        raise Stranger
    today = (await desk.plan()).day(desk.now)
    words = " ".join(desk.args or [])
    if not words:
        noted = await desk.read(leaves, member_id, today)
        await desk.answer(render("absences", leaves=noted, today=today))
    elif read_cancel(words) is not None:
        ended = await desk.write(back, desk.person.id, today, at=desk.now)
        await desk.answer(render("back", leaves=ended, today=today))
    else:
        said = coming_days(words, today)
        stand_in = await _stand_in(desk, said)
        leave = await desk.write(away, desk.person.id, said.span, stand_in, at=desk.now)
        await desk.answer(render("away", leave=leave, today=today))


async def _stand_in(desk: Desk, said: DayWords) -> int | None:
    person = _pointed_at(desk)
    if person is not None:
        return await desk.read(member_of_user, person.id, person.full_name)
    name = read_stand_in(" ".join(part for part in (said.before, said.after) if part))
    return await desk.read(member_named, name) if name else None


def _pointed_at(desk: Desk) -> User | None:
    """Return whom the message mentions or replies to, if it is a person."""
    message = desk.message
    for mention in message.entities:
        if mention.type == MessageEntity.TEXT_MENTION and mention.user is not None:
            return mention.user
    author = message.reply_to_message.from_user if message.reply_to_message else None
    return author if author is not None and not author.is_bot else None
