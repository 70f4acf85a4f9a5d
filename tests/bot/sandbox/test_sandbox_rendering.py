import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import Entity, FormattedText, tidied
from bot.sandbox.html_text import parse_html
from bot.sandbox.links import start_token
from bot.sandbox.rendering import render

BOT = "duban_drill_bot"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<b>甲</b> &lt;乙&gt;", "<b>甲</b> &lt;乙&gt;"),
        ("<b>a<i>b</i>c</b>", "<b>a<i>b</i>c</b>"),
        ("/overdue", '<a href="#" data-command="/overdue">/overdue</a>'),
        ("<tg-spoiler>x</tg-spoiler>", '<span class="spoiler" tabindex="0">x</span>'),
        (
            '<a href="https://a.cn/?x=1&amp;y">甲</a>',
            '<a href="https://a.cn/?x=1&amp;y" target="_blank" rel="noopener noreferrer">甲</a>',
        ),
        (
            "https://t.me/duban_drill_bot?start=aZ8",
            (
                '<a href="https://t.me/duban_drill_bot?start=aZ8" data-start="aZ8">'
                "https://t.me/duban_drill_bot?start=aZ8</a>"
            ),
        ),
        ("https://[x", "<span>https://[x</span>"),
        ('<a href="tg://user?id=7">甲</a>', '<span class="mention">甲</span>'),
        ('<a href="tg://resolve?domain=a">甲</a>', "<span>甲</span>"),
    ],
)
def test_entities_become_tags(html, shown):
    assert render(tidied(parse_html(html)), BOT) == shown


KINDS = ["bold", "italic", "code", "pre", "text_link", "url", "mention", "bot_command", "spoiler"]
ENTITIES = st.lists(
    st.builds(
        Entity,
        type=st.sampled_from(KINDS),
        offset=st.integers(0, 30),
        length=st.integers(1, 30),
        url=st.sampled_from(
            [None, "https://a.cn", 'https://a.cn/"><script>', "javascript:alert(1)"]
        ),
    ),
    max_size=6,
)


@given(st.text(alphabet="ab<>&\"'字/@ :", min_size=1, max_size=30), ENTITIES)
def test_no_text_or_link_can_break_out(text, entities):
    words = tidied(FormattedText(text, tuple(entities)))
    shown = render(words, BOT)
    tags = re.findall(r"<[^>]*>", shown)
    assert all(
        re.fullmatch(r'</?(b|i|u|s|code|pre|blockquote|span|a)( [a-z-]+="[^"<>]*")*>', tag)
        for tag in tags
    )
    assert "javascript:" not in "".join(tags)
    assert unescape(re.sub(r"<[^>]*>", "", shown)) == words.text


@given(st.text(alphabet="ab<>&\"'字 ", max_size=30))
def test_plain_text_is_shown_whole(text):
    words = tidied(FormattedText(text))
    assert unescape(render(words, BOT)) == words.text


@pytest.mark.parametrize(
    ("url", "token"),
    [
        (f"https://t.me/{BOT}?start=aZ8_-", "aZ8_-"),
        (f"t.me/{BOT.upper()}?start=a", "a"),
        (f"https://telegram.me/{BOT}", ""),
        (f"https://t.me/{BOT}?start=" + "a" * 65, None),
        (f"https://t.me/{BOT}?start=发改委", None),
        ("https://t.me/other_bot?start=a", None),
        (f"https://t.me.evil.cn/{BOT}?start=a", None),
        ("", None),
    ],
)
def test_a_deep_link_names_its_token(url, token):
    assert start_token(url, BOT) == token
