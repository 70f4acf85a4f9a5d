"""Digests as they are read: every count adds up, and the group's fits under a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from handlers.views.digests import CAPTION, SCREEN, digest_caption, digest_text, digest_wording
from handlers.views.outline import visible
from rules.facts import PeriodKind, Status
from rules.lights import Ground, Judgement, Light
from rules.tally import Bucket, tally
from storage.ledger.approved import Unapproved
from storage.ledger.digest import PeriodDigest, period_digest
from storage.ledger.lines import TaskLine
from storage.notice_kinds import NoticeKind
from storage.rounds import PlanFacts, plan_facts
from storage.tables import Milestone, Target, Task
from tests.conftest import SqliteFiles, opened
from tests.office import Office, clock

LI_MING, WANG_FANG, ZHAO_QIANG = 5210000117, 5520000233, 6003817254
DAY, WEEK, MONTH, QUARTER, YEAR = PeriodKind
COUNTS = re.compile(r"\d+(?=(?:\(\d+\.\d%\))?(?:\([^)]*\))? )")


@pytest.fixture
def office(sqlite_files: SqliteFiles) -> Iterator[Office]:
    """Friday 9 February: some have answered, two weeks are out."""
    with opened(sqlite_files, sqlite_files.loaded()) as database:
        office = Office(database)
        office.bind(LI_MING, "李明", "市城管执法局")
        office.bind(WANG_FANG, "王芳", "市住建局")
        office.bind_group()
        office.write(confirm)
        for at in ("2024-02-01 16:00", "2024-02-05 16:00", "2024-02-08 16:00"):
            office.ask(at)
        office.write_words(WANG_FANG, "12 需协调 缺资金批复→市财政局", "2024-02-05 16:10")
        office.write_words(WANG_FANG, "12 需协调 缺资金批复→市财政局", "2024-02-08 16:10")
        words = "15 累计40个,正常;16 滞后 厂家供货不足;11 已完成"
        office.write_words(LI_MING, words, "2024-02-08 16:10")
        yield office


def confirm(session: Session) -> None:
    """Let a supervisor confirm what tasks 2, 15 and 16 are to reach."""
    tasks = {task.number: task.id for task in session.exec(select(Task))}
    for target in session.exec(select(Target)):
        if target.task_id in {tasks["2"], tasks["15"], tasks["16"]}:
            target.confirmed_at = clock("2024-01-31 21:00")
    for day, words in ((date(2024, 2, 9), ""), (date(2024, 3, 29), "全部开工")):
        session.add(
            Milestone(task_id=tasks["15"] or 0, day=day, value=Decimal(900 + day.day), words=words)
        )


def told(office: Office, kind: PeriodKind, at: str) -> tuple[PeriodDigest, PlanFacts]:
    plan = office.read(plan_facts, office.plan_id)
    return office.read(period_digest, plan, kind, clock(at).date(), clock(at)), plan


def line(text: str, beginning: str) -> str:
    return next(line for line in text.split("\n") if line.startswith(beginning))


def test_the_week_is_told_on_one_screen(office: Office):
    week, plan = told(office, WEEK, "2024-02-09 16:00")
    assert digest_caption(week, plan).split("\n") == WEEKLY.strip().split("\n")


WEEKLY = """
<b>【督查周报】第2期(2月5日—2月9日)</b>  截止 2月9日 16:00
<b>一、总体</b> 140项(自报):已完成1 正常1 滞后1 需协调1 未反馈11 未下发125 (合计140)
测算:红灯1(严重落后) 灰灯139(待统计44、尚无填报95) (合计140)
以周保月:有风险14(有下级逾期) 难保1(最近一期滞后) 待定125 (合计140)
时间进度 10.9% | 较上周:已完成+1 正常+1 滞后+1 需协调+1 未反馈-4
<b>二、需协调(1)</b>
12 实施103个老旧小区改造|市住建局:缺资金批复,待市财政局,已4天
<b>三、滞后(1)、有风险(0)</b>
16 更新窨井盖5000个|市城管执法局自报滞后:厂家供货不足
<b>四、自报未提而测算落后(1)</b>
15 新增2000个停车位|市城管执法局自报正常|红灯:完成年度目标2.0%,低于序时43.5个百分点
<b>五、本周自报完成(1)</b> 11
<b>六、未反馈(11)</b> 9、10、13、14、38、47、50、75、77、126、134
未下发 125 项,不计未反馈:牵头单位尚无联络员或卡片未送达。
附件:台账(140项)
"""


@pytest.mark.parametrize("kind", list(PeriodKind))
def test_every_line_of_counts_adds_up(office: Office, kind: PeriodKind):
    digest, plan = told(office, kind, "2024-02-09 16:00")
    for text in (digest_text(digest, plan), digest_caption(digest, plan)):
        summed = [line for line in text.split("\n") if "(合计" in line]
        assert len(summed) >= 3
        for each in summed:
            counts, total = each.rsplit("(合计", 1)
            found = [int(count) for count in COUNTS.findall(counts.partition(":")[2] or counts)]
            assert sum(found) == int(total.rstrip(")")), each


def test_the_bulletin_of_a_month_follows_its_skeleton(office: Office):
    digest, plan = told(office, MONTH, "2024-02-09 16:00")
    text = digest_text(digest, plan, on_demand=True)
    heads = re.findall(r"<b>(.)、(\w+)", text)
    assert [name for _, name in heads] == [
        "填报情况", "总体", "主要指标", "量化任务", "需协调", "滞后", "自报未提而测算落后",
        "本月自报完成", "未反馈", "下月到期节点",
    ]  # fmt: skip
    assert "".join(number for number, _ in heads) == "一二三四五六七八九十"
    assert text.startswith("<b>【督查月报】第1期(2024年2月)</b>  即时 2月9日 16:00\n")


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (DAY, "【督查日报】第8期(2月9日 周五)"),
        (WEEK, "【督查周报】第2期(2月5日—2月9日)"),
        (MONTH, "【督查月报】第1期(2024年2月)"),
        (QUARTER, "【督查季报】第1期(2024年一季度)"),
        (YEAR, "【督查年报】第1期(2024年)"),
    ],
)
def test_a_digest_names_its_period(office: Office, kind: PeriodKind, title: str):
    office.tick("2024-02-09 16:00")
    assert f"<b>{title}</b>" in digest_text(*told(office, kind, "2024-02-09 16:00"))


def test_a_named_item_says_how_far_it_is_behind_and_why(office: Office):
    text = digest_text(*told(office, MONTH, "2024-02-09 16:00"))
    assert line(text, "15 ") == (
        "15 新增2000个停车位|市城管执法局自报正常|红灯:完成年度目标2.0%,低于序时43.5个百分点"
    )
    assert line(text, "16 ") == "16 更新窨井盖5000个|市城管执法局自报滞后:厂家供货不足"
    assert line(text, "12 ").endswith("|市住建局:缺资金批复,待市财政局,已4天")


def test_words_of_a_unit_make_no_line_of_their_own(office: Office):
    week, plan = told(office, WEEK, "2024-02-09 16:00")
    hostile = "缺钱\n- 假细目\n<b>九、假标题(9)</b>\r\n+ 7"

    def said(one: TaskLine) -> TaskLine:
        leads = (
            replace(lead, said=replace(lead.said, difficulty=hostile, awaited=hostile))
            if lead.said
            else lead
            for lead in one.leads
        )
        return replace(one, leads=tuple(leads))

    forged = digest_text(replace(week, lines=tuple(map(said, week.lines))), plan)
    honest = digest_text(week, plan)
    assert forged.count("\n") == honest.count("\n")
    assert forged.count("<b>") == honest.count("<b>")
    assert "缺钱 - 假细目 &lt;b&gt;九、" in forged


def test_what_a_round_was_asked_is_told_with_its_sum(office: Office):
    office.ask("2024-02-20 10:00")
    office.tap(LI_MING, "M2024-02", "15", Status.NORMAL, "2024-02-20 10:05")
    text = digest_text(*told(office, MONTH, "2024-02-27 10:00"))
    assert re.match(
        r"<b>一、填报情况</b> 按“一月一调度”,本月应报 \d+ 件:已报1 逾期\d+ 未下发\d+ \(合计\d+\)",
        line(text, "<b>一、"),
    )


def worst(digest: PeriodDigest, bucket: Bucket) -> PeriodDigest:
    """Return a digest in which every task is in one bucket and red, under the longest names."""
    judged = Judgement(
        Light.RED, Ground.FAR_BEHIND, Decimal("-99.9"), Decimal("100.0"), Decimal("99.9")
    )
    lines = tuple(
        replace(one, number=f"{place}", title="长" * 18, bucket=bucket)
        for place, one in enumerate(digest.lines, start=861)
    )
    standings = {
        key: replace(one, judgement=judged, title="长" * 18)
        for key, one in digest.standings.items()
    }
    return replace(
        digest,
        lines=lines,
        standings=standings,
        tally=tally(Bucket, [bucket] * len(lines), len(lines)),
        lights=tally(Light, [Light.RED] * len(lines), len(lines)),
        provisional=True,
        unpublished=2027,
        nodes=digest.nodes * 140,
    )


@pytest.mark.parametrize("kind", list(PeriodKind))
@pytest.mark.parametrize("bucket", list(Bucket))
def test_the_groups_digest_fits_under_a_document_and_loses_no_count(
    office: Office, kind: PeriodKind, bucket: Bucket
):
    digest, plan = told(office, kind, "2024-02-09 16:00")
    digest = worst(digest, bucket)
    caption, whole = digest_caption(digest, plan), digest_text(digest, plan)
    assert visible(caption) <= (SCREEN if kind in {DAY, WEEK} else CAPTION)
    assert visible(whole) <= 4000
    heads = [each for each in whole.split("\n") if each.startswith("<b>") or "(合计" in each]
    for head in heads:
        name = head.partition("</b>")[0]
        assert name in caption
    assert f"{bucket.label}140" in caption


def test_a_week_fits_the_screen_of_a_phone(office: Office):
    for bucket in Bucket:
        digest, plan = told(office, WEEK, "2024-02-09 16:00")
        text = digest_caption(worst(digest, bucket), plan)
        rows = sum(-(-visible(each) // 21) for each in text.split("\n"))
        assert rows <= 36, (bucket, rows)


def test_a_digest_of_the_group_goes_with_its_ledger(office: Office):
    office.tick("2024-02-09 16:00")
    delivered = office.deliver("2024-02-09 16:00")
    claimed = next(
        one
        for one in delivered
        if one.kind is NoticeKind.DIGEST and one.subject["day"] == "2024-02-05"
    )
    wording = office.read(digest_wording, claimed, clock("2024-02-09 16:00"))
    assert wording.text.startswith("<b>【督查周报】第2期")
    assert wording.text.endswith("附件:台账(140项)")
    assert wording.document is not None
    assert wording.document.name == "台账2024-02-09.xlsx"
    assert wording.document.content.startswith(b"PK")


def test_an_ended_plan_and_missing_calendars_are_said_first(office: Office):
    week, plan = told(office, WEEK, "2025-01-02 09:00")
    week = replace(week, provisional=True, unpublished=2026)
    for text in (digest_text(week, plan), digest_caption(week, plan)):
        assert text.split("\n")[1:4] == [
            "本方案已于 2024年12月31日到期。",
            "2024年放假安排尚未公布,日期为暂定。",
            "2026年放假安排尚未导入,日期暂按周一至周五,请管理员公布后及时导入。",
        ]


def test_what_no_head_has_confirmed_is_told_with_its_units(office: Office):
    month, plan = told(office, MONTH, "2024-02-09 16:00")
    waiting = (Unapproved("市住建局", 4, False), Unapproved("市财政局", 2, True))
    text = digest_caption(replace(month, unapproved=waiting), plan)
    assert line(text, "未经审定") == "未经审定 6 件 市住建局4、市财政局2(已退回)"
    assert "未经审定" not in digest_caption(month, plan)


def test_tasks_not_due_are_told_apart_from_units_without_people(office: Office):
    week, plan = told(office, WEEK, "2024-02-09 16:00")
    assert line(digest_text(week, plan), "未下发").endswith(":牵头单位尚无联络员或卡片未送达。")
    first = week.of(Bucket.NOT_ASKED)[0]
    spared = replace(first, leads=())
    lines = tuple(spared if one is first else one for one in week.lines)
    assert line(digest_text(replace(week, lines=lines), plan), "未下发") == (
        "未下发 125 项,不计未反馈:按频次或豁免本期不报 1 项,牵头单位尚无联络员或卡片未送达 124 项。"
    )


@pytest.mark.parametrize("kind", list(PeriodKind))
def test_no_more_is_formatted_than_telegram_renders(office: Office, kind: PeriodKind):
    digest, plan = told(office, kind, "2024-02-09 16:00")
    for bucket in Bucket:
        assert digest_text(worst(digest, bucket), plan).count("<b>") <= 100
