"""A value of a record as the cell of a spreadsheet, and back. Nothing is lost on the way, whatever program saves it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from knowledge.files.layout import Column, plain

Cell = str | int | None

#: XML cannot hold these, or gives them back as something else; the last ones are what spreadsheets use to escape.
_FRAGILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|x(?=005F_)|⟦(?=U\\+|…)"
)
_ESCAPED = re.compile("⟦U\\+([0-9A-F]{4,6})⟧")
_WHOLE = re.compile(r"[+-]?\d{1,4000}$")
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+$")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?$", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
#: Spreadsheets keep 15 digits of a number; longer ones are written as text.
_EXACT = 10**15


class WrongCell(ValueError):
    """``kind``: the sentence of problems.yaml; ``expected``: what would be right."""

    def __init__(self, kind: str, expected: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.expected = expected


def to_cell(column: Column, value: Any, choices: Mapping[str, str]) -> Cell:
    """:param value: as in a record's JSON. :param choices: of this column, value -> word."""
    match column.kind:
        case "list":
            return "\n".join(_item(text) for text in value) or None
        case "choices":
            return "\n".join(choices[each] for each in value) or None
        case "bool":
            return None if value is None else choices["yes" if value else "no"]
        case "choice":
            return None if value is None else choices[value]
        case "int" | "number":
            small = isinstance(value, int) and abs(value) < _EXACT
            return value if value is None or small else repr(value)
        case _:
            return escape(value) if value else None


def from_cell(column: Column, cell: object, choices: Mapping[str, str]) -> Any:
    """The value for a record's JSON. :param cell: as openpyxl reads it. :raises WrongCell: it is no such value."""
    match column.kind:
        case "list":
            return [unescape(line) for line in _text(cell).split("\n") if line.strip()]
        case "choices":
            return [_chosen(line, choices) for line in re.split("[\n;]", _text(cell)) if line.strip()]
        case "bool":
            return cell if isinstance(cell, bool) else _yes(cell, choices)
        case _ if cell is None or (isinstance(cell, str) and not cell.strip()):
            return "" if column.blank == "text" else None
        case "choice":
            return _chosen(_text(cell), choices)
        case "int":
            return _whole(cell)
        case "number":
            return _number(cell)
        case "date":
            return _day(cell)
        case _:
            return unescape(_text(cell))


def escape(text: str) -> str:
    """What a spreadsheet would alter, written as ⟦U+000D⟧; a text of blanks only is wholly written so."""
    if not text.strip():
        return "".join(map(_code, text))
    return _FRAGILE.sub(lambda found: _code(found[0]), text)


def unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: _char(found), text)


def _item(text: str) -> str:
    return escape(text).replace("\n", _code("\n"))


def _code(char: str) -> str:
    return f"⟦U+{ord(char):04X}⟧"


def _char(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return found[0]  # no character: somebody typed the brackets
    return chr(number)


def _text(cell: object) -> str:
    """What was typed; a number that stands in a column of texts is a text."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n")
    if isinstance(cell, bool):
        raise WrongCell("not_text")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return cell.strftime("%H:%M") if isinstance(cell, time) else str(cell)


def _chosen(word: str, choices: Mapping[str, str]) -> str:
    wanted = plain(word)
    for value, shown in choices.items():
        if wanted in (plain(value), plain(shown)):
            return value
    raise WrongCell("not_one_of", ", ".join(choices.values()))


def _yes(cell: object, choices: Mapping[str, str]) -> bool | None:
    text = _text(cell)
    return _chosen(text, choices) == "yes" if text.strip() else None


def _whole(cell: object) -> int:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    text = _text(cell).strip()
    if _WHOLE.match(text):
        return int(text)
    if _GROUPED.match(text):
        return int(re.sub("[. ]", "", text))
    raise WrongCell("not_whole_number")


def _number(cell: object) -> int | float:
    """A number keeps its kind: 3 stays 3, 3.0 stays 3.0. "1.500" could be either thing and is asked about."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    text = _text(cell).strip()
    if _GROUPED.match(text):
        raise WrongCell("ambiguous_number")
    if not _NUMBER.match(text):
        raise WrongCell("not_number")
    number = int(text) if _WHOLE.match(text) else float(text.replace(",", "."))
    if not math.isfinite(number):
        raise WrongCell("not_number")
    return number


def _day(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = unicodedata.normalize("NFKC", _text(cell)).strip()
    found = _DAY.match(text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise WrongCell("not_date") from None
