"""/settings: the numbers of the plan, read by supervisors and changed by administrators."""

from __future__ import annotations

from telegram import Update

from handlers.context import Desk
from handlers.permissions import administrator, supervisor
from handlers.views.render import phrase
from handlers.views.settings import changed_text, setting_text, settings_keyboard, settings_text
from rules.refusals import UnknownButton
from rules.replies.settings import SettingWords, read_setting
from rules.settings import setting_named
from storage.settings import SettingChange, change_setting, reset_setting


async def command(update: Update, desk: Desk) -> None:
    """Answer `/settings`, `/settings 月报截止日`, `… 月报截止日 26`, `… 默认 月报截止日`."""
    who = await supervisor(desk)
    words = read_setting(" ".join(desk.args or []))
    settings = (await desk.plan()).settings
    if not words.name:
        keyboard = settings_keyboard(settings) if desk.is_admin else None
        await desk.answer(settings_text(settings, may_change=desk.is_admin), keyboard)
    elif not (words.value or words.resets):
        await desk.answer(setting_text(settings, setting_named(words.name)))
    else:
        await desk.answer(changed_text(await _change(desk, words, who.member_id)))


async def tapped(update: Update, desk: Desk) -> None:
    """Set what a button offers, and show the list as it is then."""
    who = await supervisor(desk)
    _, _, wanted = (desk.query.data or "").partition(":")
    name, found, value = wanted.partition(":")
    if not found:
        raise UnknownButton
    change = await _change(desk, SettingWords(name, value, resets=False), who.member_id)
    await desk.query.answer(phrase("setting_set", label=change.setting.label))
    await desk.redraw(settings_text(change.after, may_change=True), settings_keyboard(change.after))


async def _change(desk: Desk, words: SettingWords, member_id: int | None) -> SettingChange:
    await administrator(desk)
    plan, person = await desk.plan(), desk.person.id
    if words.resets:
        return await desk.write(
            reset_setting, plan.id, words.name, at=desk.now, by_user=person, by_member=member_id
        )
    return await desk.write(
        change_setting,
        plan.id,
        words.name,
        words.value,
        at=desk.now,
        by_user=person,
        by_member=member_id,
    )
