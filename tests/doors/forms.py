"""Pages as a fuzzer sees them: where their links lead, and what their forms take."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urljoin, urlsplit


@dataclass(slots=True)
class Form:
    """``fields``: as the page fills them; of a choice what is chosen, or the first. ``files``: names of file inputs."""

    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def kind(self) -> tuple[str, ...]:
        """What this form has in common with others of its making."""
        return (self.method, shape(self.action), *sorted({name for name, _ in self.fields}), *self.files)


def shape(path: str) -> str:
    """An address without what differs between things of one kind."""
    parts = urlsplit(path).path.split("/")
    return "/".join("*" if any(char.isdigit() for char in part) or len(part) > 24 else part for part in parts)


class PageForms(HTMLParser):
    """:param at: the address of the page, for links that are relative."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self._at = at
        self._open: Form | None = None
        self._choice: str | None = None
        self._text: tuple[str, list[str]] | None = None
        self.forms: list[Form] = []
        self.links: list[str] = []

    @classmethod
    def read(cls, page: str, at: str) -> Self:
        found = cls(at)
        found.feed(page)
        found.close()
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in told:
            self.links.append(urljoin(self._at, told["href"]))
        elif tag == "form":
            action = urljoin(self._at, told.get("action") or self._at)
            self._open = Form(told.get("method", "get").upper(), action)
            self.forms.append(self._open)
        elif self._open is not None and told.get("name"):
            self._field(tag, told, self._open)
        elif tag == "option" and self._open is not None and self._choice is not None:
            self._option(told, self._open, self._choice)

    def _field(self, tag: str, told: dict[str, str], form: Form) -> None:
        kind, name, value = told.get("type", "text"), told["name"], told.get("value", "")
        if tag == "select":
            self._choice = name
        elif tag == "textarea":
            self._text = (name, [])
        elif kind == "file":
            form.files.append(name)
        elif kind not in ("checkbox", "radio") or "checked" in told:
            form.fields.append((name, value or ("on" if kind == "checkbox" else "")))

    def _option(self, told: dict[str, str], form: Form, name: str) -> None:
        known = [field for field in form.fields if field[0] == name]
        if "selected" in told and known:
            form.fields.remove(known[0])
            known = []
        if not known:
            form.fields.append((name, told.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._choice = None
        elif tag == "textarea" and self._text is not None and self._open is not None:
            self._open.fields.append((self._text[0], "".join(self._text[1])))
            self._text = None
