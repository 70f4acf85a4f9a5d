"""Settings a plan may have: any row of changes, the illegal ones refused."""

from __future__ import annotations

from hypothesis import strategies as st

from rules.facts import Cadence
from rules.refusals import SettingsClash
from rules.settings import FORMS, DayPolicy, Form, PlanSettings, Setting, changed

TEXTS = {
    Form.CLOCK: st.times().map(lambda clock: f"{clock:%H:%M}"),
    Form.MONTH_DAY: st.integers(1, 31).map(str),
    Form.COUNT: st.integers(1, 60).map(str),
    Form.COUNT_OR_NONE: st.integers(0, 60).map(str),
    Form.PERCENT: st.integers(1, 99).map(str),
    Form.SWITCH: st.sampled_from(["on", "off"]),
    Form.POLICY: st.sampled_from([policy.value for policy in DayPolicy]),
    Form.CADENCE: st.sampled_from([cadence.value for cadence in Cadence]),
}
changes = st.sampled_from(Setting).flatmap(
    lambda setting: st.tuples(st.just(setting), TEXTS[FORMS[setting]])
)


def after(steps: list[tuple[Setting, str]]) -> PlanSettings:
    """The usual settings after every change that is granted; the office never closes at first."""
    settings = changed(changed(PlanSettings(), "office_opens", "0:00"), "office_closes", "23:59")
    for setting, text in steps:
        try:
            settings = changed(settings, setting, text)
        except SettingsClash:
            continue
    return settings


legal_settings = st.lists(changes, max_size=30).map(after)
