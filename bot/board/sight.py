"""Which cases a member may know of, as conditions on rows: the rule of ``bot.staff.relation``, for many at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, Table, and_, false, not_, or_, select, true

from bot.board.counter import COUNTRY
from bot.chains import Zone
from bot.database.console_tables import case_share
from bot.database.staff_tables import case_assignment, case_count, case_exclusion, case_total
from bot.staff.authority import Relation, Verdict, allowed
from bot.staff.member import Member, Scope


@dataclass(frozen=True, slots=True)
class Sight:
    """``acting_for``: absent colleagues whose cases the member works on today."""

    member: Member
    acting_for: tuple[Member, ...] = ()

    @property
    def own(self) -> list[str]:
        """Ids under which a case counts as the member's own."""
        return [self.member.id, *(each.id for each in self.acting_for)]

    @property
    def sees_restricted(self) -> bool:
        return allowed(self.member.role, Relation.RESTRICTED, "case.list") is Verdict.ALLOW

    def of_cases(self, cases: FromClause) -> ColumnElement[bool]:
        """Rows of ``report_case``: in reach, in no conflict, and restricted ones for leads only."""
        mine = select(case_assignment.c.case_id).where(case_assignment.c.staff_id.in_(self.own))
        shared = select(case_share.c.case_id).where(case_share.c.staff_id == self.member.id)
        closed = select(case_exclusion.c.case_id).where(case_exclusion.c.staff_id == self.member.id)
        reach = self._reach(cases)
        conditions = [self._open(cases), cases.c.id.not_in(closed)]
        if reach is not None:
            conditions.append(or_(reach, cases.c.id.in_(mine.union_all(shared))))
        return and_(*conditions)

    def of_counts(self, counts: FromClause) -> ColumnElement[bool]:
        """Rows of ``case_count``, where what was not named is "". Exclusions by name are not in them."""
        reach = self._reach(counts)
        return and_(self._open(counts), reach if reach is not None else true())

    def of_figures(self, cases: FromClause) -> ColumnElement[bool]:
        """Rows of ``report_case`` that figures are made of: not those that are the member's own from elsewhere."""
        return and_(self.of_counts(cases), cases.c.id.not_in(select(self.excluded().c.case_id)))

    def of_agencies(self, rows: FromClause) -> ColumnElement[bool]:
        """Rows about offices alone, where what is not known is "": in reach, and in no conflict."""
        reach = self._reach(rows)
        return and_(reach if reach is not None else true(), *self._apart(rows))

    def counts(self, filtered: Collection[str]) -> tuple[Table, ColumnElement[bool]]:
        """The smallest table of counts that can answer, and which of its rows are the member's.

        :param filtered: names of places that a filter narrows further.
        """
        scopes, zones = self._scopes(), self._zones()
        by_commune = any(scope.commune for scope in scopes) or any(zone.communes is not None for zone in zones)
        if "commune" in filtered or by_commune:
            return case_count, self.of_counts(case_count)
        by_province = any(scope.province for scope in scopes) or any(zone.province is not None for zone in zones)
        whole = case_total.c.province == COUNTRY
        return case_total, and_(~whole if by_province or "province" in filtered else whole, self.of_counts(case_total))

    def provinces(self) -> list[str] | None:
        """Those the member has to do with; None: all."""
        scopes = self._scopes()
        named = {scope.province for scope in scopes}
        return None if None in named else sorted(province for province in named if province is not None)

    def excluded(self) -> FromClause:
        """Ids of cases closed to the member by name."""
        return select(case_exclusion.c.case_id).where(case_exclusion.c.staff_id == self.member.id).subquery()

    def _scopes(self) -> list[Scope]:
        return [scope for each in (self.member, *self.acting_for) for scope in each.scopes]

    def _reach(self, rows: FromClause) -> ColumnElement[bool] | None:
        """None: everywhere."""
        scopes = self._scopes()
        if any(scope == Scope() for scope in scopes):
            return None
        return or_(false(), *(_within(scope, rows) for scope in scopes))

    def _open(self, rows: FromClause) -> ColumnElement[bool]:
        plain = true() if self.sees_restricted else rows.c.restricted == false()
        return and_(plain, *self._apart(rows))

    def _apart(self, rows: FromClause) -> list[ColumnElement[bool]]:
        """None of the offices the member works in."""
        return [not_(_in_zone(zone, rows)) for zone in self._zones()]

    def _zones(self) -> list[Zone]:
        """Each once, in one order: a statement is the same each time."""
        return list(dict.fromkeys(zone for post in self.member.posts for zone in self.member.chains.zones(post)))


def _within(scope: Scope, rows: FromClause) -> ColumnElement[bool]:
    named = {"province": scope.province, "commune": scope.commune, "office": scope.office}
    return and_(*(rows.c[name] == value for name, value in named.items() if value is not None))


def _in_zone(zone: Zone, rows: FromClause) -> ColumnElement[bool]:
    """As ``Zone.holds`` has it for one place; never unknown, so that it can be turned round."""
    conditions: list[ColumnElement[bool]] = [true()]
    if zone.province is not None:
        conditions.append(or_(_unnamed(rows, "province"), rows.c.province == zone.province))
    if zone.communes is not None:
        conditions.append(_among(rows, "commune", zone.communes))
    if zone.offices is not None:
        conditions.append(_among(rows, "office", zone.offices))
    if zone.but:
        conditions.append(or_(_unnamed(rows, "office"), rows.c.office.not_in(sorted(zone.but))))
    return and_(*conditions)


def _among(rows: FromClause, column: str, values: Collection[str | None]) -> ColumnElement[bool]:
    named = sorted(value for value in values if value is not None)
    among = and_(rows.c[column].is_not(None), rows.c[column].in_(named)) if named else false()
    return or_(_unnamed(rows, column), among) if None in values else among


def _unnamed(rows: FromClause, column: str) -> ColumnElement[bool]:
    return or_(rows.c[column].is_(None), rows.c[column] == "")
