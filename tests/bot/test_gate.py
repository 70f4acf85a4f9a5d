"""The gate against every order in which messages may come."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.gate import Gate, pass_gate

START = datetime(2024, 2, 1, 8, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
CHATS = st.sampled_from([-100, -200, *range(1, 40)])
MESSAGES = st.lists(
    st.tuples(CHATS, st.booleans(), st.integers(0, 400).map(lambda n: timedelta(milliseconds=n))),
    max_size=120,
)


class Queue:
    """People and rounds that want to send one message after the other through one gate."""

    def __init__(self) -> None:
        self.gate = Gate()
        self.now = START
        self.sent: list[tuple[datetime, int]] = []

    async def _sleep(self, length: timedelta) -> None:
        self.now += length

    def send(self, chat: int, *, urgent: bool) -> timedelta:
        """Send as soon as the gate lets it; return how long that took."""
        began = self.now
        passing = pass_gate(self.gate, chat, urgent=urgent, now=lambda: self.now, sleep=self._sleep)
        try:
            passing.send(None)
        except StopIteration:
            self.sent.append((self.now, chat))
            return self.now - began
        raise AssertionError("the gate waited for something else than its clock")

    def most_within(self, span: timedelta, chat: int | None = None) -> int:
        """Return the most messages that ever went out within a span."""
        times = [at for at, to in self.sent if chat in {None, to}]
        return max((sum(at <= one < at + span for one in times) for at in times), default=0)


@given(MESSAGES)
def test_no_second_ever_holds_more_than_25_messages(messages):
    queue = _sent(messages)
    assert queue.most_within(SECOND) <= 25


@given(st.lists(st.booleans(), min_size=20, max_size=60))
def test_no_minute_ever_holds_more_than_18_messages_to_a_group(urgencies):
    queue = _sent([(-100, urgent, timedelta(0)) for urgent in urgencies])
    assert queue.most_within(MINUTE, -100) == 18


@given(MESSAGES)
def test_a_broadcast_leaves_its_chat_a_second(messages):
    queue = Queue()
    last: dict[int, datetime] = {}
    for chat, urgent, pause in messages:
        queue.now += pause
        queue.send(chat, urgent=urgent)
        assert urgent or queue.now - last.get(chat, START - SECOND) >= SECOND
        last[chat] = queue.now


@given(st.integers(0, 200), st.integers(1, 5))
def test_an_answer_never_waits_behind_a_round(broadcasts, answers):
    queue = Queue()
    for chat in range(1, broadcasts + 1):
        queue.send(chat, urgent=False)
    assert all(not queue.send(1000 + one, urgent=True) for one in range(answers))


@given(st.integers(26, 80))
def test_answers_alone_wait_for_the_general_limit_only(answers):
    queue = Queue()
    waits = [queue.send(one, urgent=True) for one in range(1, answers + 1)]
    assert waits[:25] == [timedelta(0)] * 25
    assert waits[25] == SECOND


def test_an_answer_in_a_private_chat_does_not_wait_for_the_one_before():
    queue = Queue()
    assert not queue.send(1, urgent=True)
    assert not queue.send(1, urgent=True)
    assert queue.send(1, urgent=False) == SECOND


def _sent(messages) -> Queue:
    queue = Queue()
    for chat, urgent, pause in messages:
        queue.now += pause
        queue.send(chat, urgent=urgent)
    return queue
