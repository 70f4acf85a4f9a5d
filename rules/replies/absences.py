"""What is said beside the days of a leave: 代 王芳, 由王芳代班, 取消."""

from __future__ import annotations

import re

from rules.replies.folding import fold, tidy

_ENDS = "取消|撤销|解除|终止|提前结束|结束|恢复|销假|cancel|off"
_CANCEL = re.compile(rf"(?P<rest>.*?)[ ,:]*(?:{_ENDS})(?:豁免|休假|请假)?", re.IGNORECASE)
_STANDS_IN = r"代为填报|代为|代班|代填报|代填|代报|代理|代办|代|顶班|替班|替"
_AHEAD = re.compile(rf"(?:(?:由|请|{_STANDS_IN})人?[ :]*)?(?P<name>.*)")
_BEHIND = re.compile(rf"(?P<name>.+?)[ ,]*(?:{_STANDS_IN})")


def read_cancel(text: str) -> str | None:
    """Return the words before 取消, "" where there are none; None where nothing is cancelled."""
    found = _CANCEL.fullmatch(fold(text))
    return tidy(found["rest"]) if found else None


def read_stand_in(words: str) -> str:
    """Return the name of whoever stands in, without 代 or 由; "" where none is named."""
    ahead = _AHEAD.fullmatch(tidy(fold(words)))
    name = ahead["name"] if ahead else ""
    behind = _BEHIND.fullmatch(name)
    return behind["name"] if behind else name
