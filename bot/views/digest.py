"""How a digest looks in a chat: numbers, kinds, places and ages; never a word of a citizen, never a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.clock import from_epoch_ms, local
from bot.digests import Digest, Figures, Item, Reason, Spot
from bot.digests.chart import Bar, Words, draw
from bot.digests.papers import paper_names
from bot.digests.sheet import MEDIA, workbook
from bot.digests.talk import QUESTIONS, Card, question_words
from bot.escalation import Climb, may_know_which
from bot.outbox.buttons import data
from bot.outbox.file import File
from bot.outbox.message import MAX_TEXT, Button, Message, Row, utf16_units, visible_text
from bot.reports.cases.counts import FEE
from bot.reports.cases.states import State
from bot.reports.taxonomy import groups
from bot.staff import Member
from bot.texts import N_, Language, Texts
from bot.views.case_words import IN_SHORT, category_name, office_name, place_name

#: Cases listed in one message, if they fit; the rest is counted.
LISTED = (15, 10, 6, 3)
#: Cases with a button of their own.
MOST_BUTTONS = 6


REASONS = {
    Reason.OVERDUE: N_("overdue"),
    Reason.ESCALATED: N_("nobody acted upon it, it was passed up to you"),
    Reason.DISPUTED: N_("disputed by the citizen"),
    Reason.PERSON: N_("wants to write with an inspector"),
    Reason.REPLIED: N_("the citizen wrote"),
    Reason.APPROACHING: N_("due soon"),
    Reason.TRANSFERRED: N_("handed to you"),
    Reason.NEW: N_("new"),
    Reason.HELD: N_("in your hands"),
}


QUESTION_TITLES = {
    "when": N_("Day, hour and counter"),
    "slip": N_("Photo of the appointment slip"),
    "code": N_("Code of the dossier"),
    "papers": N_("Which papers were asked for"),
}

#: As a citizen reads them, but for whom is waited.
STATES = {**IN_SHORT, State.NEEDS_INFORMATION: N_("waits for the citizen")}


@dataclass(frozen=True, slots=True)
class Line:
    """One case. ``what``: kind, office and place; ``age``: days since it came."""

    number: str
    reasons: str
    what: str
    age: int
    due: date | None


def digest_message(texts: Texts, digest: Digest, console: str | None) -> Message:
    """:param console: address of the console, without a slash at the end; None: nobody has set one.

    :raises ValueError: the digest is empty.
    """
    language = digest.member.language
    lines = lines_of(texts, language, digest.items, digest.window.end)
    told = {
        "counts": counted(texts, language, digest),
        "end": digest.window.end,
        "figures": figures_shown(texts, language, digest.figures, with_groups=digest.member.role == "head"),
    }
    for listed in LISTED:  # names of places and offices may be long
        shown = {"lines": lines[:listed], "more": max(len(lines) - listed, 0)}
        text = str(texts.render("digest/message", language, **shown, **told))
        if utf16_units(visible_text(text)[0]) <= MAX_TEXT:
            break
    return Message(text, _buttons(texts, language, lines, console))


def lines_of(texts: Texts, language: Language, items: Sequence[Item], now: datetime) -> list[Line]:
    """A case once, with all its reasons; in the order of the items."""
    by_case: dict[str, list[Item]] = {}
    for item in items:
        by_case.setdefault(item.case_id, []).append(item)
    return [_line(texts, language, same, now) for same in by_case.values()]


def counted(texts: Texts, language: Language, digest: Digest) -> str:
    counts = digest.counts().items()
    return " · ".join(f"{texts.label(REASONS[reason], language)}: {count}" for reason, count in counts)


def figures_shown(
    texts: Texts, language: Language, figures: Figures | None, *, with_groups: bool
) -> Mapping[str, Any] | None:
    """The words of figures_block."""
    if figures is None:
        return None
    now, before = figures.now.on_time, figures.before.on_time
    change = None if now is None or before is None else round(now * 100) - round(before * 100)
    named = [(_group(letter, language), count) for letter, count in sorted(figures.groups.items())]
    return {
        "monday": figures.monday,
        "sunday": figures.monday + timedelta(days=6),
        "reports": figures.reports,
        "reports_before": figures.reports_before,
        "on_time": None if now is None else round(now * 100),
        "change": None if change is None else f"{change:+d}",
        "groups": named if with_groups else [],
        "hot": [_spot(spot, category_name(spot.what, language), language) for spot in figures.hot],
        "over": [_spot(spot, _paper(texts, spot.what, language), language) for spot in figures.over],
    }


def case_link(console: str | None, number: str) -> str | None:
    return None if console is None else f"{console}/cases/{number}"


def _line(texts: Texts, language: Language, items: Sequence[Item], now: datetime) -> Line:
    first = items[0]
    reasons = ", ".join(dict.fromkeys(texts.label(REASONS[item.reason], language) for item in items))
    age = (local(now).date() - local(first.received_at).date()).days
    return Line(first.number, reasons, what_of(first, language), age, first.due)


def what_of(case: Any, language: Language) -> str:
    """:param case: with category, office, province and commune."""
    parts = [
        category_name(case.category, language),
        office_name(case.office, language),
        place_name(case.province, case.commune),
    ]
    return ", ".join(part for part in parts if part)


def _buttons(texts: Texts, language: Language, lines: Sequence[Line], console: str | None) -> tuple[Row, ...]:
    cases = [Button(f"📂 {line.number}", data("staff", "case", line.number)) for line in lines[:MOST_BUTTONS]]
    rows: list[Row] = [tuple(cases[first : first + 2]) for first in range(0, len(cases), 2)]
    if lines:
        rows.append((Button(texts.label("📋 My cases", language), data("staff", "cases")),))
        rows[-1] += (Button(texts.label("📄 As a table (XLSX)", language), data("staff", "table")),)
    rows.append((Button(texts.label("📊 Figures", language), data("staff", "figures")),))
    if console is not None:
        rows[-1] += (Button(texts.label("🖥 Console", language), url=console),)
    return tuple(rows)


def _spot(spot: Spot, what: str, language: Language) -> Mapping[str, Any]:
    parts = (office_name(spot.office, language), place_name(spot.province, spot.commune))
    return {"where": ", ".join(part for part in parts if part) or "—", "what": what, "persons": spot.persons}


def _paper(texts: Texts, name: str, language: Language) -> str:
    if name == FEE:
        return texts.label("a fee", language)
    return paper_names().get(name) or texts.label("another paper", language)


def _group(letter: str, language: Language) -> str:
    group = groups()[letter]
    return group.en if language == "en" else group.vi


def alert_message(texts: Texts, language: Language, case: Any, console: str | None) -> Message:
    """:param case: row of the case, with its facts."""
    line = Line(case.number, "", what_of(case, language), 0, None)
    link = case_link(console, case.number)
    rows: list[Row] = [(Button(f"📂 {case.number}", data("staff", "case", case.number)),)]
    if link is not None:
        rows.append((Button(texts.label("🖥 Console", language), url=link),))
    return Message(str(texts.render("digest/alert", language, line=line)), tuple(rows))


def climb_message(texts: Texts, member: Member, climb: Climb, console: str | None) -> Message:
    """A case that nobody acts upon, for one on its rung; heads learn that there is one, not which."""
    language, case = member.language, climb.case
    named = may_know_which(climb.rung, member)
    line = Line(case.number, "", what_of(case, language), climb.late, None) if named else None
    place = place_name(case.province, None) or texts.label("a place that was not named", language)
    text = texts.render(
        "digest/climb",
        language,
        line=line,
        place=place,
        why=climb.why,
        late=climb.late,
        number=climb.number,
        of=climb.of,
    )
    rows: list[Row] = []
    if named:
        rows.append((Button(f"📂 {case.number}", data("staff", "case", case.number)),))
        link = case_link(console, case.number)
        if link is not None:
            rows.append((Button(texts.label("🖥 Console", language), url=link),))
    return Message(str(text), tuple(rows))


def chart_message(texts: Texts, language: Language, figures: Figures) -> Message:
    """The weeks as a picture. Drawing takes some tens of milliseconds: belongs into a thread."""
    title = texts.label("Reports by week, and share answered on time", language)
    bars = [Bar(f"{monday:%d/%m}", reports, on_time) for monday, reports, on_time in figures.weeks]
    words = Words(title, texts.label("reports", language), texts.label("on time", language))
    return Message(title, file=File("weeks.png", "image/png", draw(words, bars)))


def waiting_message(texts: Texts, digest: Digest, console: str | None) -> Message:
    """/viec: as a digest, whatever was told before."""
    if digest.items:
        return digest_message(texts, digest, console)
    text = texts.render("digest/nothing", digest.member.language)
    return Message(str(text), _buttons(texts, digest.member.language, [], console))


def figures_message(texts: Texts, member: Member, figures: Figures | None, console: str | None) -> Message:
    """/thongke."""
    shown = figures_shown(texts, member.language, figures, with_groups=True)
    name = "digest/no_figures" if shown is None else "digest/figures_block"
    text = texts.render(name, member.language, figures=shown)
    rows: tuple[Row, ...] = ()
    if console is not None:
        rows = ((Button(texts.label("🖥 Console", member.language), url=console),),)
    return Message(str(text), rows)


def card_message(texts: Texts, language: Language, card: Card, now: datetime, console: str | None) -> Message:
    """One case by its facts, and what can be done from here; the rest is done in the console."""
    row, link = card.row, case_link(console, card.row.number)
    age = (local(now).date() - local(from_epoch_ms(row.received_at)).date()).days
    due = date.fromordinal(row.due_day) if row.due_day is not None else None
    line = Line(row.number, "", what_of(row, language), age, due)
    state = texts.label(STATES[State(row.state)], language)
    holder = "you" if card.is_mine else "nobody" if card.holder is None else "other"
    rows: list[Row] = []
    if card.can_take:
        rows.append((Button(texts.label("✋ Take it", language), data("staff", "take", row.number)),))
    if card.can_ask:
        rows.append((Button(texts.label("❓ Ask for more", language), data("staff", "ask", row.number)),))
    if link is not None:
        transfer = Button(texts.label("↪️ Transfer", language), url=f"{link}#w-office")
        rows.append((transfer, Button(texts.label("🖥 Console", language), url=link)))
    text = texts.render("digest/card", language, line=line, state=state, holder=holder, link=link)
    return Message(str(text), tuple(rows))


def ask_message(texts: Texts, language: Language, number: str) -> Message:
    """Which of the questions that stand ready: our own words, nothing of the case but its number."""
    titles = [(name, texts.label(QUESTION_TITLES[name], language)) for name in QUESTIONS]
    rows: list[Row] = [(Button(title, data("staff", "ask", number, name)),) for name, title in titles]
    rows.append((Button(texts.label("⬅️ Back", language), data("staff", "case", number)),))
    questions = [(title, question_words(name)) for name, title in titles]
    return Message(str(texts.render("digest/ask", language, number=number, questions=questions)), tuple(rows))


def asked_message(texts: Texts, language: Language, number: str) -> Message:
    rows: tuple[Row, ...] = ((Button(f"📂 {number}", data("staff", "case", number)),),)
    return Message(str(texts.render("digest/asked", language, number=number)), rows)


def table_message(texts: Texts, digest: Digest) -> Message:
    """What waits, as a spreadsheet. Making it takes some milliseconds a hundred cases: belongs into a thread."""
    language, now = digest.member.language, digest.window.end
    head = [N_("Number"), N_("Reason"), N_("Kind"), N_("Office"), N_("Place"), N_("Received"), N_("Due")]
    rows = [
        (
            item.number,
            texts.label(REASONS[item.reason], language),
            category_name(item.category, language),
            office_name(item.office, language) or "",
            place_name(item.province, item.commune) or "",
            f"{local(item.received_at):%d/%m/%Y}",
            f"{item.due:%d/%m/%Y}" if item.due is not None else "",
        )
        for item in digest.items
    ]
    body = workbook(texts.label("Cases", language), [texts.label(name, language) for name in head], rows)
    title = texts.label("Case table of {day}", language, day=f"{local(now):%d/%m/%Y}")
    return Message(title, file=File(f"viec-{local(now):%Y%m%d}.xlsx", MEDIA, body))
