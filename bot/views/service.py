"""A procedure in the chat: the card, the question which case applies, and the parts that open by button."""

from __future__ import annotations

from bot.clock import local
from bot.guidance import card, paginate, section, sections
from bot.outbox.buttons import data
from bot.outbox.file import File
from bot.outbox.message import Button, Message, Row
from bot.texts import N_
from bot.turns.turn import Turn
from bot.views.choices import Choice, packed
from bot.views.home import home_row
from bot.views.labels import shortened
from bot.views.numbers import page_rows
from bot.views.remembered import Remembered
from knowledge.cases import ALL, CaseOption, CaseQuestion, questions
from knowledge.checked import Checked
from knowledge.forms import Form
from knowledge.model import PublicService
from knowledge.search.concepts import EnglishName

#: UTF-16 units of a page: about two phone screens, and far from Telegram's 4096 with headings and marks added.
PAGE_UNITS = 1_800
#: Letters for the portal's headings in a question, about a phone screen with the labels; beyond it they are shortened,
#: and stand in full in the papers of the case.
HEADINGS_LETTERS = 480


SECTION_LABELS = {
    "papers": N_("📄 Papers"),
    "fee": N_("💰 Fees"),
    "time": N_("⏱ Time"),
    "where": N_("📍 Where"),
    "who": N_("🏛 Who decides"),
    "steps": N_("👣 Steps"),
    "forms": N_("📝 Forms"),
    "conditions": N_("✅ Conditions"),
    "notes": N_("💡 Notes"),
    "result": N_("🎁 Result"),
    "legal": N_("⚖️ Legal basis"),
    "source": N_("🔎 Source"),
}
A_ROW = 3
#: Buttons for files under one message; the others are a page further.
MOST_FILES = 12
#: Cards and pages kept ready, some 3 kB each.
_remembered = Remembered(512)


def card_message(turn: Turn, service: PublicService, choice: Choice, facet: str | None = None) -> Message:
    """What matters on one phone screen; the rest behind buttons."""
    looked = turn.house.knowledge.checked(service)
    request = ("card", choice, facet, local(turn.now).date(), turn.session.language, looked)
    text, parts = _remembered.get(service, request, lambda: _card(turn, service, choice, facet, looked))
    rows: list[Row] = [tuple(parts[start : start + A_ROW]) for start in range(0, len(parts), A_ROW)]
    if choice:
        rows.append((Button(turn.label("↩ Another case"), data("svc", "card", service.identifier, packed(()))),))
    elif questions(service):
        every = data("svc", "card", service.identifier, packed(()))
        rows.insert(0, (Button(turn.label("👉 Papers for your case"), every),))
    if turn.house.knowledge.apart(service.identifier) is not None:
        like = data("ask", "apart", service.identifier)
        rows.append((Button(turn.label("⇄ Easily confused with…"), like),))
    if turn.house.places is not None:
        rows.append((Button(turn.label("🏢 The office for my commune"), data("plc", "for", service.identifier)),))
    rows += [row] if (row := _for_me(turn, service.identifier, choice)) else []
    rows.append((*_wrong(turn), *home_row(turn)))
    return Message(text, tuple(rows))


def _card(
    turn: Turn, service: PublicService, choice: Choice, facet: str | None, looked: Checked
) -> tuple[str, list[Button]]:
    """The text, and a button for each part that has something to say."""
    today, language = local(turn.now).date(), turn.session.language
    content = card(service, choice, facet, today=today, language=language, looked=looked)
    parts = [
        Button(
            turn.label(SECTION_LABELS[part.key]), data("svc", "sec", service.identifier, packed(choice), part.key, 1)
        )
        for part in sections(service, choice, today=today, language=language)
    ]
    return turn.render("procedure/card", card=content, english=_english(turn, service.identifier)), parts


def _english(turn: Turn, code: str) -> EnglishName | None:
    """For English readers; the template shows the official name beside it."""
    return turn.house.knowledge.english(code) if turn.session.language == "en" else None


def section_message(turn: Turn, service: PublicService, choice: Choice, key: str, number: int) -> Message | None:
    """Page ``number`` of a part, or None when the procedure has no such part."""
    if key not in SECTION_LABELS:
        return None
    request = ("section", choice, key, number, local(turn.now).date(), turn.session.language)
    return _remembered.get(service, request, lambda: _section_page(turn, service, choice, key, number))


