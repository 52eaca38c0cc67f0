"""What two versions of a procedure differ in, field by field, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from knowledge.model import PublicService


@dataclass(frozen=True, slots=True)
class FieldChange:
    """``path``: e.g. ``cost``, ``evidences[2].name``, numbers as before (or, of what is new, as now), from 1.

    ``before``, ``after``: JSON values; None where the field or row is not there.
    """

    path: str
    before: Any
    after: Any

    @property
    def field(self) -> str:
        """The field of the model it belongs to."""
        return self.path.partition("[")[0].partition(".")[0]


def diff(before: PublicService | None, after: PublicService) -> list[FieldChange]:
    """Empty only for equal ones. :param before: None: everything is new."""
    old = before.model_dump(mode="json") if before is not None else {}
    return list(_of_objects("", old, after.model_dump(mode="json")))


def _of_objects(path: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[FieldChange]:
    for name in dict.fromkeys([*new, *old]):
        yield from _of_values(f"{path}.{name}" if path else name, old.get(name), new.get(name))


def _of_values(path: str, old: Any, new: Any) -> Iterator[FieldChange]:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _of_objects(path, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_rows(path, old, new)
    else:
        yield FieldChange(path, old, new)


def _of_rows(path: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[FieldChange]:
    """Rows that stayed are told from those that came and went, wherever they stand now."""
    matcher = SequenceMatcher(None, [repr(row) for row in old], [repr(row) for row in new], autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        both = min(i_end - i, j_end - j)
        for step in range(both):
            yield from _of_values(f"{path}[{i + step + 1}]", old[i + step], new[j + step])
        yield from (FieldChange(f"{path}[{place + 1}]", old[place], None) for place in range(i + both, i_end))
        yield from (FieldChange(f"{path}[{place + 1}]", None, new[place]) for place in range(j + both, j_end))
