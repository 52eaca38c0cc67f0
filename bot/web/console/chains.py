"""GET /console/chains: what holds for kinds of office; what waits for a second person, and what it would mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from bot.agencies import Agency, AgencyChanged, AgencyWrong
from bot.chains import OfficeRule
from bot.jurisdiction import ChainsWrong, Change, JurisdictionDesk
from bot.reports.offices import LEVELS, offices
from bot.staff.errors import NoSuchAccount, NotBySamePerson
from bot.views.case_words import office_name
from bot.web.console.chain_forms import differences, read_rule, spot_name, typed_of
from bot.web.console.chain_words import LEVEL, WRONG
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.signed import Signed
from bot.whole import whole

RULE = ("above", "level", "fields", "valid_from")
#: Where a problem is shown that no field is called by.
_SHOWN_AT = {"rule.past": "valid_from"}


class ChainPages:
    def __init__(self, frame: Frame, desk: JurisdictionDesk) -> None:
        self._frame = frame
        self._desk = desk

    def add(self) -> None:
        self._frame.get("/chains", "chain.list", self.rules, label=N_("Chains of command"))
        self._frame.get("/chains/changes", "chain.list", self.waiting)
        self._frame.get("/chains/changes/{number}", "chain.list", self.change)
        self._frame.post("/chains/changes/{number}", "chain.decide", self.decide)
        self._frame.get("/chains/{office}", "chain.list", self.rule)
        self._frame.post("/chains/{office}", "chain.edit", self.ask)

    # -- what holds for kinds of office ------------------------------------------------------------------------------

    async def rules(self, request: Request, signed: Signed) -> Response:
        chains = await self._desk.chains.current()
        lines = [
            (
                key,
                office_name(key, signed.member.language),
                office_name(chains.rules[key].above, signed.member.language) if key in chains.rules else None,
                self._label(signed, LEVEL[chains.level(key)]),
                len(chains.rules[key].fields) if key in chains.rules else 0,
            )
            for key in offices()
        ]
        return self._frame.page(request, signed, "chains", lines=lines, waiting=len(await self._desk.waiting()))

    async def rule(self, request: Request, signed: Signed) -> Response:
        return await self._form(request, signed, None)

    async def ask(self, request: Request, signed: Signed) -> Response:
        """What was typed stands again when it cannot be asked for."""
        form = await request.form()
        typed = {name: field(form, name).strip() for name in RULE}
        rule, problems = read_rule(self._office(request), typed)
        if rule is not None:
            try:
                number = await self._desk.ask(rule, signed.member.id)
                return self._frame.to(f"/chains/changes/{number}")
            except ChainsWrong as wrong:
                problems = wrong.problems
        return await self._form(request, signed, typed, problems, 400)

    async def _form(
        self,
        request: Request,
        signed: Signed,
        typed: dict[str, str] | None,
        problems: Sequence[str] = (),
        status: int = 200,
    ) -> Response:
        key, language = self._office(request), signed.member.language
        async with self._frame.desk.database.read() as connection:
            known = [rule for rule in await self._desk.chains.rules(connection) if rule.office == key]
        current = (await self._desk.chains.current()).rules.get(key)
        return self._frame.page(
            request,
            signed,
            "chain",
            status,
            office=key,
            title=office_name(key, language),
            lines=[
                self._written(rule, signed) for rule in sorted(known, key=lambda rule: rule.valid_from, reverse=True)
            ],
            typed=typed or typed_of(current, self._desk.today()),
            kinds={other: office_name(other, language) for other in offices() if other != key},
            levels={level: self._label(signed, LEVEL[level]) for level in LEVELS},
            wrong={_SHOWN_AT.get(each, each.rpartition(".")[2]): self._label(signed, WRONG[each]) for each in problems},
        )

    # -- what waits --------------------------------------------------------------------------------------------------

    async def waiting(self, request: Request, signed: Signed) -> Response:
        lines = [(change, self._title(change, signed)) for change in await self._desk.waiting()]
        return self._frame.page(request, signed, "chain_changes", lines=lines)

    async def change(self, request: Request, signed: Signed) -> Response:
        return await self._change(request, signed)

    async def decide(self, request: Request, signed: Signed) -> Response:
        """Where nobody would be left to see a case, whoever agrees says that they have seen that."""
        change, form = await self._one(request), await request.form()
        granted = field(form, "granted") == "yes"
        if granted and (await self._desk.effect(change.to)).nobody and field(form, "nobody") != "seen":
            return await self._change(request, signed, "nobody", 400)
        try:
            await self._desk.decide(change.id, signed.member.id, granted)
        except NotBySamePerson:
            return await self._change(request, signed, "own", 409)
        except NoSuchAccount:
            raise Refused from None
        except (AgencyWrong, AgencyChanged, ChainsWrong):
            return await self._change(request, signed, "moved", 409)
        return self._frame.to("/chains/changes")

    async def _change(self, request: Request, signed: Signed, problem: str = "", status: int = 200) -> Response:
        change = await self._one(request)
        chains = await self._desk.chains.current()
        effect = await self._desk.effect(change.to)
        return self._frame.page(
            request,
            signed,
            "chain_change",
            status,
            change=change,
            title=self._title(change, signed),
            differences=[
                (self._label(signed, each), before, after)
                for each, before, after in differences(change, chains, signed.member.language)
            ],
            effect=effect,
            nobody=[spot_name(place, signed.member.language) for place in effect.nobody],
            own=change.author == signed.member.id,
            problem=problem,
            agency=change.to.id if isinstance(change.to, Agency) and change.to.id in chains.agencies else None,
        )

    async def _one(self, request: Request) -> Change:
        number = whole(request.path_params["number"])
        if number is None:
            raise Refused
        try:
            return await self._desk.one(number)
        except NoSuchAccount:
            raise Refused from None

    def _title(self, change: Change, signed: Signed) -> str:
        name = (
            change.to.name if isinstance(change.to, Agency) else office_name(change.to.office, signed.member.language)
        )
        return name or change.subject

    def _written(self, rule: OfficeRule, signed: Signed) -> dict[str, str]:
        return {
            "above": office_name(rule.above, signed.member.language) or "–",
            "level": self._label(signed, LEVEL[rule.level]),
            "fields": ", ".join(rule.fields) or "–",
            "valid_from": f"{rule.valid_from:%d/%m/%Y}" if rule.valid_from > date.min else "–",
        }

    def _office(self, request: Request) -> str:
        key: str = request.path_params["office"]
        if key not in offices():
            raise Refused
        return key

    def _label(self, signed: Signed, msgid: str) -> str:
        return self._frame.texts.label(msgid, signed.member.language)
