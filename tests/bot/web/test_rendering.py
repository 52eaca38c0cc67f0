"""What may reach a page: the corpus of attacks, and the property that only our own tags come out."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.message import TAGS, visible_text
from bot.texts.filters import clean
from bot.web.chat.rendering import message_html, plain_html, safe_address

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<b onmouseover=alert(1)>x</b>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='https:evil'>x</a>",
    "<a href='http://'>x</a>",
    "<a href='https://ok.example/\" onmouseover=\"alert(1)'>x</a>",
    "<a href='https://[bad'>x</a>",
    "<a>x</a>",
    "<iframe src=https://evil.example></iframe>",
    "<form action=https://evil.example><input name=a></form>",
    "<style>*{background:url(https://evil.example)}</style>",
    "<link rel=stylesheet href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example>",
    "<!--<img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<!DOCTYPE html>",
    "<b><i>unclosed",
    "</div></article></main><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></textarea><script>alert(1)</script>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<<script>alert(1)//<</script>",
    "<b",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<pre class='\"><script>alert(1)</script>'>x</pre>",
    "\u202egnp.exe\u2066",
]


class Strict(HTMLParser):
    """Fails on anything that our renderer must not let out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        if tag == "a":
            names = dict(attrs)
            assert set(names) == {"href", "rel", "target"}
            assert (names["rel"], names["target"]) == ("noopener noreferrer", "_blank")
            assert str(names["href"]).startswith(("http://", "https://"))
        else:
            assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError("a declaration")

    def handle_pi(self, data: str) -> None:
        raise AssertionError("a processing instruction")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError("an unknown declaration")


def strictly_read(html: str) -> str:
    reader = Strict()
    reader.feed(str(html))
    reader.close()
    assert not reader.open
    return reader.text


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_gets_out_as_markup(attack: str) -> None:
    strictly_read(message_html(attack))
    assert strictly_read(plain_html(attack)) == clean(attack)


@given(st.text(alphabet=st.sampled_from(list("<>/&;\"'=#! abiuscoderpqlkt\n:x-"))) | st.text())
def test_whatever_comes_in_only_our_own_tags_come_out(text: str) -> None:
    strictly_read(message_html(text))
    assert strictly_read(plain_html(text)) == clean(text)


@given(
    st.lists(st.sampled_from(["<script>", "</script>", "<b>", "</b>", "<a href='http://x.vn'>", "</a>", "<!--", "x"]))
)
def test_tags_in_any_order_come_out_nested(parts: list[str]) -> None:
    strictly_read(message_html("".join(parts)))


def test_the_subset_comes_through_as_it_is() -> None:
    text = "<b>Lệ phí</b>: <i>8.000</i> <u>đ</u> <s>cũ</s> <code>1.001193</code> &amp; &lt;thêm&gt;"
    assert message_html(text) == text


def test_a_link_opens_beside_the_chat_and_tells_nothing() -> None:
    address = "https://dichvucong.gov.vn/p/home/dvc-tthc.html?ma=1&amp;x=2"
    link = message_html(f'<a href="{address}">Cổng</a>')
    assert link == f'<a href="{address}" rel="noopener noreferrer" target="_blank">Cổng</a>'


def test_a_link_that_may_not_pass_leaves_its_words() -> None:
    assert message_html('<a href="tg://user?id=1">Anh Ba</a>, <a href="tel:113">113</a>') == "Anh Ba, 113"


def test_blocks_bring_their_own_line_breaks() -> None:
    assert message_html("a\n<blockquote expandable>b</blockquote>\nc") == "a<blockquote>b</blockquote>c"
    assert message_html("a\n\n<pre>b\n c</pre>\n\nd") == "a\n<pre>b\n c</pre>\nd"


def test_nothing_a_reader_would_see_of_a_valid_message_is_lost() -> None:
    text = "<b>Một</b> &lt;hai&gt; <a href='https://x.vn'>ba</a> <pre>bốn &amp; năm</pre> sáu > bảy"
    assert strictly_read(message_html(text)) == visible_text(text)[0]


@pytest.mark.parametrize("address", ["https://x.vn", "http://x.vn:8080/a?b=c#d", "https://xã.vn/đường"])
def test_web_addresses_pass(address: str) -> None:
    assert safe_address(address) == address
