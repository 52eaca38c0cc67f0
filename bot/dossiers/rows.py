"""One row as agencies send it, checked column by column. Whether its step is allowed, register.py knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.agencies.store import within
from bot.clock import local
from bot.dossiers.codes import CODE, is_code, normalised
from bot.dossiers.problems import PERSONAL, Problem
from bot.dossiers.states import State, state_of
from bot.dossiers.values import Unreadable, clean_text, day_of, moment_of

COLUMNS = (
    "code",
    "procedure_code",
    "agency_code",
    "agency_name",
    "applicant_name",
    "phone_last4",
    "received_at",
    "due_at",
    "status",
    "status_at",
    "note",
)
OPTIONAL = frozenset({"due_at", "note"})
LONGEST = {"agency_name": 300, "applicant_name": 200, "note": 2_000, "procedure_code": 40}
_LONGEST_OTHER = 64
#: Clocks of agencies may run ahead a little.
AHEAD = timedelta(hours=24)
_AGENCY = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{1,3}){0,3}")
_PHONE = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A row without faults. ``row``: where it stood. Moments are UTC."""

    row: int
    code: str
    procedure_code: str
    agency_code: str
    agency_name: str
    applicant: str
    phone4: str
    received_at: datetime
    due: date | None
    state: State
    state_at: datetime
    note: str | None


class RowReader:
    """Reads rows against what is known now.

    :param is_procedure: whether a procedure code is known.
    :param agency: when set, only rows of this agency and its units are taken (an API key's scope).
    """

    def __init__(self, is_procedure: Callable[[str], bool], now: datetime, agency: str | None = None) -> None:
        self._is_procedure = is_procedure
        self._latest = now + AHEAD
        self._agency = agency

    def read(self, number: int, cells: Mapping[str, object]) -> DossierRow | list[Problem]:
        """``cells``: by column name; texts, or what a spreadsheet holds (numbers, dates)."""
        return _Reading(number, cells, self._is_procedure, self._latest, self._agency).result()


class _Reading:
    def __init__(
        self,
        number: int,
        cells: Mapping[str, object],
        is_procedure: Callable[[str], bool],
        latest: datetime,
        agency: str | None,
    ) -> None:
        self._number = number
        self._cells = cells
        self._is_procedure = is_procedure
        self._latest = latest
        self._agency = agency
        self.problems: list[Problem] = []

    def result(self) -> DossierRow | list[Problem]:
        code, procedure, agency = self._code(), self._procedure(), self._agency_code()
        agency_name, applicant, phone4 = self._text("agency_name"), self._text("applicant_name"), self._phone()
        received, state, state_at = self._moment("received_at"), self._state(), self._moment("status_at")
        due, note = self._due(received), self._text("note")
        if received and state_at and local(state_at).date() < local(received).date():
            self._fault("status_at", "status_before_receipt")
        if self.problems or state is None or received is None or state_at is None:
            return self.problems
        return DossierRow(
            self._number,
            code,
            procedure,
            agency,
            agency_name,
            applicant,
            phone4,
            received,
            due,
            state,
            state_at,
            note or None,
        )

    def _code(self) -> str:
        code = normalised(self._text("code")).replace(" ", "")
        if code and not is_code(code):
            self._fault("code", "code_date" if CODE.fullmatch(code) else "code_form")
        return code

    def _procedure(self) -> str:
        code = self._text("procedure_code").upper()
        if code and not self._is_procedure(code):
            self._fault("procedure_code", "procedure_unknown")
        return code

    def _agency_code(self) -> str:
        code = normalised(self._text("agency_code"))
        if code and not _AGENCY.fullmatch(code):
            self._fault("agency_code", "agency_form")
        elif code and self._agency is not None and not within(code, self._agency):
            self._fault("agency_code", "agency_foreign", expected=self._agency)
        return code

    def _phone(self) -> str:
        cell = self._cells.get("phone_last4")
        # A spreadsheet keeps 0583 as the number 583.
        is_number = isinstance(cell, int) and not isinstance(cell, bool) and 0 <= cell <= 9999
        value = f"{cell:04d}" if is_number else self._text("phone_last4")
        if value and not _PHONE.fullmatch(value):
            self._fault("phone_last4", "phone_form")
        return value

    def _state(self) -> State | None:
        value = self._text("status")
        state = state_of(value)
        if value and state is None:
            self._fault("status", "status_unknown")
        return state

    def _moment(self, column: str) -> datetime | None:
        cell = self._cell(column)
        if cell is None:
            return None
        try:
            moment = moment_of(cell)
        except Unreadable as error:
            self._fault(column, error.kind)
            return None
        if moment > self._latest:
            self._fault(column, "in_future")
            return None
        return moment

    def _due(self, received: datetime | None) -> date | None:
        cell = self._cell("due_at")
        if cell is None:
            return None
        try:
            day = day_of(cell)
        except Unreadable as error:
            self._fault("due_at", error.kind)
            return None
        if received is not None and day < local(received).date():
            self._fault("due_at", "due_before_receipt")
        return day

    def _cell(self, column: str) -> object | None:
        cell = self._cells.get(column)
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            if column not in OPTIONAL:
                self._fault(column, "required")
            return None
        return cell

    def _text(self, column: str) -> str:
        cell = self._cell(column)
        if cell is None:
            return ""
        try:
            value = clean_text(cell)
        except Unreadable as error:
            self._fault(column, error.kind)
            return ""
        longest = LONGEST.get(column, _LONGEST_OTHER)
        if len(value) > longest:
            self._fault(column, "too_long", expected=str(longest))
            return ""
        if not value and column not in OPTIONAL:
            self._fault(column, "required")
        return value

    def _fault(self, column: str, kind: str, **values: str) -> None:
        given = "" if column in PERSONAL else str(self._cells.get(column, ""))
        self.problems.append(Problem(self._number, column, kind, {"given": given, **values}))
