"""The year as a picture: its size, its bytes, what is drawn where, and every letter there is."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handlers.views.board import Milestone, YearBoard, inks, year_picture
from handlers.views.board.amounts import plain, scale
from handlers.views.board.axis import axis_of
from handlers.views.board.canvas import HEIGHT, MARGIN, WIDTH
from handlers.views.board.figures import _is_above
from handlers.views.board.lettering import cut, font, width, wrap
from handlers.views.board.signs import LIGHTS
from handlers.views.render import phrases
from rules.facts import Status

NOTICE = Path(__file__).parents[2] / "seeds" / "data" / "qianjiang_2024.txt"
FIRST, TODAY, LAST = date(2024, 1, 31), date(2024, 6, 28), date(2024, 12, 31)
CHART = 300  # the first row under the head and the key of a board with one line each
STRIPE = (MARGIN + 5, 180)  # in the light's stripe
SIGN = (MARGIN + 20, 150, MARGIN + 76, 216)  # around the light's sign


def line(goal: int, today: date = TODAY) -> tuple[tuple[date, Decimal], ...]:
    days = (LAST - FIRST).days + 1
    ends = (FIRST - timedelta(days=1), today, LAST)
    return tuple((day, Decimal(goal) * ((day - FIRST).days + 1) / days) for day in ends)


PARKING = YearBoard(
    number="15",
    title="新增停车位2000个",
    units=("市城管执法局",),
    first=FIRST,
    last=LAST,
    today=TODAY,
    light="yellow",
    light_label="黄灯",
    reason="完成年度目标34.7%,低于序时10.0个百分点",
    measure="个",
    goal=Decimal(2000),
    planned=line(2000),
    actual=((date(2024, 3, 1), Decimal(96)), (date(2024, 6, 21), Decimal(400))),
    nodes=((date(2024, 3, 31), Decimal(300)), (LAST, Decimal(2000))),
    projection=Decimal(1100),
)
CAMPAIGN = replace(
    PARKING,
    title="推进城市综合治理攻坚行动",
    goal=None,
    planned=(),
    actual=(),
    nodes=(),
    projection=None,
    milestones=(
        Milestone(date(2024, 3, 15), "完成摸排", reached=True),
        Milestone(date(2024, 6, 20), "方案印发", reached=False),
    ),
    marks=((date(2024, 2, 2), Status.NORMAL), (date(2024, 4, 5), Status.LAGGING)),
)
GROWTH = replace(
    PARKING,
    measure="%",
    goal=Decimal("7.5"),
    planned=(),
    nodes=(),
    projection=None,
    actual=((date(2024, 4, 20), Decimal("1.1")), (date(2024, 6, 20), Decimal("-1.2"))),
)
BOARDS = {
    "a figure under way": PARKING,
    "no figure yet": replace(PARKING, actual=(), projection=None),
    "one report": replace(PARKING, actual=PARKING.actual[:1]),
    "one planned point": replace(PARKING, planned=PARKING.planned[:1]),
    "above its goal": replace(PARKING, actual=((TODAY, Decimal(5000)),), projection=Decimal(9000)),
    "all at zero": replace(
        PARKING, goal=Decimal(0), planned=(), nodes=(), actual=((TODAY, Decimal(0)),),
        projection=Decimal(0),
    ),
    "a negative rate": GROWTH,
    "a rate without a goal": replace(GROWTH, goal=None),
    "a year that straddles": replace(PARKING, first=date(2023, 7, 1), last=date(2024, 6, 30)),
    "one day": replace(PARKING, first=TODAY, last=TODAY),
    "before it begins": replace(PARKING, today=date(2024, 1, 2), actual=(), projection=None),
    "after its end": replace(PARKING, today=date(2025, 1, 9)),
    "huge": replace(PARKING, measure="万元", goal=Decimal("9.1E+12")),
    "long-winded": replace(PARKING, title="新增停车位" * 40, reason="低于序时," * 40),
    "in many hands": replace(PARKING, units=("市水利和湖泊局",) * 30),
    "reported daily": replace(
        PARKING, actual=tuple((FIRST + timedelta(days=n), Decimal(n)) for n in range(150))
    ),
    "a campaign": CAMPAIGN,
    "a campaign nobody spoke of": replace(CAMPAIGN, milestones=(), marks=()),
    "a campaign of many milestones": replace(
        CAMPAIGN,
        milestones=tuple(
            Milestone(FIRST + timedelta(days=7 * n), "项目集中开工签约", reached=n < 9)
            for n in range(45)
        ),
    ),
}  # fmt: skip


def drawn(board: YearBoard) -> Image.Image:
    return Image.open(BytesIO(year_picture(board))).convert("RGB")


def places(picture: Image.Image, ink: inks.Ink, box: tuple[int, int, int, int]) -> set:
    """Return the pixels of `box` in `ink`."""
    left, top, right, bottom = box
    return {
        (x, y)
        for x in range(left, right)
        for y in range(top, bottom)
        if picture.getpixel((x, y)) == ink
    }


@pytest.mark.parametrize("board", BOARDS.values(), ids=BOARDS.keys())
def test_every_board_is_one_picture_of_one_size(board):
    picture = Image.open(BytesIO(year_picture(board)))
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))


def test_the_same_board_is_the_same_bytes_in_any_thread():
    with ThreadPoolExecutor(4) as threads:
        pictures = list(threads.map(year_picture, [PARKING, CAMPAIGN] * 4))
    assert pictures == [year_picture(PARKING), year_picture(CAMPAIGN)] * 4
    assert pictures[0] != year_picture(replace(PARKING, projection=Decimal(1900)))


@pytest.mark.parametrize("light", LIGHTS)
def test_the_stripe_has_the_colour_of_the_light(light):
    assert drawn(replace(PARKING, light=light)).getpixel(STRIPE) == LIGHTS[light]


def test_lights_are_told_apart_by_shape_alone():
    shapes = {
        frozenset(places(drawn(replace(PARKING, light=light)), ink, SIGN))
        for light, ink in LIGHTS.items()
    }
    assert len(shapes) == len(LIGHTS)
    assert all(shapes)


def test_a_figure_behind_runs_under_its_planned_line():
    picture = drawn(PARKING)
    column = (440, CHART, 460, 720)
    planned = places(picture, inks.PLANNED, column)
    actual = places(picture, inks.ACTUAL, column)
    assert planned
    assert actual
    assert max(y for _, y in planned) < min(y for _, y in actual)


def test_a_projection_is_a_broken_line_from_the_last_report_to_the_end():
    ahead = (600, CHART, 1000, 720)
    dashes = {x for x, _ in places(drawn(PARKING), inks.ACTUAL, ahead)}
    gaps = set(range(min(dashes), max(dashes))) - dashes
    assert min(dashes) < 630
    assert max(dashes) > 970
    assert 60 < len(gaps) < 300
    assert not places(drawn(replace(PARKING, projection=None)), inks.ACTUAL, ahead)


def test_a_projection_far_off_does_not_press_the_year_flat():
    far = replace(PARKING, projection=Decimal(90_000))
    assert axis_of(far).high < 4000
    assert axis_of(replace(PARKING, projection=Decimal(-90_000))).low > -2000


@pytest.mark.parametrize(
    ("goal", "ticks"),
    [
        ("2000", ["0", "500", "1,000", "1,500", "2,000"]),
        ("2", ["0", "1", "2"]),
        ("0.6", ["0", "0.2", "0.4", "0.6"]),
        ("-6", ["−6", "−4", "−2", "0"]),
        ("0", ["0", "1"]),
    ],
)
def test_an_axis_has_round_values_and_whole_ones_for_whole_figures(goal, ticks):
    axis = axis_of(replace(GROWTH, actual=(), goal=Decimal(goal)))
    assert [plain(tick, 4) for tick in axis.ticks()] == ticks


def test_an_axis_of_values_close_together_does_not_begin_at_zero():
    close = tuple((TODAY, Decimal(value)) for value in (3000, 3140))
    assert axis_of(replace(GROWTH, goal=Decimal(3450), actual=close)).low == 3000


def test_without_a_report_nothing_stands_for_one():
    chart = (MARGIN, CHART, WIDTH, HEIGHT)
    picture = drawn(BOARDS["no figure yet"])
    assert not places(picture, inks.ACTUAL, chart)
    assert places(picture, inks.PLANNED, chart)


def test_a_goal_without_a_plan_is_a_level_line():
    rows = [y for _, y in places(drawn(GROWTH), inks.TEXT, (200, CHART, 300, 700))]
    assert rows
    assert max(rows) - min(rows) < 4


def test_a_node_is_marked_and_the_last_one_is_the_goal():
    bare = replace(PARKING, nodes=())
    assert year_picture(replace(PARKING, nodes=PARKING.nodes[1:])) == year_picture(bare)
    assert year_picture(PARKING) != year_picture(bare)


def test_statuses_stand_in_rows_the_better_the_higher():
    picture = drawn(CAMPAIGN)
    chart = (160, 420, WIDTH, 700)
    normal, lagging = (places(picture, ink, chart) for ink in (inks.ACTUAL, inks.RED))
    assert normal
    assert lagging
    assert max(y for _, y in normal) < min(y for _, y in lagging)


def test_a_milestone_missed_is_red_and_one_reached_is_full():
    lane = (170, 350, WIDTH, 400)
    assert places(drawn(CAMPAIGN), inks.RED, lane)
    reached = tuple(replace(one, reached=True) for one in CAMPAIGN.milestones)
    assert not places(drawn(replace(CAMPAIGN, milestones=reached)), inks.RED, lane)


@pytest.mark.parametrize(
    ("stated", "measure", "value", "shown"),
    [
        (["2000"], "个", "2000", "2,000个"),
        (["2000"], "个", "886.81", "887个"),
        (["870", "94.2"], "亿元", "870", "870亿元"),
        (["95.5"], "%", "95.50", "95.5%"),
        (["7.5"], "%", "-1.2", "−1.2%"),
        (["7.5"], "%", "-0.01", "0%"),
        (["650"], "", "650", "650"),
        (["999999"], "元", "999999", "999,999元"),
        (["1E+6"], "个", "1234567", "123万个"),
        (["34500000"], "万元", "34500000", "3,450亿元"),
        (["34500000"], "万元", "32008900", "3,201亿元"),
        (["1250000"], "亿元", "1250000", "125万亿元"),
        (["1.5E+12"], "元", "1.25E+12", "1.25万亿元"),
        (["-25000000"], "元", "-25000000", "−2,500万元"),
    ],
)
def test_a_figure_is_short_and_no_finer_than_what_was_stated(stated, measure, value, shown):
    assert scale([Decimal(one) for one in stated], measure).amount(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [("1234.5", 2, "1,234.5"), ("1200", 0, "1,200"), ("0.125", 4, "0.125"), ("-0.001", 2, "0")],
)
def test_a_number_ends_without_idle_zeros(value, places, shown):
    assert plain(Decimal(value), places) == shown


amounts = st.decimals(-(10**13), 10**13, places=2)


@given(st.lists(amounts, min_size=1, max_size=6), st.none() | amounts)
def test_an_axis_holds_every_value_between_a_few_round_ones(values, goal):
    board = replace(
        PARKING, goal=goal, planned=(), nodes=(), actual=tuple((TODAY, value) for value in values)
    )
    axis = axis_of(board)
    stated = values if goal is None else [*values, goal]
    assert axis.low <= min(stated) <= max(stated) <= axis.high
    assert 2 <= len(list(axis.ticks())) <= 7


@given(
    st.lists(st.tuples(st.dates(date(2023, 1, 1), date(2026, 1, 1)), amounts), max_size=5),
    st.none() | amounts,
    st.none() | amounts,
    st.text(max_size=80),
)
@settings(max_examples=25, deadline=None)
def test_no_figures_and_no_words_are_too_odd_to_draw(points, goal, projection, words):
    points = tuple(sorted(points))
    odd = replace(PARKING, actual=points, goal=goal, projection=projection, title=words)
    assert year_picture(replace(odd, reason=words, measure=words[:4], nodes=points))


@pytest.mark.parametrize(
    "text", ["推进(城市)综合治理、攻坚。" * 9, "GDP增长7.5%,CPI 2.0%," * 9, "停车位", ""]
)
@pytest.mark.parametrize("room", [200, 333, 992])
def test_lines_fit_and_none_begins_with_a_closing_sign(text, room):
    lines = wrap(text, 30, room, 2)
    assert len(lines) <= 2
    assert all(width(one, 30) <= room + 30 for one in lines)
    assert not any(one and category(one[0]) in {"Pe", "Po"} for one in lines[1:])
    assert lines[-1].endswith("…") or "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_line_too_long_ends_in_an_ellipsis():
    assert cut("新增停车位2000个", 30, 1000) == "新增停车位2000个"
    assert cut("新增停车位2000个", 30, 100) == "新增…"


def test_a_text_of_many_lines_is_one_line():
    assert cut("新增\n停车位", 30, 1000) == "新增 停车位"
    assert wrap("新增\n停车位", 30, 1000, 2) == ["新增 停车位"]
    assert year_picture(replace(PARKING, measure="个\n", units=("甲\n乙",)))


@pytest.mark.parametrize(
    ("actual", "above"), [("2000", True), ("440", True), ("380", False), (None, False)]
)
def test_the_last_total_is_compared_with_the_plan_of_its_own_day(actual, above):
    # on 10 April 71 of 336 days have passed: 423 of 2000
    points = () if actual is None else ((date(2024, 4, 10), Decimal(actual)),)
    assert _is_above(replace(PARKING, actual=points)) is above


def has_glyph(sign: str) -> bool:
    missing = font(30).getmask("\U0010fffe")
    glyph = font(30).getmask(sign)
    return (glyph.size, bytes(glyph)) != (missing.size, bytes(missing))


@pytest.mark.parametrize(
    "text",
    [
        NOTICE.read_text(encoding="utf-8"),
        "喆堃昇珺祎玥翀旻垚赟",
        "".join(text for name, text in phrases().items() if name.startswith("board_")),
        "".join(status.label for status in Status),
        "−…·—“”㎡℃‰①Ⅳ",
    ],
    ids=["the notice", "given names", "our words", "statuses", "signs"],
)
def test_every_letter_has_its_glyph(text):
    assert [sign for sign in sorted(set(text) - {"\n"}) if not has_glyph(sign)] == []


def test_a_missing_letter_would_be_seen():
    assert not has_glyph("\U0001f600")
