"""The numbers of a plan as a list, one of them, and what a change does."""

from __future__ import annotations

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.views.keyboards import button
from handlers.views.render import phrase, render
from rules.settings import FORMS, DayPolicy, PlanSettings, Setting
from storage.settings import SettingChange

SWITCHES = (Setting.DAY_DIGEST, Setting.HEAD_APPROVAL)


def settings_text(settings: PlanSettings, *, may_change: bool) -> str:
    """Return every setting by subject, with the default where it differs."""
    return render(
        "settings",
        Setting=Setting,
        values=_values(settings),
        usual=_values(PlanSettings()),
        may_change=may_change,
    )


def settings_keyboard(settings: PlanSettings) -> InlineKeyboardMarkup:
    """Return the buttons of what takes one tap: the daily policy and the switches."""
    policies = [
        button(
            ("● " if one is settings.day_policy else "") + one.label,
            f"set:{Setting.DAY_POLICY.value}:{one.value}",
        )
        for one in DayPolicy
    ]
    return InlineKeyboardMarkup([policies, [_switch(settings, one) for one in SWITCHES]])


def setting_text(settings: PlanSettings, setting: Setting) -> str:
    """Return one setting: its value, its default, and what it takes."""
    return render(
        "setting",
        setting=setting,
        value=getattr(settings, setting.value),
        usual=getattr(PlanSettings(), setting.value),
        takes=FORMS[setting],
    )


def changed_text(change: SettingChange) -> str:
    """Return what a setting was, what it is now, and from when on that counts."""
    return render(
        "setting_changed",
        change=change,
        before=getattr(change.before, change.setting.value),
        after=getattr(change.after, change.setting.value),
    )


def _switch(settings: PlanSettings, setting: Setting) -> InlineKeyboardButton:
    is_on = getattr(settings, setting.value)
    state = phrase("switched_on") if is_on else phrase("switched_off")
    return button(f"{setting.label} {state}", f"set:{setting.value}:{'off' if is_on else 'on'}")


def _values(settings: PlanSettings) -> dict[Setting, Any]:
    return {setting: getattr(settings, setting.value) for setting in Setting}
