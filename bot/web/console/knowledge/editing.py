"""GET and POST /console/knowledge/drafts/{draft}/edit/{part}: one page of the form.

Works without scripts: a button that adds or moves a row posts the form, which comes back with the row and unsaved. Who
saves over somebody else's work is shown first what that would change.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.places import gazetteer
from bot.views.fields import Part, Told, shape, told
from bot.web.console.frame import Refused, field
from bot.web.console.knowledge.checking import Checked, Window, checked, long_list, page_of
from bot.web.console.knowledge.controls import controls
from bot.web.console.knowledge.drafting import _name, _revision
from bot.web.console.knowledge.form import Typed
from bot.web.console.knowledge.room import KnowledgeRoom
from bot.web.console.knowledge.rows import MOST_FIELDS, changed, renumbered
from bot.web.console.signed import Signed
from bot.whole import whole
from knowledge.life import Draft, EditedMeanwhile, LifeError, diff

#: Names of the form that are not the entry's.
_AROUND = frozenset({"csrf", "revision", "first", "size", "total", "do", "file"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How the page comes back. ``revision``: the one that saving now is allowed to replace."""

    typed: Typed
    wrong: dict[str, str]
    window: Window
    revision: int
    unsaved: bool = False
    problem: str | None = None
    at: str | None = None
    against: tuple[str, list[Told]] | None = None


class EditPages:
    def __init__(self, room: KnowledgeRoom) -> None:
        self._room = room
        room.frame.get("/knowledge/drafts/{draft}/edit/{part}", "knowledge.edit", self.show)
        room.frame.post("/knowledge/drafts/{draft}/edit/{part}", "knowledge.edit", self.take)

    async def show(self, request: Request, signed: Signed) -> Response:
        draft, part = await self._opened(request)
        window = _window(part, draft, request.query_params.get("from", "0"))
        standing = Standing(page_of(draft.service, part, window), {}, window, draft.row.revision)
        return self._page(request, signed, draft, part, standing)

    async def take(self, request: Request, signed: Signed) -> Response:
        """Save, or a row more, less, higher or lower."""
        draft, part = await self._opened(request)
        form = await request.form()
        typed, revision = renumbered(part.fields, _typed(form)), _revision(form.get("revision"))
        window = Window(*(_revision(form.get(name)) for name in ("first", "size", "total")))
        act = field(form, "do")
        if act and act != "save":
            done = changed(part.fields, typed, act)
            standing = (
                Standing(typed, {}, window, revision, unsaved=True, problem="rows")
                if done is None
                else Standing(done[0], {}, window, revision, unsaved=True, at=done[1])
            )
            return self._page(request, signed, draft, part, standing, 200 if done else 400)
        return await self._save(
            request, signed, draft, part, checked(draft.service, part, typed, window), window, revision
        )

    async def _save(
        self, request: Request, signed: Signed, draft: Draft, part: Part, made: Checked, window: Window, revision: int
    ) -> Response:
        row = draft.row
        if made.service is None:
            standing = Standing(made.typed, made.wrong, window, revision, unsaved=True, problem="wrong")
            return self._page(request, signed, draft, part, standing, 400)
        also = self._room.noted(signed, "knowledge.edit", row.code, draft=row.id, part=part.key)
        try:
            await self._room.life.save(
                row.id,
                revision,
                made.service,
                signed.member.id,
                reason=row.reason,
                source=row.source,
                effective_from=row.effective_from,
                also=also,
            )
        except EditedMeanwhile as error:
            if len(_rows(part, error.current)) != window.total:
                # Which rows of theirs ours would replace cannot be told any more: nothing can be saved over them.
                standing = Standing(made.typed, {}, window, revision, unsaved=True, problem="shifted")
                return self._page(request, signed, error.current, part, standing, 409)
            return await self._met(request, signed, error.current, part, made.typed, window)
        except LifeError as error:
            standing = Standing(made.typed, {}, window, revision, unsaved=True, problem=_name(error))
            return self._page(request, signed, draft, part, standing, 409)
        return self._room.told(f"/drafts/{row.id}/edit/{part.key}", **{"from": f"{window.first}", "done": "saved"})

    async def _met(
        self, request: Request, signed: Signed, current: Draft, part: Part, typed: Typed, window: Window
    ) -> Response:
        """Two people at once: what saving now would change in the other's work, and their name."""
        made = checked(current.service, part, typed, window)
        changes = told(diff(current.service, made.service), signed.member.language) if made.service else []
        other = (await self._room.names()).get(current.row.saved_by or "", "?")
        standing = Standing(
            made.typed, made.wrong, window, current.row.revision, unsaved=True, problem="met", against=(other, changes)
        )
        return self._page(request, signed, current, part, standing, 409)

    def _page(
        self, request: Request, signed: Signed, draft: Draft, part: Part, standing: Standing, status: int = 200
    ) -> Response:
        language, listed = signed.member.language, long_list(part)
        rows = len(_rows(part, draft))
        return self._room.frame.page(
            request,
            signed,
            "knowledge_edit",
            status,
            draft=draft.row,
            part=part,
            label=part.label(language),
            parts=[(each.key, each.label(language)) for each in shape().parts],
            controls=controls(part.fields, standing.typed, standing.wrong, language, first=standing.window.first),
            standing=standing,
            provinces=gazetteer().provinces,
            windows=_windows(rows, listed.at_once) if listed else [],
            done=request.query_params.get("done") if status == 200 and not standing.unsaved else None,
        )

    async def _opened(self, request: Request) -> tuple[Draft, Part]:
        """:raises Refused: there is no such draft or page."""
        part = shape().part(request.path_params["part"])
        if part is None:
            raise Refused
        return await self._room.draft(request), part


def _typed(form: FormData) -> Typed:
    """The entry's fields; several values of one name are lines. :raises Refused: more than any page of ours sends."""
    typed: Typed = {}
    for name, value in form.multi_items():
        if name not in _AROUND and isinstance(value, str):
            typed[name] = f"{typed[name]}\n{value}" if name in typed else value
    if len(typed) > MOST_FIELDS + len(_AROUND):
        raise Refused
    return typed


def _window(part: Part, draft: Draft, asked: str) -> Window:
    """The rows of a long list that the address asks for."""
    listed = long_list(part)
    if listed is None:
        return Window(0, 0)
    rows = len(_rows(part, draft))
    first = whole(asked) or 0
    first = min(first, max(rows - 1, 0)) // listed.at_once * listed.at_once
    return Window(first, min(listed.at_once, rows - first), rows)


def _rows(part: Part, draft: Draft) -> tuple[object, ...]:
    """The long list of the part, empty where there is none."""
    listed = long_list(part)
    return getattr(draft.service, listed.name) if listed is not None else ()


def _windows(rows: int, at_once: int) -> list[tuple[int, int, int]]:
    """(from, first and last number counted from 1) of each page of a long list; none when one page holds it."""
    pages = ceil(rows / at_once)
    return [(n * at_once, n * at_once + 1, min((n + 1) * at_once, rows)) for n in range(pages)] if pages > 1 else []
