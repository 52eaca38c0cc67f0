"""Rows of a form added, removed and moved, before anything is saved: pure work on what was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.views.fields import Field
from bot.web.console.knowledge.form import Typed, numbers

#: Fields of one form that the server takes, less those around it.
MOST_FIELDS = 900
_ACT = re.compile(r"(add|above|remove|up|down):([a-z_.0-9]+)")


def changed(fields: Sequence[Field], typed: Mapping[str, str], act: str) -> tuple[Typed, str] | None:
    """:param act: ``add:<rows>`` at the end; ``above:<row>``, ``remove:<row>``, ``up:<row>``, ``down:<row>``.

    :returns: the form then, and the row to go on with; None when there are no such rows, or one more would not fit.
    """
    found = _ACT.fullmatch(act)
    if found is None:
        return None
    what, place = found.groups()
    name, _, last = (place, "", "") if what == "add" else place.rpartition(".")
    field = _field_of(fields, name)
    if field is None or (what != "add" and not last.isdecimal()):
        return None
    rows = rows_below(typed, name)
    number = int(last) if last else len(rows)
    if what in ("add", "above") and any(each.kind == "file" for each in field.fields):
        return None  # such a row comes by an upload
    if what in ("add", "above"):
        if number > len(rows) or len(typed) + len(field.fields) > MOST_FIELDS:
            return None
        rows.insert(number, {each.name: "" for each in field.fields if each.kind not in ("rows", "flag")})
    elif number >= len(rows):
        return None
    elif what == "remove":
        del rows[number]
        number = max(number - 1, 0)
    else:
        other = number + (1 if what == "down" else -1)
        if not 0 <= other < len(rows):
            return None
        rows[number], rows[other] = rows[other], rows[number]
        number = other
    return with_rows(typed, name, rows), f"{name}.{number}" if rows else name


def renumbered(fields: Sequence[Field], typed: Mapping[str, str], prefix: str = "") -> Typed:
    """The rows from 0 without gaps, so that places in the form are places in the record."""
    kept = dict(typed)
    for field in fields:
        if field.kind == "rows":
            rows = [renumbered(field.fields, row) for row in rows_below(kept, prefix + field.name)]
            kept = with_rows(kept, prefix + field.name, rows)
    return kept


def rows_below(typed: Mapping[str, str], name: str) -> list[Typed]:
    """The fields of each row, named from the row on."""
    return [
        {key[len(start) :]: value for key, value in typed.items() if key.startswith(start)}
        for start in (f"{name}.{number}." for number in numbers(typed, name))
    ]


def with_rows(typed: Mapping[str, str], name: str, rows: Sequence[Mapping[str, str]]) -> Typed:
    kept = {key: value for key, value in typed.items() if not key.startswith(name + ".")}
    for number, row in enumerate(rows):
        kept |= {f"{name}.{number}.{key}": value for key, value in row.items()}
    return kept


def _field_of(fields: Sequence[Field], name: str) -> Field | None:
    """The rows that ``name`` means: ``channels``, or ``channels.0.costs`` inside of a row."""
    for field in fields:
        if field.kind != "rows":
            continue
        if field.name == name:
            return field
        inside = re.fullmatch(re.escape(field.name) + r"\.\d+\.(.+)", name)
        if inside:
            return _field_of(field.fields, inside[1])
    return None
