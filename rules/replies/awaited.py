"""The unit an official waits for: →市财政局, 待市发改委批复, 请市住建局协调."""

from __future__ import annotations

import re

_SUFFIX = (
    r"管委会|委员会|管理区|管理处|办公室|指挥部|政府|局|办(?![理公法学事])|厅|院|中心|公司|集团|街道"
    r"|委组织部|委宣传部|委政法委|委统战部|委(?![员托派会组宣政统办编网书常])|银行|大队|支队|科协|残联|供销社|团市委"
)
UNIT = rf"(?:[^\W\d_a-zA-Z后由的了到]{{1,12}}?(?:{_SUFFIX}))"

_ARROW = re.compile(
    r" ?(?:→|[-—=]+>) ?(?P<unit>(?![一二两三四五六七八九十])[\u3400-\u9fff][^ \n,;、。!?→]{0,30})"
)
_NAMED_LIKE_UNIT = re.compile(UNIT)
_WAITING = re.compile(rf"(?:等待|[待等])(?:着|候)? ?(?P<unit>{UNIT})(?!验收|核查|销号|评审)")
_ASKING = re.compile(
    rf"(?:需要?|须|请求?|恳请|申请|望) ?(?P<unit>{UNIT})"
    r"[^ \n,;。]{0,8}?(?:协调|支持|批复|审批|解决|拨付|拨款|帮助|帮忙|牵头|明确|配合|出面)"
)
_ASKED = re.compile(rf"(?:卡在|协调)(?:了)? ?(?P<unit>{UNIT})")
_TROUBLE = re.compile(r"滞后|落后|延误|风险|协调|[缺待等卡未没无]|困难|不足")
POINTED = "→"


def take_awaited(words: str) -> tuple[str | None, str]:
    """Find the awaited unit, and cut it from the words where an arrow points to it.

    The arrow itself stays, as a sign that its clause tells a difficulty. An arrow counts if it
    points to something named like a unit, or follows words of trouble: 潜江→武汉 is a road.
    """
    trouble = _TROUBLE.search(words)
    for arrow in _ARROW.finditer(words):
        is_after_trouble = trouble is not None and trouble.end() <= arrow.start()
        if is_after_trouble or _NAMED_LIKE_UNIT.match(arrow["unit"]):
            return arrow["unit"], f"{words[: arrow.start()]}{POINTED}{words[arrow.end() :]}"
    return _asked_unit(words), words


def tells_awaited(clause: str) -> bool:
    """Tell whether the clause says that a unit is awaited."""
    return clause.endswith(POINTED) or _asked_unit(clause) is not None


def _asked_unit(words: str) -> str | None:
    found = (pattern.search(words) for pattern in (_WAITING, _ASKING, _ASKED))
    return next((match["unit"] for match in found if match), None)
