"""What a notice can be, which of them the bot begins by itself, and who goes first."""

from __future__ import annotations

from enum import IntEnum

from rules.facts import Labelled


class NoticeKind(Labelled):
    """What a notice is; the label is for the administrator."""

    CARD = "card", "填报卡"
    REMINDER = "reminder", "临近提醒"
    RECEIPT = "receipt", "回执"
    REFRESH = "refresh", "卡片更新"
    QUESTION = "question", "待归类"
    SHOWN = "shown", "再次展示"
    ACKNOWLEDGE = "acknowledge", "签收"
    APPROVAL = "approval", "审定"
    SENT_BACK = "sent_back", "退回"
    CHASE = "chase", "催办"
    LADDER = "ladder", "逾期提醒"
    SLIP = "slip", "督办单"
    CALENDAR = "calendar", "日历提醒"
    DIGEST = "digest", "通报"
    PLAN_OVER = "plan_over", "到期说明"


INITIATED = frozenset(
    {
        NoticeKind.CARD,
        NoticeKind.REMINDER,
        NoticeKind.ACKNOWLEDGE,
        NoticeKind.APPROVAL,
        NoticeKind.SENT_BACK,
        NoticeKind.CHASE,
        NoticeKind.LADDER,
        NoticeKind.SLIP,
        NoticeKind.CALENDAR,
    }
)
"""What the bot begins to say to a person: merged, and limited to so many messages a day."""
CARDS = frozenset({NoticeKind.CARD, NoticeKind.ACKNOWLEDGE})


class Priority(IntEnum):
    """Who goes first at the gate."""

    ANSWER = 0
    REMINDER = 1
    BROADCAST = 2
