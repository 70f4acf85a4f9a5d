"""A unit may be spared for a while; rounds that open meanwhile do not ask it."""

from __future__ import annotations

from datetime import date

import pytest

from rules.periods import Span
from rules.refusals import NotExempt, UnknownUnit
from storage import exemptions
from storage.exemptions import Spared
from storage.members import find_unit
from storage.tables import Event, Exemption
from tests.office import Office, clock

LIU = 700100204
CITY, HOUSING = "市城管执法局", "市住建局"
TODAY = date(2024, 2, 1)
AT = clock("2024-02-01 09:00")


def span(first: int, last: int) -> Span:
    return Span(date(2024, 2, first), date(2024, 2, last))


def spare(office: Office, unit: str, days: Span, reason: str = "抗洪抢险") -> Spared:
    return office.write(exemptions.exempt, unit, days, reason, at=AT, by_user=LIU)


def exempted(office: Office, day: int) -> frozenset[int]:
    return office.read(exemptions.exempted, date(2024, 2, day))


def test_a_unit_is_exempt_from_the_first_day_to_the_last(office: Office):
    assert spare(office, HOUSING, span(5, 9)) == Spared(HOUSING, span(5, 9), "抗洪抢险")
    unit = office.read(find_unit, HOUSING)[0]
    found = [exempted(office, day) for day in (4, 5, 9, 10)]
    assert found == [frozenset(), {unit}, {unit}, frozenset()]
    (event,) = office.rows(Event, kind="exempted")
    assert event.subject == f"unit:{unit}"
    assert event.details == {
        "user_id": LIU,
        "first": "2024-02-05",
        "last": "2024-02-09",
        "reason": "抗洪抢险",
    }


def test_exemptions_are_listed_until_they_are_over(office: Office):
    spare(office, HOUSING, span(7, 9))
    spare(office, CITY, span(5, 6), "")
    listed = office.read(exemptions.exemptions, TODAY)
    assert listed == (Spared(CITY, span(5, 6), ""), Spared(HOUSING, span(7, 9), "抗洪抢险"))
    assert office.read(exemptions.exemptions, date(2024, 2, 7)) == listed[1:]
    assert office.read(exemptions.exemptions, date(2024, 2, 10)) == ()


def test_new_days_replace_those_of_the_unit_they_overlap(office: Office):
    spare(office, HOUSING, span(5, 9))
    spare(office, CITY, span(5, 9))
    spare(office, HOUSING, span(20, 21))
    spare(office, HOUSING, span(8, 12), "防汛")
    assert office.read(exemptions.exemptions, TODAY) == (
        Spared(CITY, span(5, 9), "抗洪抢险"),
        Spared(HOUSING, span(8, 12), "防汛"),
        Spared(HOUSING, span(20, 21), "抗洪抢险"),
    )
    assert office.count(Exemption) == 4


def test_a_unit_is_asked_again_before_the_time(office: Office):
    spare(office, HOUSING, span(5, 9))
    spare(office, HOUSING, span(20, 21))
    spare(office, CITY, span(5, 9))
    told = office.write(exemptions.ask_again, HOUSING, date(2024, 2, 7), at=AT, by_user=LIU)
    assert told == HOUSING
    assert [one.unit for one in office.read(exemptions.exemptions, TODAY)] == [CITY]
    assert len(office.rows(Event, kind="exemption ended")) == 1
    with pytest.raises(NotExempt) as refused:
        office.write(exemptions.ask_again, HOUSING, date(2024, 2, 7), at=AT)
    assert refused.value.unit == HOUSING


@pytest.mark.parametrize("name", ["住建", ""])
def test_an_unknown_unit_is_refused(office: Office, name: str):
    with pytest.raises(UnknownUnit):
        spare(office, name, span(5, 9))
    with pytest.raises(UnknownUnit):
        office.write(exemptions.ask_again, name, TODAY, at=AT)
    assert office.count(Exemption) == 0