def _section_page(turn: Turn, service: PublicService, choice: Choice, key: str, number: int) -> Message:
    part = section(service, key, choice, today=local(turn.now).date(), language=turn.session.language)
    pages = paginate(part, PAGE_UNITS)
    number = min(max(number, 1), len(pages))
    code, case = service.identifier, packed(choice)
    numbers = page_rows(len(pages), number, lambda n: data("svc", "sec", code, case, key, n))
    back = (Button(turn.label("⬅ Back to the summary"), data("svc", "card", code, case)),)
    text = turn.render("procedure/section", service=service, page=pages[number - 1], number=number, pages=len(pages))
    return Message(text, (*numbers, *(_form_files(turn, service) if key == "forms" else ()), back))


def _form_files(turn: Turn, service: PublicService) -> list[Row]:
    """A button for each file that the office put there; pressed, it comes as a file."""
    if turn.house.forms is None:
        return []
    shown = _file_rows(service, 1)
    more = len(service.local.form_files) - len(shown)
    if more > 0:
        label = turn.label("📎 {count} more forms", count=more)
        shown.append((Button(label, data("svc", "files", service.identifier, 2)),))
    return shown


def _file_rows(service: PublicService, number: int) -> list[Row]:
    """The files of one page."""
    first = (number - 1) * MOST_FILES
    named = enumerate(service.local.form_files[first : first + MOST_FILES], start=first + 1)
    return [(Button(shortened(f"📎 {file.name}"), data("svc", "form", service.identifier, n)),) for n, file in named]


def files_message(turn: Turn, service: PublicService, number: int) -> Message:
    """A page of the files, for a procedure that has more than a message shows buttons for."""
    files, code = service.local.form_files, service.identifier
    pages = max(1, -(-len(files) // MOST_FILES))
    number = min(max(number, 1), pages)
    numbers = page_rows(pages, number, lambda n: data("svc", "files", code, n))
    back = (Button(turn.label("⬅ Back to the summary"), data("svc", "card", code, packed(()))),)
    text = turn.render("procedure/files", service=service, number=number, pages=pages)
    return Message(text, (*numbers, *_file_rows(service, number), back))


def form_message(turn: Turn, form: Form) -> Message:
    """The file of a form, saved under its name."""
    return Message(turn.render("procedure/form", name=form.name), file=File(form.file_name, form.media, form.body))


def case_message(turn: Turn, service: PublicService, choice: Choice, question: CaseQuestion) -> Message:
    """The question between true alternatives: the portal's words in the message, short labels on the buttons."""
    language = turn.session.language
    code = service.identifier
    headings = _fitting([option.heading or "" for option in question.options])
    cases = [(option.label.text(language), heading) for option, heading in zip(question.options, headings, strict=True)]
    options: list[Row] = [
        (Button(_numbered(position, option, turn), data("svc", "card", code, packed((*choice, option.key)))),)
        for position, option in enumerate(question.options, start=1)
    ]
    every = (Button(turn.label("Show all cases"), data("svc", "card", code, packed((*choice, ALL)))),)
    text = turn.render("procedure/cases", service=service, cases=cases, branch=question.branch)
    return Message(text, (*options, every, (*_wrong(turn), *home_row(turn))))


def _for_me(turn: Turn, code: str, choice: Choice) -> Row:
    """What a person does with the papers: write them down, or ask whether one too many was demanded."""
    buttons = []
    if turn.house.checklists is not None:
        buttons.append(Button(turn.label("☑️ My papers"), data("chk", "open", code, packed(choice))))
    if turn.house.reports is not None:
        buttons.append(Button(turn.label("❓ Asked for too much?"), data("dem", "ask", code)))
    return tuple(buttons)


def _wrong(turn: Turn) -> Row:
    """Whoever typed a question can say that this is not it."""
    if "asked" not in turn.session.subject:
        return ()
    return (Button(turn.label("✋ Not what I meant"), data("ask", "none")),)


def _numbered(position: int, option: CaseOption, turn: Turn) -> str:
    return shortened(f"{position}. {option.label.text(turn.session.language)}")


def _fitting(headings: list[str]) -> list[str]:
    """The headings whole if they fit together, else each shortened to its share."""
    if sum(map(len, headings)) <= HEADINGS_LETTERS:
        return headings
    return [shortened(heading, HEADINGS_LETTERS // len(headings)) for heading in headings]
