"""An entry as the fields of a form, and back: nothing is lost on the way, whatever stands in the record.

Names are paths with numbers from 0: ``title``, ``evidences.3.name``, ``channels.0.costs.1.amount``. A list of short
texts is one field with an item a line; texts that are empty or only blanks are no items.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.views.fields import VALUE, Field

Typed = dict[str, str]
Record = dict[str, Any]

#: What a field of the kind was not; the words stand in the template of errors.
NOT_NUMBER, NOT_WHOLE, NOT_DATE, NOT_OFFERED = "not_number", "not_whole", "not_date", "not_offered"

_WHOLE = re.compile(r"-?\d{1,15}")
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,25})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FOREIGN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TRUE = {"true": True, "false": False}


class NotSo(ValueError):
    """What was typed is nothing of this kind; ``args[0]`` names the words."""


def shown(fields: Sequence[Field], record: Mapping[str, Any], prefix: str = "") -> Typed:
    """The fields of ``record`` (JSON values of the model) as a form shows them."""
    typed: Typed = {}
    for field in fields:
        value = _got(record, field.name)
        if field.kind == "rows":
            for number, row in enumerate(value or ()):
                inside = {VALUE: row} if field.is_plain else row
                typed |= shown(field.fields, inside, f"{prefix}{field.name}.{number}.")
        elif not (field.kind == "flag" and not value):
            typed[prefix + field.name] = _written(field, value)
    return typed


def read(
    fields: Sequence[Field],
    typed: Mapping[str, str],
    choices: Mapping[str, Mapping[str, Any]],
    prefix: str = "",
) -> tuple[Record, dict[str, str]]:
    """What was typed, as JSON values. :returns: the values, and by name what is wrong with a field."""
    record: Record = {}
    wrong: dict[str, str] = {}
    for field in fields:
        name = prefix + field.name
        if field.kind == "rows":
            rows = []
            for number in numbers(typed, name):
                row, inside = read(field.fields, typed, choices, f"{name}.{number}.")
                rows.append(row[VALUE] if field.is_plain else row)
                wrong |= inside
            _put(record, field.name, rows)
            continue
        try:
            _set(record, field, _value(field, plain(typed.get(name, "")), choices))
        except NotSo as error:
            wrong[name] = error.args[0]
            _put(record, field.name, None)
    return record, wrong


def numbers(typed: Mapping[str, str], name: str) -> list[int]:
    """The numbers of the rows below ``name``, in order."""
    start = name + "."
    found = {key[len(start) :].partition(".")[0] for key in typed if key.startswith(start)}
    return sorted(int(number) for number in found if number.isdecimal() and number.isascii())


def plain(typed: str) -> str:
    """As the record keeps texts: browsers send lines apart by CR and LF."""
    return unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))


def merged(whole: Record, part: Record) -> Record:
    """``whole`` with the values of ``part``, also inside of objects; lists are replaced."""
    joined = dict(whole)
    for name, value in part.items():
        below = joined.get(name)
        joined[name] = merged(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return joined


def _written(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.kind in ("lines", "choices"):
        return "\n".join(value)
    if isinstance(value, bool):
        return "1" if field.kind == "flag" else str(value).lower()
    return str(value)


def _value(field: Field, typed: str, choices: Mapping[str, Mapping[str, Any]]) -> Any:
    read_kind: Callable[[str], Any] | None = _READERS.get(field.kind)
    if read_kind is not None:
        return read_kind(typed)
    if field.kind in ("choice", "choices"):
        return _chosen(field, typed, choices)
    blank = "" if field.blank == "text" else None
    return typed if typed.strip() else blank


def _chosen(field: Field, typed: str, choices: Mapping[str, Mapping[str, Any]]) -> Any:
    values = [line for line in typed.split("\n") if line]
    if field.choice is None or any(value not in choices[field.choice] for value in values):
        raise NotSo(NOT_OFFERED)
    if field.kind == "choices":
        return values
    value = values[0] if values else None
    return _TRUE.get(value, value) if value is not None and field.choice == "yes_no" else value


def _whole(typed: str) -> int | None:
    digits = typed.strip()
    if digits and not _WHOLE.fullmatch(digits):
        raise NotSo(NOT_WHOLE)
    return int(digits) if digits else None


def _number(typed: str) -> int | float | None:
    """ "1,5" and "1.5" are one and a half; a whole number stays one."""
    digits = typed.strip()
    if digits and not _NUMBER.fullmatch(digits):
        raise NotSo(NOT_NUMBER)
    if not digits:
        return None
    return float(digits.replace(",", ".")) if re.search("[.,]", digits) else int(digits)


def _date(typed: str) -> str | None:
    """As the browser's calendar sends a day, or as people write it where there is no calendar."""
    day = typed.strip()
    foreign = _FOREIGN_DAY.fullmatch(day)
    if foreign:
        day = f"{foreign[3]}-{int(foreign[2]):02}-{int(foreign[1]):02}"
    if day and not _DAY.fullmatch(day):
        raise NotSo(NOT_DATE)
    return day or None


_READERS: dict[str, Callable[[str], Any]] = {
    "int": _whole,
    "number": _number,
    "date": _date,
    "flag": bool,
    "lines": lambda typed: [line for line in typed.split("\n") if line.strip()],
}


def _got(record: Mapping[str, Any], dotted: str) -> Any:
    value: Any = record
    for name in dotted.split("."):
        value = value.get(name) if value is not None else None
    return value


def _put(record: Record, dotted: str, value: Any) -> None:
    *above, last = dotted.split(".")
    for name in above:
        record = record.setdefault(name, {})
    record[last] = value


def _set(record: Record, field: Field, value: Any) -> None:
    if value is None and field.blank == "whole":
        _put(record, field.name.rpartition(".")[0], None)
    else:
        _put(record, field.name, value)
