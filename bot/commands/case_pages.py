"""Cases on a terminal: a table of facts, and one case opened."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from rich.table import Table

from bot.clock import from_epoch_ms, local
from bot.errors import SettingsError, Unreadable
from bot.places import gazetteer
from bot.reports.offices import offices
from bot.reports.taxonomy import categories
from bot.reports.vault.reading import CaseReader, Item, OpenCase
from bot.texts.filters import clean

#: What an inspector sees of ``report_case``. Who reported is not among it: that nobody sees here.
FACTS = (
    "state", "level", "category", "categories", "severity", "restricted", "province", "commune", "office",
    "procedure_code", "procedure_version", "days_late", "money", "verdict", "paper", "for_other", "wants_person",
    "clock", "finding", "rating", "cluster",
)  # fmt: skip
FLAGS = frozenset({"restricted", "for_other", "wants_person"})  # SQLite has them as 0 and 1
MOMENTS = ("received_at", "state_at", "paused_at", "closed_at")


def case_table(rows: Iterable[Mapping[str, Any]]) -> Table:
    table = Table("number", "received", "state", "due", "category", "sev.", "place", "office", "")
    for row in rows:
        place = " / ".join(part for part in (_commune(row["commune"]), _province(row["province"])) if part)
        marks = " ".join(name for name in ("restricted", "wants_person") if row[name])
        received = f"{local(from_epoch_ms(row['received_at'])):%Y-%m-%d}"
        table.add_row(
            row["number"], received, row["state"], _day(row["due_day"]), _category(row["category"]),
            str(row["severity"]), place, _office(row["office"]), marks,
        )  # fmt: skip
    return table


async def case_page(reader: CaseReader, case: OpenCase, folder: Path | None) -> None:
    """Print everything; write the files into ``folder`` where there is one."""
    print(f"{case.number}\n")
    for line in _facts(case.facts):
        print(line)
    for position, item in enumerate(await reader.items(case), start=1):
        print(f"\n[{position}] {local(item.at):%Y-%m-%d %H:%M} {item.author}: {item.kind}")
        try:
            plain = await reader.read(case, item)
        except Unreadable as error:
            print(f"    {error}")
            continue
        for line in _item(item, plain, position, folder):
            print(f"    {line}")


def _facts(facts: Mapping[str, Any]) -> Iterable[str]:
    shown = {name: bool(facts[name]) if name in FLAGS else facts[name] for name in FACTS} | {
        "category": _category(facts["category"]),
        "province": _province(facts["province"]),
        "commune": _commune(facts["commune"]),
        "office": _office(facts["office"]),
        "due": _day(facts["due_day"]),
    }
    shown |= {name: _moment(facts[name]) for name in MOMENTS}
    return [
        f"{name.removesuffix('_at'):<18} {_told(value)}" for name, value in shown.items() if value not in (None, "")
    ]


def _item(item: Item, plain: bytes, position: int, folder: Path | None) -> Iterable[str]:
    if item.kind in ("file", "letter"):
        return [_written(item, plain, position, folder)]
    if item.kind == "facts":
        told = orjson.loads(plain)
        return [f"{clean(name)}: {clean(_told(value))}" for name, value in told.items()]
    return clean(plain.decode(errors="replace")).splitlines()


def _written(item: Item, plain: bytes, position: int, folder: Path | None) -> str:
    """The name is ours: what a citizen called the file leads nowhere."""
    told = f"{item.media}, {item.size:,} bytes"
    if folder is None:
        return f"{told} (write it out with --files FOLDER)"
    path = folder / f"{position:02}-{item.id}{mimetypes.guess_extension(item.media or '') or '.bin'}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(handle, "wb") as file:
        file.write(plain)
    return f"{told} -> {path}"


def _category(code: str) -> str:
    known = categories().get(code)
    return f"{code} {known.en}" if known else code


def _province(code: str | None) -> str:
    return gazetteer().provinces.get(code, code) if code else ""


def _commune(code: str | None) -> str:
    return gazetteer().communes.get(code, (code, ""))[0] if code else ""


def _office(key: str | None) -> str:
    known = offices().get(key or "")
    return known.en if known else key or ""


def _day(ordinal: int | None) -> str:
    return date.fromordinal(ordinal).isoformat() if ordinal is not None else ""


def _moment(value: int | None) -> str:
    return f"{local(from_epoch_ms(value)):%Y-%m-%d %H:%M}" if value is not None else ""


def _told(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
