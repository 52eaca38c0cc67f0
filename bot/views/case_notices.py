"""What is said about a case without being asked just now: it may light up on a locked phone that others see.

So a push says that there is something, and nothing of what; the picture of a filing bears no story.
"""

from __future__ import annotations

from bot.clock import local
from bot.outbox.buttons import data
from bot.outbox.file import File
from bot.outbox.message import Button, Message, Row
from bot.reports.cases import Proof
from bot.reports.receipt import Sheet, verify_link
from bot.texts import Language, Texts
from bot.views.case_words import category_name, office_name, place_name


def notice_message(texts: Texts, language: Language, number: str) -> Message:
    """The same words for a reply and for a new state. The button names the case to the program alone."""
    open_it = (Button(texts.label("📂 Open", language), data("case", "open", number)),)
    return Message(str(texts.render("case/notice", language)), (open_it,))


def masked_message(texts: Texts, language: Language, number: str) -> Message:
    """What stays of the message that told number and secret."""
    follow = (Button(texts.label("🔎 Follow the report", language), data("case", "open", number)),)
    home = (Button(texts.label("🏠 Start", language), data("desk", "home")),)
    return Message(str(texts.render("report/masked", language, number=number)), (follow, home))


def picture_message(texts: Texts, language: Language, number: str, png: bytes) -> Message:
    rows: tuple[Row, ...] = ((Button(texts.label("🔎 Follow the report", language), data("case", "open", number)),),)
    text = texts.render("case/picture", language, number=number)
    return Message(str(text), rows, File(f"{number}.png", "image/png", png))


def picture_sheet(texts: Texts, language: Language, proof: Proof, code: str, public_url: str | None) -> Sheet:
    """The words of the picture."""
    there = local(proof.received_at)
    office, place = office_name(proof.office, language), place_name(proof.province, proof.commune)
    rows = [
        (texts.label("Recorded at", language), f"{there:%H:%M %d/%m/%Y}"),
        (texts.label("Kind", language), category_name(proof.category, language)),
    ]
    rows += [(texts.label("Office", language), office)] if office else []
    rows += [(texts.label("Place", language), place)] if place else []
    link = verify_link(public_url, proof.number, code)
    if link is None:
        check = texts.label(
            "Number and check code together prove the filing: whoever runs this desk can check them.", language
        )
    else:
        page = link.partition("?")[0].partition("://")[2]
        check = texts.label("Scan the code, or open {page} and type number and check code.", language, page=page)
    return Sheet(
        desk="Một Cửa",
        title=texts.label("Recorded as feedback (phản ánh, kiến nghị)", language),
        number=proof.number,
        rows=tuple(rows),
        code_label=texts.label("Check code", language),
        code=code,
        how_to_check=check,
        remark=texts.label(
            "This picture shows that a report was recorded. It does not show what was written, or by whom.", language
        ),
        link=link,
    )
