"""What a case holds, opened for the page: plain text only, for the template to escape; files by name alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from bot.board.masking import masked
from bot.errors import Unreadable
from bot.reports.cases import PreparedFile
from bot.reports.vault.reading import CaseReader, Item, OpenCase
from bot.texts.filters import clean

#: Said beside the story and shown elsewhere on the page, or of no use to a reader.
_LEFT_OUT = frozenset({"id", "judged", "categories", "files", "consent", "denunciation_like", "notify"})
#: What stands for it where something is told to be so; ``answers`` of words.yaml.
YES = "yes"


@dataclass(frozen=True, slots=True)
class Piece:
    """``kind``: narrative, facts, message, letter, file, note; ``text``: cleaned, None where it cannot be read;
    ``said``: pairs of name and value, of facts; ``name``, ``size``, ``media``, ``sha256``: of a file."""

    id: str
    kind: str
    author: str
    at: datetime
    text: str | None = None
    said: tuple[tuple[str, str], ...] = ()
    name: str = ""
    size: int = 0
    media: str = ""
    sha256: str = ""
    seen: bool = False

    @property
    def is_picture(self) -> bool:
        """Pictures were unpacked and packed anew when they came in; nothing else is ever shown in the page."""
        return self.media in ("image/jpeg", "image/png") and self.kind == "file"


async def contents(reader: CaseReader, case: OpenCase, *, unmasked: bool) -> list[Piece]:
    """Everything, in order. What does not open is told as such: one damaged item must not hide the others."""
    found = []
    for item in await reader.items(case):
        try:
            found.append(_piece(item, await reader.read(case, item), unmasked))
        except (Unreadable, ValueError, KeyError, TypeError, AttributeError):
            found.append(Piece(item.id, item.kind, item.author, item.at))
    return found


async def file_of(reader: CaseReader, case: OpenCase, item_id: str) -> PreparedFile | None:
    """None: there is no such file in this case. :raises Unreadable: it does not open."""
    for item in await reader.items(case):
        if item.id == item_id and item.kind in ("file", "letter"):
            try:
                return PreparedFile.unpacked(await reader.read(case, item))
            except (ValueError, KeyError, TypeError) as error:
                raise Unreadable("A file of this case has an unknown form.") from error
    return None


def _piece(item: Item, plain: bytes, unmasked: bool) -> Piece:
    seen = item.seen_at is not None

    def shown(text: str) -> str:
        return clean(text) if unmasked else masked(clean(text))

    if item.kind in ("file", "letter"):
        file = PreparedFile.unpacked(plain)
        return Piece(
            item.id, item.kind, item.author, item.at, "", (), shown(file.name), file.size, clean(file.media),
            clean(file.sha256_original), seen,
        )  # fmt: skip
    if item.kind == "facts":
        said = tuple((name, shown(value)) for name, value in _said(orjson.loads(plain)))
        return Piece(item.id, item.kind, item.author, item.at, "", said, seen=seen)
    return Piece(item.id, item.kind, item.author, item.at, shown(plain.decode()), seen=seen)


def _said(facts: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
    for name, value in facts.items():
        if not within and name in _LEFT_OUT:
            continue
        if isinstance(value, dict):
            yield from _said(value, f"{within}{name}.")
        elif isinstance(value, list) and value:
            yield f"{within}{name}", ", ".join(map(str, value))
        elif value not in (None, "", [], False):
            yield f"{within}{name}", YES if value is True else str(value)
