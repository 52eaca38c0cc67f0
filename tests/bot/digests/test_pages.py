"""A digest at its longest fits one message; tables hold no formula; the picture is one; papers have names."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image

from bot.clock import FixedClock
from bot.digests import Answered, Digest, Figures, Item, Reason, Spot, Window
from bot.digests.papers import paper_names
from bot.digests.sheet import harmless, workbook
from bot.outbox.message import MAX_TEXT, utf16_units, visible_text
from bot.places import gazetteer
from bot.reports.demands.papers import DATA
from bot.reports.offices import offices
from bot.reports.taxonomy import categories
from bot.staff import Member, Role, Standing
from bot.texts import Language, Texts
from bot.views.case_words import place_name
from bot.views.digest import chart_message, digest_message

TEXTS = Texts()


def longest_figures() -> Figures:
    known = gazetteer()
    commune = max(known.communes, key=lambda code: len(place_name(known.communes[code][1], code) or ""))
    office = max(offices(), key=lambda key: len(offices()[key].vi))
    paper = max(paper_names(), key=lambda name: len(paper_names()[name]))
    kind = max(categories(), key=lambda code: len(categories()[code].vi))
    spots = [Spot(known.communes[commune][1], commune, office, what, 1000) for what in (kind, paper)]
    weeks = tuple((date(2026, 1, 5) + timedelta(days=7 * n), 100 + n if n else None, 0.5) for n in range(8))
    letters: dict[str, int | None] = {code[4]: 12345 for code in categories()}
    shares = Answered(99_999, 0.995), Answered(99_999, 0.005)
    return Figures(date(2026, 2, 23), 99_999, 99_999, *shares, letters, (spots[0],) * 5, (spots[1],) * 5, weeks)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("role", [Role.LEAD, Role.HEAD])
def test_the_longest_fits(language: Language, role: Role, clock: FixedClock) -> None:
    member = Member("an", "An", role, Standing.ACTIVE, language)
    figures = longest_figures()
    spot = figures.hot[0]
    items = [
        Item(f"{n}", f"PA26-{n:06d}", reason, 1, spot.what, spot.office, spot.province, spot.commune,
             clock.at - timedelta(days=400), clock.at, date(2026, 3, 2), 1, None)
        for n in range(300)
        for reason in Reason
    ]  # fmt: skip
    digest = Digest(member, Window(clock.at - timedelta(days=1), clock.at), tuple(items), figures)
    message = digest_message(TEXTS, digest, "https://motcua.example/console")
    assert utf16_units(visible_text(message.text)[0]) <= MAX_TEXT
    assert "PA26-000000" in message.text
    listed = message.text.count("<b>PA26-")
    assert listed >= 3
    assert str(300 - listed) in message.text  # the rest is counted


def test_the_picture_is_one() -> None:
    message = chart_message(TEXTS, "vi", longest_figures())
    assert message.file is not None
    image = Image.open(BytesIO(message.file.body))
    assert image.format == "PNG"
    assert image.size == (1080, 640)
    assert len({image.convert("RGB").getpixel((x, 430)) for x in range(1080)}) > 1  # bars stand there


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(text: str) -> None:
    page = load_workbook(BytesIO(workbook("x", ["a"] * 7, [[text] * 7]))).active
    assert page is not None
    cells = next(iter(page.iter_rows(min_row=2)))
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(str(cell.value).startswith("'") for cell in cells)
    assert harmless("PA26-1") == "PA26-1"


def test_every_paper_of_the_table_has_a_name() -> None:
    lines = (DATA / "papers.tsv").read_text(encoding="utf-8").splitlines()
    assert len(paper_names()) == sum(bool(line) and not line.startswith("#") for line in lines) - 1
    assert all(paper_names().values())
