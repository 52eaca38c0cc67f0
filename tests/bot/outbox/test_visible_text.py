"""The quick reading of a message's HTML says what the close one says, or leaves it to it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.message import _plainly_written, _read_closely

TAGS = ["<b>", "</b>", "<i>", "</i>", "<u>", "</u>", "<code>", "</code>", "<a href='x'>", "</a>", "<x>", "</x>", "<u"]
TEXTS = ["a & b", "&amp;", "&lt;b&gt;", "&#39;", "&", "&lt", "Đơn", "\n", " ", "<!-- c -->", "<blockquote expandable>"]
PIECES = st.sampled_from([*TAGS, *TEXTS])


@given(st.lists(PIECES, max_size=8).map("".join))
def test_both_readings_agree(html: str) -> None:
    quick = _plainly_written(html)
    if quick is not None:
        assert quick == _read_closely(html)


def test_what_templates_write_is_read_quickly() -> None:
    assert _plainly_written("<b>Lệ phí</b>\n<i>10.000 đồng &amp; hơn</i>") == ("Lệ phí\n10.000 đồng & hơn", 2)
