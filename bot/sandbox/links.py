"""Which links Telegram accepts, and which of them press a bot's start button."""

import re
from urllib.parse import SplitResult, parse_qs, urlsplit

_SCHEMES = {"http", "https", "tg", "ton", "tonsite"}
_START_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def checked_link(url: str) -> str | None:
    """Return the link as Telegram keeps it, or None where it refuses it.

    A link without a scheme becomes http; a web host needs a dot, so `localhost` is refused.
    """
    link = url.strip()
    if not link or re.search(r"\s", link):
        return None
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", link):
        link = f"http://{link}"
    parts = _split(link)
    if parts is None or parts.scheme.lower() not in _SCHEMES:
        return None
    if parts.scheme.lower() not in {"http", "https"}:
        return link
    if not parts.hostname or "." not in parts.hostname.strip("."):
        return None
    return parts._replace(path=parts.path or "/").geturl()


def mentioned_user(url: str) -> int | None:
    """Return the user id of a `tg://user?id=…` link, else None."""
    match = re.fullmatch(r"tg://user\?id=(\d{1,18})", url)
    return int(match[1]) if match else None


def start_token(url: str, bot_username: str) -> str | None:
    """Return the token of a deep link to this bot (`https://t.me/<bot>?start=<token>`), else None.

    A link to the bot without a token presses start as well and gives the empty string.
    """
    parts = _split(url if "//" in url else f"https://{url}")
    if parts is None or parts.hostname not in {"t.me", "telegram.me"}:
        return None
    if parts.path.strip("/").lower() != bot_username.lower():
        return None
    token = parse_qs(parts.query).get("start", [""])[0]
    return token if not token or _START_TOKEN.fullmatch(token) else None


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # brackets that hold no IPv6 address
        return None
