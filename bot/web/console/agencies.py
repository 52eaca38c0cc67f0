"""GET /console/agencies: administrators' register of agencies: add, edit, end with a successor.

Names and codes are saved at once; what moves chains of command goes to a second person, see bot.jurisdiction.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from bot.agencies import Agency, AgencyChanged, AgencyWrong, Register
from bot.agencies.agency import standing
from bot.jurisdiction import ChainsWrong, JurisdictionDesk
from bot.jurisdiction.change import moves_chains
from bot.places import gazetteer
from bot.reports.offices import offices
from bot.views.case_words import office_name, place_name
from bot.web.console.agency_places import choices, first, matching, without_code
from bot.web.console.agency_words import WRONG
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.signed import Signed
from bot.whole import whole
from knowledge.search.text import fold

SHOWN = 100
FIELDS = (
    "name", "name_en", "codes", "kind", "province", "commune", "superior", "valid_from", "valid_to", "successor",
)  # fmt: skip


class AgencyPages:
    def __init__(self, frame: Frame, desk: JurisdictionDesk) -> None:
        self._frame = frame
        self._desk = desk
        self._register = Register(frame.desk.database, frame.desk.clock)

    def add(self) -> None:
        self._frame.get("/agencies", "agency.list", self.all, label=N_("Agencies"))
        self._frame.get("/agencies/add", "agency.edit", self.blank)
        self._frame.get("/agencies/communes", "agency.edit", self.communes)
        self._frame.post("/agencies/save", "agency.edit", self.save)
        self._frame.get("/agencies/{agency_id}", "agency.list", self.one)

    async def all(self, request: Request, signed: Signed) -> Response:
        wanted = request.query_params.get("q", "").strip()
        known, today = await self._register.all(), self._desk.today()
        found = [each for each in known.values() if fold(wanted) in fold(f"{each.name} {' '.join(each.codes)}")]
        lines = [
            (
                each,
                office_name(each.kind, signed.member.language),
                place_name(each.province, each.commune),
                each.has_ended(today),
                standing(each, known, today),
            )
            for each in found[:SHOWN]
        ]
        more = max(len(found) - SHOWN, 0)
        bare, waiting = without_code(known, today), len(await self._desk.waiting())
        return self._frame.page(
            request, signed, "agencies", lines=lines, more=more, wanted=wanted, without_code=bare, waiting=waiting
        )

    async def communes(self, request: Request, signed: Signed) -> Response:
        """The list of communes anew, for the form that is open: as its button "Find" brings it, without the rest."""
        asked = request.query_params
        found = matching(asked.get("commune_q", ""), asked.get("province", ""))
        return self._frame.page(
            request,
            signed,
            "agency_communes",
            communes=choices(asked.get("commune", ""), found),
            chosen=first(found),
            wrong={},
        )

    async def blank(self, request: Request, signed: Signed) -> Response:
        return await self._form(request, signed, dict.fromkeys(FIELDS, ""), 0, 0)

    async def one(self, request: Request, signed: Signed) -> Response:
        known = await self._register.all()
        agency = known.get(_number(request.path_params["agency_id"]))
        if agency is None:
            raise Refused
        return await self._form(request, signed, _written(agency, known), agency.id, agency.version)

    async def save(self, request: Request, signed: Signed) -> Response:
        """What was typed stands again when it cannot be saved."""
        form = await request.form()
        row = {name: unicodedata.normalize("NFC", field(form, name).strip()) for name in FIELDS}
        agency_id, version = _number(field(form, "id") or "0"), _number(field(form, "version") or "0")
        if field(form, "find"):
            found = matching(field(form, "commune_q"), row["province"])
            row["commune"] = first(found) or row["commune"]
            return await self._form(request, signed, row, agency_id, version, found=found)
        _name_province(row)
        known = await self._register.all()
        agency, problems = _read(row, agency_id, version, known)
        if problems:
            return await self._form(request, signed, row, agency_id, version, 400, problems)
        try:
            if moves_chains(agency, known.get(agency.id)):
                number = await self._desk.ask(agency, signed.member.id)
                return self._frame.to(f"/chains/changes/{number}")
            await self._put(agency, signed)
        except (AgencyWrong, ChainsWrong) as wrong:
            return await self._form(request, signed, row, agency_id, version, 400, wrong.problems)
        except AgencyChanged:
            return await self._form(request, signed, row, agency_id, version, 409, changed=True)
        return self._frame.to("/agencies")

    async def _put(self, agency: Agency, signed: Signed) -> None:
        desk = self._frame.desk
        async with desk.database.write() as connection:
            agency_id = await self._register.put(connection, agency)
            action = "agency.edit" if agency.id else "agency.add"
            detail = {"version": agency.version + 1, "ends": str(agency.valid_to or ""), "to": agency.successor or 0}
            await desk.trail.note(connection, signed.member.id, action, str(agency_id), detail)

    async def _form(
        self,
        request: Request,
        signed: Signed,
        row: dict[str, str],
        agency_id: int,
        version: int,
        status: int = 200,
        problems: list[str] | None = None,
        changed: bool = False,
        found: Sequence[str] = (),
    ) -> Response:
        language, known = signed.member.language, await self._register.all()
        wrong = {each.partition(".")[0]: self._frame.texts.label(WRONG[each], language) for each in problems or ()}
        return self._frame.page(
            request,
            signed,
            "agency",
            status,
            row=row,
            agency_id=agency_id,
            version=version,
            wrong=wrong,
            changed=changed,
            kinds={key: office_name(key, language) for key in offices()},
            provinces=gazetteer().provinces,
            communes=choices(row["commune"], found),
            chosen=row["commune"],
            others=[each.name for each in known.values() if each.id != agency_id],
        )


def _number(text: str) -> int:
    """:raises Refused: something else than a number."""
    number = whole(text)
    if number is None:
        raise Refused
    return number


def _name_province(row: dict[str, str]) -> None:
    """Who chose a commune has chosen its province."""
    if row["commune"] in gazetteer().communes and not row["province"]:
        row["province"] = gazetteer().communes[row["commune"]][1]


def _written(agency: Agency, known: dict[int, Agency]) -> dict[str, str]:
    """As the form has it: other agencies by name, codes one a line."""
    by_name = {"superior": agency.superior, "successor": agency.successor}
    return {
        "name": agency.name,
        "name_en": agency.name_en,
        "codes": "\n".join(agency.codes),
        "kind": agency.kind or "",
        "province": agency.province or "",
        "commune": agency.commune or "",
        "valid_from": agency.valid_from.isoformat() if agency.valid_from else "",
        "valid_to": agency.valid_to.isoformat() if agency.valid_to else "",
        **{name: known[other].name if other in known else "" for name, other in by_name.items()},
    }


def _read(row: dict[str, str], agency_id: int, version: int, known: dict[int, Agency]) -> tuple[Agency, list[str]]:
    """The agency that was typed, and what of it cannot be read at all."""
    by_name = {each.name: each.id for each in known.values()}
    problems = [f"{name}.unknown" for name in ("superior", "successor") if row[name] and row[name] not in by_name]
    days: dict[str, date | None] = {}
    for name in ("valid_from", "valid_to"):
        try:
            days[name] = date.fromisoformat(row[name]) if row[name] else None
        except ValueError:
            days[name] = None
            problems.append(f"{name}.day")
    agency = Agency(
        agency_id,
        row["name"],
        tuple(dict.fromkeys(row["codes"].split())),
        row["name_en"],
        row["kind"] or None,
        row["province"] or None,
        row["commune"] or None,
        by_name.get(row["superior"]),
        days["valid_from"],
        days["valid_to"],
        by_name.get(row["successor"]),
        version,
    )
    return agency, problems
