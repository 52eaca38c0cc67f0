"""A file that goes out with a message, as its maker sees it: a name, a kind, the bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["photo", "document"]
#: A picture is shown in the chat, anything else is offered for download.
PICTURES = frozenset({"image/jpeg", "image/png"})
#: Bot API, "Sending files": multipart uploads of at most 10 MB for photos (and 50 MB for others, which nobody needs).
MOST_BYTES = 10 * 1024 * 1024
MOST_NAME = 80
#: What a file system, a header or a phone might take for more than a name.
_UNFIT = re.compile(r"[^\w .()-]+")


@dataclass(frozen=True, slots=True)
class File:
    """A file of a message. ``id``: of its row, once it is queued; until then ``body`` is with it.

    :raises ValueError: there is nothing in it, or more than a channel takes.
    """

    name: str
    media: str
    body: bytes = field(default=b"", repr=False)
    id: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", safe_name(self.name))
        if self.id is None and not 1 <= len(self.body) <= MOST_BYTES:
            raise ValueError(f"a file of {len(self.body)} bytes")

    @property
    def kind(self) -> Kind:
        return "photo" if self.media in PICTURES else "document"

    def as_json(self) -> dict[str, Any]:
        """JSON but for ``body``, which is only there until the file is queued."""
        told = {"name": self.name, "media": self.media, "kind": self.kind}
        return {**told, "body": self.body} if self.id is None else {**told, "id": self.id}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> File:
        return cls(value["name"], value["media"], value.get("body", b""), value.get("id"))


def safe_name(name: str) -> str:
    """A name without folders, marks or anything a header could stumble over; its ending is kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    fit = _UNFIT.sub("_", last).strip(" .") or "file"
    stem, dot, ending = fit.rpartition(".")
    return fit if len(fit) <= MOST_NAME else f"{(stem or fit)[: MOST_NAME - 10]}{dot}{ending[:9]}"
