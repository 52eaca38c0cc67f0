"""Cases on a terminal: a table of facts, and one case opened."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from rich.table import Table

from bot.clock import from_epoch_ms, local
from bot.commands.columns import whole_column
from bot.errors import SettingsError, Unreadable
from bot.places import gazetteer
from bot.reports.cases.model import PreparedFile
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
    table = Table(whole_column("number"), "received", "state", "due", "category", "sev.", "place", "office", "")
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
        # The number was checked when the case was opened; ids of items are not ours to trust as names of files.
        stem = f"{case.number}-{position:02}"
        try:
            lines = _item(item, await reader.read(case, item), stem, folder)
        except Unreadable as error:
            lines = [str(error)]
        for line in lines:
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


def _item(item: Item, plain: bytes, stem: str, folder: Path | None) -> list[str]:
    """:raises Unreadable: it opened, and is not what it says it is: not of the program's making."""
    try:
        if item.kind in ("file", "letter"):
            return _file(PreparedFile.unpacked(plain), stem, folder)
        if item.kind == "facts":
            return [f"{clean(name)}: {clean(value)}" for name, value in _said(orjson.loads(plain))]
        return clean(plain.decode()).splitlines()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable("An item of this case has an unknown form.") from error


def _said(facts: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
    """What the citizen said beside the story, name by name."""
    for name, value in facts.items():
        if isinstance(value, dict):
            yield from _said(value, f"{within}{name}.")
        elif isinstance(value, list) and value:
            yield f"{within}{name}", ", ".join(map(str, value))
        elif value not in (None, "", []):
            yield f"{within}{name}", _told(value)


def _file(file: PreparedFile, stem: str, folder: Path | None) -> list[str]:
    told = [
        f"{clean(file.name)} ({clean(file.media)}, {file.size:,} bytes)",
        f"SHA-256 of the original: {clean(file.sha256_original)}",
    ]
    if folder is None:
        return [*told, "Write it out with --files FOLDER"]
    path = folder / f"{stem}{mimetypes.guess_extension(file.media) or '.bin'}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as written:
            written.write(file.body)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from error
    return [*told, f"-> {path}"]


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
