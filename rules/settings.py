"""The numbers by which a plan is run, each with the office's default, as text in and out.

A setting is named by its field, the same word in chat, on the command line and in a record; its
Chinese label names it too. Text is read forgivingly and shown in one form, which reads back as the
same value. A combination that could make a round due before it opens is refused.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any, TypeAlias

from rules.facts import Cadence, Labelled
from rules.refusals import BadSetting, SettingsClash, UnknownSetting
from rules.replies.folding import fold
from rules.replies.values import read_cadence, read_clock, read_count, read_policy, read_switch
from rules.terms import Clash, DayPolicy, Form, Setting

__all__ = [
    "FORMS",
    "Clash",
    "DayPolicy",
    "Form",
    "PlanSettings",
    "Setting",
    "changed",
    "from_record",
    "setting_named",
    "shown",
    "to_record",
]

Value: TypeAlias = bool | int | time | DayPolicy | Cadence


@dataclass(frozen=True)
class PlanSettings:
    """Every number of a plan: times of day in its zone, days of the month, percents, counts.

    `week_opens` is on the workday before the due day, Friday or the week's last workday. The year's
    days are December's. The `long_` times are those of month, quarter and year. The chase rungs
    count workdays after due, gaps are percentage points behind the planned line.
    """

    day_policy: DayPolicy = DayPolicy.EVERY
    day_opens: time = time(16)
    day_due: time = time(18)
    day_digest: bool = False
    week_opens: time = time(10)
    week_due: time = time(12)
    week_digest: time = time(16)
    month_opens_day: int = 20
    month_due_day: int = 25
    quarter_opens_day: int = 20
    quarter_due_day: int = 28
    year_opens_day: int = 10
    year_due_day: int = 25
    long_opens: time = time(10)
    long_due: time = time(18)
    long_digest: time = time(10)
    remind_percent: int = 75
    remind_workdays: int = 1
    acknowledge_workdays: int = 3
    chase_liaison: int = 1
    chase_head: int = 3
    chase_slip: int = 5
    manual_chase_hours: int = 4
    private_limit: int = 2
    group_limit: int = 1
    office_opens: time = time(8, 30)
    office_closes: time = time(18, 30)
    head_approval: bool = True
    lead_finest: Cadence = Cadence.DAILY
    responsible_finest: Cadence = Cadence.MONTHLY
    yellow_gap: int = 10
    red_gap: int = 30
    half_from: int = 10
    node_workdays: int = 3
    missed_before_yellow: int = 2


_SPECIAL = {
    Form.POLICY: (Setting.DAY_POLICY,),
    Form.CADENCE: (Setting.LEAD_FINEST, Setting.RESPONSIBLE_FINEST),
    Form.SWITCH: (Setting.DAY_DIGEST, Setting.HEAD_APPROVAL),
    Form.MONTH_DAY: (
        Setting.MONTH_OPENS_DAY,
        Setting.MONTH_DUE_DAY,
        Setting.QUARTER_OPENS_DAY,
        Setting.QUARTER_DUE_DAY,
        Setting.YEAR_OPENS_DAY,
        Setting.YEAR_DUE_DAY,
    ),
    Form.PERCENT: (
        Setting.REMIND_PERCENT,
        Setting.YELLOW_GAP,
        Setting.RED_GAP,
        Setting.HALF_FROM,
    ),
    Form.COUNT_OR_NONE: (
        Setting.REMIND_WORKDAYS,
        Setting.MANUAL_CHASE_HOURS,
        Setting.NODE_WORKDAYS,
    ),
    Form.COUNT: (
        Setting.ACKNOWLEDGE_WORKDAYS,
        Setting.CHASE_LIAISON,
        Setting.CHASE_HEAD,
        Setting.CHASE_SLIP,
        Setting.PRIVATE_LIMIT,
        Setting.GROUP_LIMIT,
        Setting.MISSED_BEFORE_YELLOW,
    ),
}
FORMS: Mapping[Setting, Form] = dict.fromkeys(Setting, Form.CLOCK) | {
    setting: form for form, settings in _SPECIAL.items() for setting in settings
}
"""What each setting takes; what is not listed above is a time of day."""


def _within(numbers: range) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        value = read_count(text)
        return value if value in numbers else None

    return read


_READ: Mapping[Form, Callable[[str], Value | None]] = {
    Form.CLOCK: read_clock,
    Form.MONTH_DAY: _within(range(1, 32)),
    Form.COUNT: _within(range(1, 61)),
    Form.COUNT_OR_NONE: _within(range(61)),
    Form.PERCENT: _within(range(1, 100)),
    Form.SWITCH: read_switch,
    Form.POLICY: read_policy,
    Form.CADENCE: read_cadence,
}


def _speaks_in_office_hours(settings: PlanSettings) -> bool:
    """Whether nothing opens, falls due or is summed up while the bot must be silent."""
    spoken = (
        settings.day_opens,
        settings.week_opens,
        settings.week_digest,
        settings.long_opens,
        settings.long_digest,
    )
    owed = (settings.day_due, settings.week_due, settings.long_due)
    return all(settings.office_opens <= clock < settings.office_closes for clock in spoken) and all(
        settings.office_opens < clock <= settings.office_closes for clock in owed
    )


_LEGAL: Mapping[Clash, Callable[[PlanSettings], bool]] = {
    Clash.OFFICE_HOURS: lambda one: one.office_opens < one.office_closes,
    Clash.DAY_HOURS: lambda one: one.day_opens < one.day_due,
    Clash.WEEK_HOURS: lambda one: one.week_opens < one.week_due,
    Clash.WEEK_DIGEST_EARLY: lambda one: one.week_due <= one.week_digest,
    Clash.LONG_HOURS: lambda one: one.long_opens < one.long_due,
    Clash.MONTH_DAYS: lambda one: one.month_opens_day <= one.month_due_day,
    Clash.QUARTER_DAYS: lambda one: one.quarter_opens_day <= one.quarter_due_day,
    Clash.YEAR_DAYS: lambda one: one.year_opens_day <= one.year_due_day,
    Clash.OUTSIDE_OFFICE: _speaks_in_office_hours,
    Clash.RUNGS: lambda one: one.chase_liaison < one.chase_head < one.chase_slip,
    Clash.GAPS: lambda one: one.yellow_gap < one.red_gap,
}


def changed(settings: PlanSettings, name: str, text: str) -> PlanSettings:
    """Return the settings with one of them changed, as typed.

    Raises UnknownSetting, BadSetting where the text is not what the setting takes, and
    SettingsClash where the new value does not go together with another setting.
    """
    setting = setting_named(name)
    return _legal(_replaced(settings, {setting: _read(setting, text)}))


def shown(settings: PlanSettings, setting: Setting) -> str:
    """Return a value in the one form `changed` takes back: 16:00, 20, on, every."""
    value: Value = getattr(settings, setting)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "on" if value else "off"
    return value.value if isinstance(value, Labelled) else str(value)


def to_record(settings: PlanSettings) -> dict[str, str]:
    """Return what differs from the defaults, name by name, as it is shown."""
    usual = PlanSettings()
    return {
        setting.value: text
        for setting in Setting
        if (text := shown(settings, setting)) != shown(usual, setting)
    }


def from_record(record: Mapping[str, str]) -> PlanSettings:
    """Return the defaults with a record's changes; raises as `changed` does, for the whole."""
    named = {setting_named(name): text for name, text in record.items()}
    read = {setting: _read(setting, text) for setting, text in named.items()}
    return _legal(_replaced(PlanSettings(), read))


def setting_named(name: str) -> Setting:
    """Return a setting by its field or its label, blank or hyphen as good as a low line.

    Raises UnknownSetting with the names that resemble it.
    """
    wanted = fold(name)
    code = wanted.casefold().replace(" ", "_").replace("-", "_")
    for setting in Setting:
        if code == setting.value or wanted == setting.label:
            return setting
    known = [word for setting in Setting for word in (setting.value, setting.label)]
    near = [word for word in known if wanted and (code in word or wanted in word)]
    near = near or difflib.get_close_matches(code, known, n=4, cutoff=0.4)
    raise UnknownSetting(name.strip()[:40], tuple(near[:4]))


def _read(setting: Setting, text: str) -> Value:
    value = _READ[FORMS[setting]](text)
    if value is None:
        raise BadSetting(setting, text.strip()[:40], FORMS[setting])
    return value


def _replaced(settings: PlanSettings, values: Mapping[Setting, Value]) -> PlanSettings:
    fields: dict[str, Any] = {setting.value: value for setting, value in values.items()}
    return replace(settings, **fields)


def _legal(settings: PlanSettings) -> PlanSettings:
    for why, holds in _LEGAL.items():
        if not holds(settings):
            raise SettingsClash(why)
    return settings
