"""The numbers of a plan, changed one at a time, every change in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from rules.settings import (
    PlanSettings,
    Setting,
    changed,
    from_record,
    setting_named,
    shown,
    to_record,
)
from storage import journal
from storage.tables import Plan

AT_ONCE = frozenset(
    {
        Setting.CHASE_LIAISON,
        Setting.CHASE_HEAD,
        Setting.CHASE_SLIP,
        Setting.MANUAL_CHASE_HOURS,
        Setting.PRIVATE_LIMIT,
        Setting.GROUP_LIMIT,
        Setting.OFFICE_OPENS,
        Setting.OFFICE_CLOSES,
        Setting.HEAD_APPROVAL,
        Setting.YELLOW_GAP,
        Setting.RED_GAP,
        Setting.HALF_FROM,
        Setting.NODE_WORKDAYS,
        Setting.MISSED_BEFORE_YELLOW,
    }
)
"""What is judged anew each time; all else is fixed in a round, or a term, when it opens."""


@dataclass(frozen=True)
class SettingChange:
    """One setting before and after; `is_empty` where it had that value already."""

    setting: Setting
    before: PlanSettings
    after: PlanSettings

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return self.before == self.after

    @property
    def waits(self) -> bool:
        """Whether what is open keeps the old value."""
        return self.setting not in AT_ONCE


def change_setting(
    session: Session,
    plan_id: int,
    name: str,
    text: str,
    *,
    at: datetime,
    by_user: int | None = None,
    by_member: int | None = None,
) -> SettingChange:
    """Change one setting as typed; raises UnknownSetting, BadSetting, SettingsClash.

    Rounds that are open keep their hours: they were fixed when the rounds opened. Without
    `by_user` the command line did it.
    """
    plan = session.get_one(Plan, plan_id, with_for_update=True)
    setting, before = setting_named(name), from_record(plan.settings)
    change = SettingChange(setting, before, changed(before, setting.value, text))
    if not change.is_empty:
        plan.settings = to_record(change.after)
        journal.record(
            session,
            "setting changed",
            f"plan:{plan_id}",
            at=at,
            member_id=by_member,
            user_id=by_user,
            setting=setting.value,
            before=shown(before, setting),
            after=shown(change.after, setting),
        )
    return change


def reset_setting(
    session: Session,
    plan_id: int,
    name: str,
    *,
    at: datetime,
    by_user: int | None = None,
    by_member: int | None = None,
) -> SettingChange:
    """Bring one setting back to its default; raises as `change_setting` does."""
    usual = shown(PlanSettings(), setting_named(name))
    return change_setting(
        session, plan_id, name, usual, at=at, by_user=by_user, by_member=by_member
    )
