"""The controls of a page of the form, as its template draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.views.fields import Field, shape
from bot.web.console.knowledge.form import numbers

#: A text of so many characters gets so many lines of its box, within bounds.
A_LINE = 60
FEWEST_LINES, MOST_LINES = 2, 12


@dataclass(frozen=True, slots=True)
class Control:
    """One field. ``options``: (value, words, whether it is chosen), for kinds with a choice. ``problem``: a name."""

    name: str
    kind: str
    label: str
    help: str
    value: str
    options: tuple[tuple[str, str, bool], ...] = ()
    problem: str | None = None
    lines: int = 0


@dataclass(frozen=True, slots=True)
class RowsControl:
    """Rows that repeat; ``rows``: the name of each with its controls. ``first``: the number of the first, from 1."""

    name: str
    label: str
    rows: tuple[tuple[str, tuple[Control | RowsControl, ...]], ...]
    first: int = 1
    #: Rows that come by an upload, not by a button.
    uploaded: bool = False
    kind: str = "rows"


def controls(
    fields: Sequence[Field],
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    language: str,
    *,
    prefix: str = "",
    first: int = 0,
    is_plain: bool = False,
) -> tuple[Control | RowsControl, ...]:
    """:param first: how many rows of a long list stand before those on the page.
    :param is_plain: the fields are those of a row that is a plain text.
    """
    made: list[Control | RowsControl] = []
    for field in fields:
        name = prefix + field.name
        if field.kind == "rows":
            rows = tuple(
                (row, controls(field.fields, typed, wrong, language, prefix=f"{row}.", is_plain=field.is_plain))
                for row in (f"{name}.{number}" for number in numbers(typed, name))
            )
            uploaded = any(each.kind == "file" for each in field.fields)
            number = 1 + (first if field.at_once else 0)
            made.append(RowsControl(name, field.label(language), rows, number, uploaded))
        else:
            label = "" if is_plain else field.label(language)  # such a row is named by its number
            made.append(_control(field, name, label, typed.get(name, ""), _problem(field, name, wrong), language))
    return tuple(made)


def _control(field: Field, name: str, label: str, value: str, problem: str | None, language: str) -> Control:
    lines = sum(1 + len(line) // A_LINE for line in value.split("\n"))
    return Control(
        name,
        field.kind,
        label,
        field.help(language),
        value,
        _options(field, value, language),
        problem,
        min(max(lines, FEWEST_LINES), MOST_LINES),
    )


def _options(field: Field, value: str, language: str) -> tuple[tuple[str, str, bool], ...]:
    """What is chosen stands first where several can be, so that its order is kept."""
    if field.choice is None:
        return ()
    chosen = value.split("\n")
    options = [(each, words, each in chosen) for each, words in shape().words(field.choice, language)]
    if field.kind == "choices":
        options.sort(key=lambda option: chosen.index(option[0]) if option[2] else len(chosen))
    return tuple(options)


def _problem(field: Field, name: str, wrong: Mapping[str, str]) -> str | None:
    """What is wrong with the field; of a list, with any line of it."""
    if name in wrong or field.kind not in ("lines", "choices"):
        return wrong.get(name)
    return next((words for place, words in wrong.items() if place.startswith(name + ".")), None)
