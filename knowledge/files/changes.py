"""What a file would change in a procedure, by field; rows of a list one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from knowledge.files.rows import Record

#: Lists without which a card has nothing to say: a file that empties one is probably not whole.
WATCHED = ("channels", "documents", "steps", "legal_basis", "forms", "methods", "methods.fees", "subjects")

#: Rows there were times rows there will be; the longest shipped list has 77.
MOST_COMPARED = 250_000


@dataclass(frozen=True, slots=True)
class FieldChange:
    """``path``: as problems name it, rows counted from 1: "documents[3]", "decision.number". ``before``, ``after``:
    values of a record's JSON; None: there was or will be none."""

    path: str
    before: Any
    after: Any


def changes(old: Record, new: Record) -> list[FieldChange]:
    """In the order of the fields; empty when nothing differs."""
    return list(_of_object("", old, new))


def emptied(old: Record, new: Record) -> Iterator[tuple[str, int]]:
    """(path, rows there were) of each watched list that had rows and would have none."""
    for path in WATCHED:
        had, has = len(_rows(old, path)), len(_rows(new, path))
        if had and not has:
            yield path, had


def _rows(record: Record, path: str) -> list[Any]:
    above, _, below = path.partition(".")
    rows: list[Any] = record[above]
    return [inner for row in rows for inner in row[below]] if below else rows


def _of_object(path: str, old: Record, new: Record) -> Iterator[FieldChange]:
    for name in old | new:
        yield from _of_value(f"{path}.{name}" if path else name, old.get(name), new.get(name))


def _of_value(path: str, old: Any, new: Any) -> Iterator[FieldChange]:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _of_object(path, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_list(path, old, new)
    else:
        yield FieldChange(path, old, new)


def _of_list(path: str, old: list[Any], new: list[Any]) -> Iterator[FieldChange]:
    """Rows that stand at the same place of a changed stretch are compared; the rest came or went."""
    for kind, a, a_end, b, b_end in _stretches(old, new):
        if kind == "equal":
            continue
        together = min(a_end - a, b_end - b)
        for place in range(together):
            yield from _of_value(f"{path}[{b + place + 1}]", old[a + place], new[b + place])
        for place in range(a + together, a_end):
            yield FieldChange(f"{path}[{place + 1}]", old[place], None)
        for place in range(b + together, b_end):
            yield FieldChange(f"{path}[{place + 1}]", None, new[place])


def _stretches(old: list[Any], new: list[Any]) -> Sequence[tuple[str, int, int, int, int]]:
    """As difflib's opcodes. Its time grows with the product of the lengths: very long lists go place by place."""
    if len(old) * len(new) > MOST_COMPARED:
        return [("replace", 0, len(old), 0, len(new))]
    before, after = ([json.dumps(row, sort_keys=True) for row in rows] for rows in (old, new))
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
