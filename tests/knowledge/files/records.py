"""Records as nobody would type them, and files of them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from knowledge.files import Format, Offer, write_services
from knowledge.files.entries import entry_of
from knowledge.model import PublicService

#: What spreadsheets, XML and YAML do things with.
_SNARES = (
    "=1+1", "+84", "-x", "@a", "'", '"', "_x000D_", "x005F_", "_x005F_x000D_", "⟦U+000D⟧", "⟦…1⟧", "⟦", "\r\n",
    "\n\n", "\t",
    "\x00", "\x0b", "\x85", "\u2028", "\ufeff", "\ufffe", "&amp;", "<b>", "]]>", "1.50", "1e5", "yes", "null",
    "~", "2026-07-17",
    "- a", "# b", "%", "🇻🇳", "Ự", "e\u0301", " ", "#REF!", "TRUE",
)  # fmt: skip
_chars = st.characters(exclude_categories=["Cs"])
_texts = st.lists(st.one_of(st.sampled_from(_SNARES), st.text(_chars, max_size=6)), min_size=1, max_size=4).map("".join)
texts = _texts.filter(lambda text: bool(text.strip()))
_maybe = st.none() | texts
_count = st.integers(0, 10**18)
_number = st.none() | st.integers(-(10**18), 10**18) | st.floats(allow_nan=False, allow_infinity=False)
_unit = st.sampled_from([None, "working", "calendar", "hour", "month"])
_channel = st.sampled_from(["online", "in_person", "postal"])
_day = st.dates().map(str)
_list = st.lists(texts, max_size=3)


def _rows(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(fields), max_size=3)


_fees = _rows(type=st.sampled_from(["phí", "lệ phí"]), amount=st.none() | _count,
              currency=st.sampled_from([None, "VND", "USD"]), description=_maybe)  # fmt: skip

_decided = {
    "province": st.just("46"),
    "commune": st.sampled_from([None, "19753"]),
    "document": texts,
    "effective_from": st.sampled_from([None, "2026-01-01"]),
    "effective_to": st.sampled_from([None, "2026-12-31"]),
}
_local = st.fixed_dictionaries(
    {
        "aliases": _list,
        "anywhere": st.sampled_from([None, True, False]),
        "anywhere_in": st.lists(st.sampled_from(["01", "46", "19753"]), max_size=2, unique=True),
        "shortened": _rows(
            value=st.integers(1, 99) | st.floats(0.5, 9), unit=st.sampled_from(["working", "hour"]), **_decided
        ),
        "same_day": _rows(before=st.sampled_from(["09:00", "15:30"]), **_decided),
        "form_files": _rows(name=texts, file=texts),
        "headings": _rows(text=texts, kind=st.sampled_from(["case", "show", "other"]), label_vi=_maybe, label_en=_maybe,
                          one_of=st.booleans()),
    }
)  # fmt: skip

records: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "code": st.from_regex(r"[0-9]\.[0-9]{6}", fullmatch=True),
        **dict.fromkeys(("name_vi", "field", "level", "result", "promulgated_by"), texts),
        **dict.fromkeys(("name_en", "authority", "submit_at", "processing_time", "fee", "conditions"), _maybe),
        **dict.fromkeys(("steps", "forms", "subjects", "quality_flags", "time_mentions"), _list),
        "channels": st.lists(_channel, max_size=3),
        "documents": _rows(name=texts, originals=_count, copies=_count, note=_maybe,
                           kind=st.sampled_from(["document", "present", "note"]), forms=_list),
        "processing_days": _number,
        "processing_unit": _unit,
        "legal_basis": _rows(number=st.just("") | _texts, title=st.just("") | _texts),
        "methods": _rows(channel=_channel, processing_time=_maybe, processing_value=_number, processing_unit=_unit,
                         description=_maybe, fees=_fees),
        "decision": st.fixed_dictionaries({"number": _maybe, "date": st.none() | _day}),
        "full_online": st.booleans(),
        "updated_at": _day,
        "source": st.fixed_dictionaries({"site": texts, "via": texts, "as_of": _day}),
        "priority": st.integers(1, 2),
        "case_times": _rows(qty=_count, unit=_unit),
        "local": st.none() | _local,
    }
)  # fmt: skip


def service(record: dict[str, Any]) -> PublicService:
    return entry_of(json.dumps(record)).service


def written(folder: Path, form: Format, services: Sequence[PublicService], name: str = "offer") -> Path:
    path = folder / f"{name}.{form}"
    with path.open("wb") as target:
        write_services(target, form, services)
    return path


def book_of(services: Sequence[PublicService]) -> Workbook:
    """To be spoilt."""
    made = io.BytesIO()
    write_services(made, "xlsx", services)
    return load_workbook(made)


def saved(book: Workbook, folder: Path, name: str = "offer.xlsx") -> Path:
    """As a spreadsheet program would write it: each text once, in a part of its own."""
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as target:
        shared: list[bytes] = []
        for part in parts.namelist():
            body = parts.read(part)
            if part.startswith("xl/worksheets/"):
                body = _INLINE.sub(lambda found: _share(found, shared), body)
            if part == "[Content_Types].xml":
                body = body.replace(b"</Types>", _TYPE + b"</Types>")
            if part == "xl/_rels/workbook.xml.rels":
                body = body.replace(b"</Relationships>", _RELATION + b"</Relationships>")
            target.writestr(part, body)
        strings = b"".join(b"<si>%s</si>" % text for text in shared)
        target.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (_MAIN, strings))
    return folder / name


_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_INLINE = re.compile(rb'(<c [^>]*?)t="inlineStr"([^>]*)><is>(.*?)</is></c>', re.DOTALL)
_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
_RELATION = (
    b'<Relationship Id="rIdShared" Target="/xl/sharedStrings.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)


def _share(found: re.Match[bytes], shared: list[bytes]) -> bytes:
    shared.append(found[3])
    return b'%st="s"%s><v>%d</v></c>' % (found[1], found[2], len(shared) - 1)


def typed_in(book: Workbook, title: str, row: int, heading: str, value: object) -> None:
    page: Any = book[title]
    place = next(cell.column for cell in page[1] if cell.value == heading)
    page.cell(row, place).value = value


def accepted(offer: Offer) -> tuple[PublicService, ...]:
    return tuple(entry.service for entry in offer.accepted())
