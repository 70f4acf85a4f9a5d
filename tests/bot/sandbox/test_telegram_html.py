from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import Entity, FormattedText, tidied, units
from bot.sandbox.errors import ApiError
from bot.sandbox.html_text import parse_html


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>甲</b>乙", "甲乙", [("bold", 0, 1)]),
        ("📌<strong>甲</strong>", "📌甲", [("bold", 2, 1)]),
        ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ("<code>a</code>", "a", [("code", 0, 1)]),
        ("<pre>a</pre>", "a", [("pre", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<B>a</b >", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("<b></b>a", "a", []),
        ("<b> </b>a", "a", []),
        ("&lt;b&gt; &amp; &quot;&#24120;&#x5e38;", '<b> & "常常', []),
        ("&nbsp;&hellip;&amp", "&nbsp;&hellip;&", []),
        ("&#0;&#1114111;", "&#0;&#1114111;", []),
    ],
)
def test_telegrams_tags_become_entities(html, text, entities):
    words = tidied(parse_html(html))
    assert words.text == text
    assert [(e.type, e.offset, e.length) for e in words.entities] == entities


@pytest.mark.parametrize(
    ("html", "entity"),
    [
        ('<a href="http://example.com">甲</a>', Entity("text_link", 0, 1, "http://example.com/")),
        ("<a href='example.com/x'>甲</a>", Entity("text_link", 0, 1, "http://example.com/x")),
        (
            '<a href="https://a.cn/?x=1&amp;y=2">甲</a>',
            Entity("text_link", 0, 1, "https://a.cn/?x=1&y=2"),
        ),
        (
            '<a href="tg://user?id=5210000117">甲</a>',
            Entity("text_mention", 0, 1, user_id=5210000117),
        ),
        ('<a href="http://localhost/x">甲</a>', None),
        ('<a href="javascript:alert(1)">甲</a>', None),
        ('<a href="http://[x">甲</a>', None),
        ("<a>甲</a>", None),
        ('<pre><code class="language-sql">甲</code></pre>', Entity("pre", 0, 1, language="sql")),
        ('<code class="language-sql">甲</code>', Entity("code", 0, 1)),
    ],
)
def test_links_and_code(html, entity):
    assert tidied(parse_html(html)).entities == ((entity,) if entity else ())


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<b>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
        ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
        ("甲<", "Unclosed start tag at byte offset 3"),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("甲</b>", "Unexpected end tag at byte offset 3"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>甲</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("3 < 5", 'Unsupported start tag "" at byte offset 2'),
    ],
)
def test_the_rest_is_refused_in_telegrams_words(html, sentence):
    with pytest.raises(ApiError) as refused:
        parse_html(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {sentence}"


@given(st.text(alphabet="ab<>&/\"'= 字📌;#x0", max_size=40))
def test_any_text_is_read_or_refused(html):
    try:
        words = tidied(parse_html(html))
    except ApiError:
        return
    assert all(0 <= e.offset < e.end <= units(words.text) for e in words.entities)


@given(st.text(max_size=60))
def test_escaped_text_survives(text):
    assert parse_html(escape(text, quote=False)).text == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/overdue", [("bot_command", "/overdue")]),
        ("发 /task@duban_bot 15", [("bot_command", "/task@duban_bot")]),
        ("a/b 1/2 /x/y", []),
        ("看 https://a.cn/x?y=1。好", [("url", "https://a.cn/x?y=1")]),
        ("见(https://a.cn/x).", [("url", "https://a.cn/x")]),
        ("t.me/duban_bot?start=abc", [("url", "t.me/duban_bot?start=abc")]),
        ("请 @liming_cg 看", [("mention", "@liming_cg")]),
        ("a@liming_cg", []),
        ("#第5期 #5", [("hashtag", "#第5期")]),
    ],
)
def test_commands_and_links_are_found_in_plain_text(text, found):
    words = tidied(FormattedText(text))
    assert [(e.type, words.part(e)) for e in words.entities] == found


def test_nothing_is_found_inside_code_and_links():
    words = tidied(
        parse_html('<code>/overdue</code> <a href="https://a.cn">/task</a> <b>/help</b>')
    )
    kinds = [e.type for e in words.entities]
    assert kinds == ["code", "text_link", "bold", "bot_command"]


@pytest.mark.parametrize(
    ("raw", "text", "entities"),
    [
        (FormattedText("\n 甲 \n"), "甲", []),
        (FormattedText("  甲", (Entity("bold", 2, 1),)), "甲", [(0, 1)]),
        (FormattedText(" 甲 ", (Entity("bold", 0, 3),)), " 甲", [(0, 2)]),
        (FormattedText("甲\r\n乙"), "甲\n乙", []),
        (FormattedText(" \n "), "", []),
    ],
)
def test_white_space_is_trimmed_as_telegram_trims(raw, text, entities):
    words = tidied(raw)
    assert (words.text, [(e.offset, e.length) for e in words.entities]) == (text, entities)
