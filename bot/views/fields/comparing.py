"""What two versions differ in: the field named as in the form, before and after with the differing words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bot.texts.filters import day
from bot.views.fields.shape import Field, shape
from knowledge.life import FieldChange

#: Words compared one by one; longer texts are shown as they are.
MOST_WORDS = 1_500
_STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?\.?")
#: With the blanks after it, so that several words that differ are one piece.
_WORD = re.compile(r"\S+\s*|\s+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Told:
    """``part``: the page of the form that the field is on. ``before``, ``after``: None where it is not there."""

    part: str
    label: str
    before: tuple[Piece, ...] | None
    after: tuple[Piece, ...] | None


def told(changes: Iterable[FieldChange], language: str) -> list[Told]:
    """In the order of the form."""
    order = {part.key: number for number, part in enumerate(shape().parts)}
    found = [_told(change, language) for change in changes]
    return sorted(found, key=lambda each: order.get(each.part, len(order)))


def label_of(path: str, language: str) -> str:
    """A field as the form calls it."""
    return _named(path, language)[1]


def _told(change: FieldChange, language: str) -> Told:
    part, label, field = _named(change.path, language)
    before, after = (_worded(value, field, language) for value in (change.before, change.after))
    if before and after:
        first, second = _marked(before, after)
        return Told(part, label, first, second)
    return Told(part, label, _whole(before), _whole(after))


def _whole(text: str | None) -> tuple[Piece, ...] | None:
    return (Piece(text, marked=True),) if text else None


def _named(path: str, language: str) -> tuple[str, str, Field | None]:
    """The part, "Giấy tờ 3 › Tên giấy tờ", and the field itself where the path names one."""
    steps = [(name, number) for name, number in _STEP.findall(path)]
    for part in shape().parts:
        labels, field = _along(part.fields, steps, language)
        if field is not None:
            return part.key, " › ".join(labels), field
    return "", path, None


def _along(fields: Sequence[Field], steps: list[tuple[str, str]], language: str) -> tuple[list[str], Field | None]:
    for field in fields:
        length = field.name.count(".") + 1
        here, number = ".".join(name for name, _ in steps[:length]), steps[min(length, len(steps)) - 1][1]
        inside = len(steps) < length and field.name.startswith(here + ".")
        if field.name != here and not inside:
            continue
        label = f"{field.label(language)} {number}" if number and field.kind == "rows" else field.label(language)
        rest = steps[length:]
        if not rest or field.kind != "rows":
            return [label], field
        labels, found = _along(field.fields, rest, language)
        return [label, *labels], found or field
    return [], None


def _worded(value: Any, field: Field | None, language: str) -> str | None:
    """A JSON value as a person reads it; None where nothing is there."""
    if value is None:
        return None
    if isinstance(value, list):
        return "\n".join(filter(None, (_worded(item, field, language) for item in value))) or None
    if isinstance(value, dict):
        return _row(value, field, language)
    if isinstance(value, bool):
        return shape().words("yes_no", language)[0 if value else 1][1]
    if field is not None and field.choice is not None:
        return dict(shape().words(field.choice, language)).get(str(value), str(value))
    return day(value) if isinstance(value, str) and _DAY.fullmatch(value) else str(value)


def _row(value: dict[str, Any], field: Field | None, language: str) -> str | None:
    """A whole row, a line for each field of it."""
    known = {each.name: each for each in field.fields} if field is not None and field.kind == "rows" else {}
    lines = []
    for name, inner in value.items():
        each = known.get(name)
        said = _worded(inner, each, language)
        if said:
            lines.append(f"{each.label(language)}: {said}" if each is not None else said)
    return "\n".join(lines) or None


def _marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old, new = (_WORD.findall(text) for text in (before, after))
    if len(old) + len(new) > MOST_WORDS:
        return (Piece(before, marked=False),), (Piece(after, marked=False),)
    first, second = [], []
    for kind, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        first.append(Piece("".join(old[i:i_end]), kind != "equal"))
        second.append(Piece("".join(new[j:j_end]), kind != "equal"))
    return tuple(piece for piece in first if piece.text), tuple(piece for piece in second if piece.text)
