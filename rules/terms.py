"""The words of a plan's settings: their names, what each takes, and how they may clash.

They stand apart from the numbers themselves so that a refusal can name them.
"""

from __future__ import annotations

from rules.facts import Labelled


class DayPolicy(Labelled):
    """For which tasks a plan asks by day."""

    EVERY = "every", "每个工作日"
    EXCEPTIONS = "exceptions", "仅重点事项"
    OFF = "off", "不发日报"


class Setting(Labelled):
    """The settings of a plan; the value is the field of PlanSettings."""

    DAY_POLICY = "day_policy", "日报范围"
    DAY_OPENS = "day_opens", "日报下发时间"
    DAY_DUE = "day_due", "日报截止时间"
    DAY_DIGEST = "day_digest", "督查日报"
    WEEK_OPENS = "week_opens", "周报下发时间"
    WEEK_DUE = "week_due", "周报截止时间"
    WEEK_DIGEST = "week_digest", "督查周报时间"
    MONTH_OPENS_DAY = "month_opens_day", "月报下发日"
    MONTH_DUE_DAY = "month_due_day", "月报截止日"
    QUARTER_OPENS_DAY = "quarter_opens_day", "季报下发日"
    QUARTER_DUE_DAY = "quarter_due_day", "季报截止日"
    YEAR_OPENS_DAY = "year_opens_day", "年报下发日"
    YEAR_DUE_DAY = "year_due_day", "年报截止日"
    LONG_OPENS = "long_opens", "月季年报下发时间"
    LONG_DUE = "long_due", "月季年报截止时间"
    LONG_DIGEST = "long_digest", "月季年通报时间"
    REMIND_PERCENT = "remind_percent", "临近提醒进度"
    REMIND_WORKDAYS = "remind_workdays", "月季年报提前提醒"
    ACKNOWLEDGE_WORKDAYS = "acknowledge_workdays", "签收时限"
    CHASE_LIAISON = "chase_liaison", "催办联络员"
    CHASE_HEAD = "chase_head", "催办一把手"
    CHASE_SLIP = "chase_slip", "拟发督办单"
    MANUAL_CHASE_HOURS = "manual_chase_hours", "人工催办间隔"
    PRIVATE_LIMIT = "private_limit", "个人每日消息上限"
    GROUP_LIMIT = "group_limit", "群每日消息上限"
    OFFICE_OPENS = "office_opens", "上班时间"
    OFFICE_CLOSES = "office_closes", "下班时间"
    HEAD_APPROVAL = "head_approval", "一把手审定"
    LEAD_FINEST = "lead_finest", "牵头单位报送频次"
    RESPONSIBLE_FINEST = "responsible_finest", "责任单位报送频次"
    YELLOW_GAP = "yellow_gap", "黄灯落后点数"
    RED_GAP = "red_gap", "红灯落后点数"
    HALF_FROM = "half_from", "进度不足半亮红灯起点"
    NODE_WORKDAYS = "node_workdays", "节点临近天数"
    MISSED_BEFORE_YELLOW = "missed_before_yellow", "未报几次亮黄灯"


class Form(Labelled):
    """What a setting takes; the label tells it to whoever typed something else."""

    CLOCK = "clock", "时间,如 16:00"
    MONTH_DAY = "month_day", "1 到 31 的日期"
    COUNT = "count", "1 到 60 的整数"
    COUNT_OR_NONE = "count_or_none", "0 到 60 的整数"
    PERCENT = "percent", "1 到 99 的整数"
    SWITCH = "switch", "开 或 关"
    POLICY = "policy", "每个工作日、仅重点事项 或 不发日报"
    CADENCE = "cadence", "每日、每周、每月、每季 或 不报"


class Clash(Labelled):
    """The rules between settings; the label says what must hold."""

    OFFICE_HOURS = "office_hours", "上班时间应早于下班时间"
    DAY_HOURS = "day_hours", "日报下发时间应早于截止时间"
    WEEK_HOURS = "week_hours", "周报下发时间应早于截止时间:只有一个工作日的周,两者在同一天"
    WEEK_DIGEST_EARLY = "week_digest_early", "督查周报时间不应早于周报截止时间"
    LONG_HOURS = "long_hours", "月季年报下发时间应早于截止时间:遇节假日两者会顺延到同一天"
    MONTH_DAYS = "month_days", "月报下发日不应晚于截止日"
    QUARTER_DAYS = "quarter_days", "季报下发日不应晚于截止日"
    YEAR_DAYS = "year_days", "年报下发日不应晚于截止日"
    OUTSIDE_OFFICE = "outside_office", "下发、截止、通报时间都应在上班时间之内"
    RUNGS = "rungs", "催办应逐级推后:联络员、一把手、督办单"
    GAPS = "gaps", "红灯落后点数应大于黄灯"
