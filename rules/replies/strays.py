"""Words that named the wrong task, once a button has told the right one."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\s*第?[0-90-9]{1,3}[项号]?[、.,,::\s]+(?=\S)")


def without_number(words: str) -> str:
    """Return the words without the task number they begin with: it named no task of the card."""
    return _NUMBER.sub("", words, count=1) if _NUMBER.match(words) else words
