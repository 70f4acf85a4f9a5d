from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.sandbox.drill import target
from bot.sandbox.server import create_app, serve

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


class Agenda:
    def __init__(self, event: datetime | None) -> None:
        self.event = event
        self.done = 0

    async def next_event(self) -> datetime | None:
        return self.event

    async def after_step(self) -> None:
        self.done += 1


class PlainClock:
    def now(self) -> datetime:
        return datetime(2024, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("step", "now", "then"),
    [
        ("day", "2024-02-01T16:00", "2024-02-02T08:30"),
        ("day", "2024-02-01T00:30", "2024-02-02T08:30"),
        ("day", "2024-02-29T23:59", "2024-03-01T08:30"),
        ("week", "2024-02-01T16:00", "2024-02-05T08:30"),
        ("week", "2024-02-05T00:00", "2024-02-12T08:30"),
        ("week", "2024-02-04T23:59", "2024-02-05T08:30"),
        ("event", "2024-02-01T16:00", "2024-02-01T18:00"),
        ("event", "2024-02-01T18:00", None),
        ("year", "2024-02-01T16:00", None),
    ],
)
async def test_where_a_step_leads(step, now, then):
    agenda = Agenda(at("2024-02-01T18:00"))
    instant = await target(step, at(now).astimezone(UTC), SHANGHAI, agenda)
    assert instant == (at(then) if then else None)


async def test_without_an_agenda_there_is_no_next_event():
    assert await target("event", at("2024-02-01T16:00"), SHANGHAI, None) is None
    assert await target("event", at("2024-02-01T16:00"), SHANGHAI, Agenda(None)) is None


async def test_a_step_moves_the_clock_and_wakes_the_process(world, clock):
    agenda = Agenda(clock.now() + timedelta(hours=2))
    app = create_app(world, clock=clock, steps=agenda)
    async with serve(app) as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        shown = (await http.get("/sandbox/state")).json()["clock"]
        assert shown == {
            "now": "2024-02-01T08:00:00+00:00",
            "zone": "Asia/Shanghai",
            "speed": 1.0,
            "steps": ["event", "day", "week"],
        }
        moved = (await http.post("/sandbox/clock", json={"step": "event"})).json()
        assert moved["now"] == "2024-02-01T10:00:00+00:00"
        assert (clock.now(), agenda.done) == (agenda.event, 1)
        refused = await http.post("/sandbox/clock", json={"step": "event"})
        assert refused.json() == {"error": "nothing_ahead"}
        assert agenda.done == 1


async def test_without_an_agenda_only_days_and_weeks_are_offered(http, clock):
    assert (await http.get("/sandbox/state")).json()["clock"]["steps"] == ["day", "week"]
    assert (await http.post("/sandbox/clock", json={"step": "day"})).status_code == 200
    assert clock.now() == at("2024-02-02T08:30")


async def test_a_plain_clock_is_not_stepped(world):
    app = create_app(world, clock=PlainClock())
    async with serve(app) as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        assert (await http.get("/sandbox/state")).json()["clock"]["steps"] == []
        refused = await http.post("/sandbox/clock", json={"step": "day"})
        assert refused.json() == {"error": "clock_cannot_be_stepped"}
