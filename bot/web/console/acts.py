"""What a form of the case page does: each is a post, judged by the matrix, written down, and carried out or refused."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from bot.board.handling import Taken
from bot.board.merging import merge, split
from bot.board.words import rendered
from bot.chains import ChainMoved
from bot.clock import local
from bot.places import gazetteer
from bot.reports.cases import CaseMoved, Finding, NoSuchCase, PreparedFile
from bot.reports.evidence.kinds import kind_of
from bot.reports.evidence.limits import MOST_BYTES, Unfit
from bot.reports.offices import offices
from bot.reports.vault.items import CaseErased
from bot.reports.vault.sharing import hand_on
from bot.staff.member import HOLDERS, CaseFacts
from bot.texts.filters import clean
from bot.web.console.casepage import CasePage, Typed, may_have
from bot.web.console.caseroom import CannotBe, CaseRoom, Opened
from bot.web.console.frame import Frame, Refused, field
from bot.web.console.sharing import share, unshare
from bot.web.console.signed import Signed
from bot.web.console.standing import must_promise
from bot.workdays.store import CalendarStore

#: A reply is one message of Telegram at most, with our words around it.
MOST_WORDS = 3_500
#: "Đã xử lý" is no answer: what was found, what was done, and on what ground takes a sentence at least.
SHORTEST_ANSWER, FEWEST_SYLLABLES = 40, 8
Act = Callable[[Opened, FormData], Awaitable[None]]


class CaseActs:
    def __init__(self, frame: Frame, room: CaseRoom, page: CasePage) -> None:
        self._frame = frame
        self._page = page
        self._room = room
        self._calendar = CalendarStore(room.database, room.clock)

    def add(self) -> None:
        for path, action, act in (
            ("take", "case.take", self._take),
            ("assign", "case.assign", self._assign),
            ("exclude", "case.exclude", self._exclude),
            ("share", "case.share", partial(share, self._room)),
            ("unshare", "case.share", partial(unshare, self._room)),
            ("step", "case.work", self._step),
            ("close", "case.close", self._close),
            ("ask", "case.ask", self._ask),
            ("reply", "case.reply", self._reply),
            ("letter", "case.letter", self._letter),
            ("note", "case.note", self._note),
            ("extend", "case.extend", self._extend),
            ("transfer", "case.transfer", self._transfer),
            ("resolve", "case.resolve", self._resolve),
            ("merge", "case.merge", self._merge),
            ("split", "case.merge", self._split),
        ):
            self._frame.post(f"/cases/{{number}}/{path}", action, self._handler(path, action, act))

    def _handler(self, path: str, action: str, act: Act) -> Callable[[Request, Signed], Awaitable[Response]]:
        async def handler(request: Request, signed: Signed) -> Response:
            opened = await self._room.open(signed, request.path_params["number"], action)
            async with request.form() as form:  # its files are closed with it
                problem = await _problem(act, opened, form)
                if problem is not None:
                    await self._room.note(signed, action, opened.id, {"not_done": problem})
                    return await self._refused(request, opened, Typed.of(path, form), problem)
            # Passed on, or closed to oneself: the list says so, instead of a page that is no longer theirs.
            seen = await self._room.still_theirs(opened)
            return self._frame.to(f"/cases/{opened.number}" if seen else f"/cases?left={opened.number}")

        return handler

    async def _refused(self, request: Request, opened: Opened, typed: Typed, problem: str) -> Response:
        """Who wrote something finds it again where they wrote it."""
        if typed.words:
            return await self._page.again(request, opened.signed, typed, problem)
        return self._frame.to(f"/cases/{opened.number}?problem={problem}")

    # -- who has it --------------------------------------------------------------------------------------------------

    async def _take(self, opened: Opened, _form: FormData) -> None:
        async with opened.database.write() as connection:
            await self._room.handlings.take(connection, opened.id, opened.signed.member.id)

    async def _assign(self, opened: Opened, form: FormData) -> None:
        staff_id = field(form, "to") or None
        if staff_id is not None:
            member = await self._room.desk.staff.member(staff_id)
            excluded = await self._room.desk.staff.exclusions(opened.id)
            facts = CaseFacts.of(opened.facts, staff_id, excluded)
            if member is None or not member.is_active or member.role not in HOLDERS or not may_have(member, facts):
                raise Refused
        async with opened.database.write() as connection:
            await self._room.handlings.assign(connection, opened.id, staff_id, opened.signed.member.id)

    async def _exclude(self, opened: Opened, form: FormData) -> None:
        """Somebody named in it, by the name of their account."""
        member = await self._room.desk.staff.named(field(form, "name").strip())
        if member is None:
            raise CannotBe("nobody")
        async with opened.database.write() as connection:
            await self._room.handlings.exclude(connection, opened.id, member.id, opened.signed.member.id)

    # -- where it stands ---------------------------------------------------------------------------------------------

    async def _step(self, opened: Opened, form: FormData) -> None:
        self._not_late(opened)
        steps = {
            "screen": opened.work.screen,
            "accept": opened.work.accept,
            "start": opened.work.start,
            "go_on": opened.work.go_on,
        }
        step = steps.get(field(form, "to"))
        if step is None:
            raise Refused
        await step(opened.id)

    async def _close(self, opened: Opened, _form: FormData) -> None:
        await opened.work.close(opened.id)

    async def _ask(self, opened: Opened, form: FormData) -> None:
        await opened.work.ask(opened.id, _words(form))

    async def _transfer(self, opened: Opened, form: FormData) -> None:
        """Move it to another body, and let the keys of its province open it; who had it has it no more."""
        office, province, commune = (field(form, name) or None for name in ("office", "province", "commune"))
        places = gazetteer()
        known = office in offices() and (province is None or province in places.provinces)
        if not known or (commune is not None and places.communes.get(commune, ("", ""))[1] != province):
            raise CannotBe("place")
        chain = await self._room.keys.chain(province, restricted=bool(opened.facts["restricted"]))

        async def over(connection: AsyncConnection) -> None:
            for key in chain:
                await hand_on(connection, opened.case, key.id)
            await self._room.handlings.assign(connection, opened.id, None, opened.signed.member.id)

        await opened.work.transfer(opened.id, str(office), province, commune, _words(form), over)

    async def _resolve(self, opened: Opened, form: FormData) -> None:
        try:
            finding = Finding(field(form, "finding"))
        except ValueError:
            raise Refused from None
        answer = _words(form)
        if len(answer) < SHORTEST_ANSWER or len(set(answer.split())) < FEWEST_SYLLABLES:
            raise CannotBe("substance")
        await opened.work.resolve(opened.id, finding, answer)

    async def _merge(self, opened: Opened, form: FormData) -> None:
        """With a case that the member may see as well, and that is no more secret than this one."""
        try:
            other = await self._room.open(opened.signed, field(form, "number"), "case.read")
        except Refused:
            raise CannotBe("merge_unknown") from None  # one that is not there, and one that is not theirs: alike
        into = other.facts["cluster"]
        if into is None or bool(other.facts["restricted"]) != bool(opened.facts["restricted"]):
            raise CannotBe("merge")
        if into == opened.facts["cluster"]:
            raise CannotBe("merge_same")
        async with opened.database.write() as connection:
            await merge(connection, opened.id, opened.facts["cluster"], into)

    async def _split(self, opened: Opened, _form: FormData) -> None:
        """It was joined to others by mistake, or only looked like them."""
        cluster = opened.facts["cluster"]
        if cluster is None:
            raise CannotBe("merge")
        async with opened.database.write() as connection:
            await split(connection, opened.id, cluster)

    # -- what is said ------------------------------------------------------------------------------------------------

    async def _reply(self, opened: Opened, form: FormData) -> None:
        self._not_late(opened)
        await opened.work.reply(opened.id, _words(form))

    async def _note(self, opened: Opened, form: FormData) -> None:
        await opened.work.note(opened.id, _words(form))

    async def _letter(self, opened: Opened, form: FormData) -> None:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise CannotBe("file")
        body = await file.read(MOST_BYTES + 1)
        try:
            if len(body) > MOST_BYTES:
                raise Unfit("too_large")
            media = kind_of(body)
        except Unfit:
            raise CannotBe("file") from None
        digest = hashlib.sha256(body).hexdigest()
        name = clean(file.filename or "thu").replace("\n", " ")[-120:]
        prepared = PreparedFile(secrets.token_urlsafe(16), media, name, body, digest, len(body))
        await opened.work.letter(opened.id, prepared)

    async def _extend(self, opened: Opened, form: FormData) -> None:
        """The interim reply: why it is late, and when the answer comes. The legal clock goes on as it was."""
        reason = _words(form)
        try:
            day = date.fromisoformat(field(form, "day"))
        except ValueError:
            raise CannotBe("day") from None
        calendar = await self._calendar.current()
        today = local(self._room.clock.now()).date()
        if not today < day <= calendar.add(today, 60) or not calendar.is_working(day):
            raise CannotBe("day")

        async def promise(connection: AsyncConnection) -> None:
            await self._room.handlings.promise(connection, opened.id, day, opened.signed.member.id)

        await opened.work.reply(opened.id, rendered("interim", reason=reason, day=f"{day:%d/%m/%Y}"), promise)

    def _not_late(self, opened: Opened) -> None:
        if must_promise(self._room, opened):
            raise CannotBe("promise")


async def _problem(act: Act, opened: Opened, form: FormData) -> str | None:
    """Do it. :returns: why it was not done, by its name in words.yaml."""
    try:
        await act(opened, form)
    except CannotBe as error:
        return error.problem
    except (CaseMoved, NoSuchCase, CaseErased, ChainMoved):
        return "moved"
    except Taken:
        return "taken"
    return None


def _words(form: FormData) -> str:
    text = clean(field(form, "words")).strip()
    if not text or len(text) > MOST_WORDS:
        raise CannotBe("words")
    return text
