"""An entry that nobody has looked at for too long says so on its card."""

from __future__ import annotations

from datetime import date

from bot.guidance import card
from bot.texts import Texts
from knowledge.checked import Checked
from tests.shelves import shipped

LOOKED = Checked(date(2026, 7, 17), date(2027, 1, 13))


def warned(today: date) -> list[str]:
    return [block.kind for block in card(shipped()["1.001193"], today=today, looked=LOOKED).warnings]


def test_the_warning_comes_on_the_day_after_the_review_was_due() -> None:
    assert warned(LOOKED.review_by) == []
    assert warned(date(2027, 1, 14)) == ["warn_stale"]


def test_it_tells_since_when() -> None:
    shown = card(shipped()["1.001193"], today=date(2027, 2, 1), looked=LOOKED)
    text = str(Texts().render("procedure/card", "vi", card=shown, english=None))
    assert "Cần kiểm tra lại" in text
    assert "17/07/2026" in text.split("\n📄")[0]
