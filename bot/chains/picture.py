"""The picture of one day: which office stands above which, and what follows for somebody who sits in one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from bot.agencies.agency import Agency, standing
from bot.chains.zones import Place, Zone

#: Province, commune, kind of office.
Spot = tuple[str | None, str | None, str | None]
#: Levels of offices that are, or may be, a commune's.
NEAR = frozenset({"commune", "any"})
CENTRAL = "central"


@dataclass(frozen=True, slots=True)
class OfficeRule:
    """What holds for a kind of office from a day on. ``above``: the kind that stands above it in the same province;
    ``level``: as in ``bot.reports.offices``; ``fields``: sectors of the portal that it handles."""

    office: str
    above: str | None
    level: str
    fields: tuple[str, ...]
    valid_from: date


@dataclass(frozen=True)
class Chains:
    """Built once for a day and a revision, shared by everybody who is judged by it; never changed.

    :ivar rules: in force on ``day``, by kind of office. :ivar agencies: every one that is written, by id.
    """

    day: date
    revision: int
    rules: Mapping[str, OfficeRule]
    agencies: Mapping[int, Agency] = field(default_factory=dict)
    _closed: dict[Spot, tuple[Zone, ...]] = field(default_factory=dict, repr=False, compare=False)

    def level(self, office: str | None) -> str:
        """An office nobody wrote a rule for may be anywhere."""
        rule = self.rules.get(office) if office is not None else None
        return rule.level if rule is not None else "any"

    def offices_for(self, sector: str) -> list[str]:
        """Kinds of office that are competent for a sector of the portal."""
        return [key for key, rule in self.rules.items() if sector in rule.fields]

    def closed(self, post: Place, place: Place) -> bool:
        """Whether who sits at ``post`` has no part in a case about ``place``."""
        return any(zone.holds(place) for zone in self.zones(post))

    def zones(self, post: Place) -> tuple[Zone, ...]:
        """What is closed to who sits at ``post``. A post without office and commune is in a body that answers to
        nobody named here, e.g. the province's own inspectorate: nothing is."""
        key = (post.province, post.commune, post.office)
        if key not in self._closed:
            self._closed[key] = tuple(dict.fromkeys([*self._by_kind(post), *self._by_agency(post)]))
        return self._closed[key]

    def heir(self, spot: Spot) -> Spot:
        """Who answers on this day for what happened at ``spot``."""
        return self._heirs.get(spot, spot)

    def heirs_nearby(self) -> dict[Spot, Spot]:
        """(province, commune, office) whose open cases go to another place of the same province. Across provinces they
        are sealed to others' keys: only who holds those can hand them on."""
        return {old: new for old, new in self._heirs.items() if old != new and old[0] == new[0] and old[0] is not None}

    def circles(self) -> list[str]:
        """Kinds of office, and names of agencies, that stand above themselves."""
        kinds = [key for key in self.rules if key in self._kinds_above(key)]
        return kinds + [self.agencies[each].name for each, higher in self._above.items() if each in higher]

    # -- by kinds of office ------------------------------------------------------------------------------------------

    def _by_kind(self, post: Place) -> list[Zone]:
        if post.commune is not None:  # one house: whoever sits in a commune stays out of all of it
            elsewhere = frozenset(key for key in self.rules if self.level(key) not in NEAR)
            unsaid: frozenset[str | None] = frozenset({None})
            return [
                Zone(communes=frozenset(self._kin(post.commune))),
                Zone(post.province, unsaid, but=elsewhere),
            ]
        if post.office is None:
            return []
        return [Zone(post.province, offices=frozenset(self._chain_of_kind(post.office)))]

    def _chain_of_kind(self, office: str) -> set[str]:
        over = {key: self._kinds_above(key) for key in self.rules}
        below = {key for key, higher in over.items() if office in higher}
        return {office, *over.get(office, ()), *below}

    def _kinds_above(self, office: str) -> list[str]:
        found: list[str] = []
        rule = self.rules.get(office)
        while rule is not None and rule.above is not None and rule.above not in found:
            found.append(rule.above)
            rule = self.rules.get(rule.above)
        return found

    # -- by agencies -------------------------------------------------------------------------------------------------

    def _by_agency(self, post: Place) -> list[Zone]:
        mine = {self._now[each.id] for each in self._candidates(post) if self._sits(post, each)}
        related = mine.union(*(self._above[each] | self._below[each] for each in mine))
        return _zones_of((each for one in sorted(related) for each in self._behind[one]), self.level)

    def _candidates(self, post: Place) -> list[Agency]:
        """Few of the thousands: those of its kind, those of its commune."""
        near = [each for one in self._kin(post.commune) for each in self._in_commune[one]] if post.commune else []
        return near + (self._of_kind[post.office] if post.office else [])

    def _sits(self, post: Place, agency: Agency) -> bool:
        """Whether who sits at ``post`` may sit in ``agency``; somebody in a commune counts to every office there."""
        if not self._takes_part(agency):
            return False
        if post.commune is not None and agency.commune is not None and agency.commune in self._kin(post.commune):
            return True
        return any(zone.holds(post) for zone in _zones_of([agency], self.level) if zone.offices != frozenset({None}))

    def _takes_part(self, agency: Agency) -> bool:
        """One of which it is not known what it is, or where, is on no chain; nor is one that is yet to begin."""
        begun = agency.valid_from is None or agency.valid_from <= self.day
        return begun and is_placed(agency, self.level(agency.kind))

    @cached_property
    def _now(self) -> dict[int, int]:
        """Id of who stands for each agency: itself, or who took over from it."""
        known = dict(self.agencies)
        return {each.id: standing(each, known, self.day).id for each in known.values()}

    @cached_property
    def _behind(self) -> dict[int, list[Agency]]:
        """By id of who stands today: it, and those it took over from."""
        found: dict[int, list[Agency]] = defaultdict(list)
        for each in self.agencies.values():
            found[self._now[each.id]].append(each)
        return found

    @cached_property
    def _in_commune(self) -> dict[str | None, list[Agency]]:
        found: dict[str | None, list[Agency]] = defaultdict(list)
        for each in self.agencies.values():
            found[each.commune].append(each)
        return found

    @cached_property
    def _of_kind(self) -> dict[str | None, list[Agency]]:
        found: dict[str | None, list[Agency]] = defaultdict(list)
        for each in self.agencies.values():
            found[each.kind].append(each)
        return found

    @cached_property
    def _superiors(self) -> dict[int, set[int]]:
        """Of who stands for an agency: who stands for its superior, and for those of whoever it took over from."""
        found: dict[int, set[int]] = defaultdict(set)
        for each in self.agencies.values():
            if each.superior is not None and each.superior in self.agencies and self._takes_part(each):
                found[self._now[each.id]].add(self._now[each.superior])
        for each_id, superiors in found.items():
            superiors.discard(each_id)  # who took over from the office right above
        return found

    @cached_property
    def _above(self) -> dict[int, frozenset[int]]:
        return {each: self._reached(each) for each in set(self._now.values())}

    @cached_property
    def _below(self) -> dict[int, frozenset[int]]:
        found: dict[int, set[int]] = {each: set() for each in self._above}
        for each, higher in self._above.items():
            for one in higher:
                found[one].add(each)
        return {each: frozenset(lower) for each, lower in found.items()}

    def _reached(self, start: int) -> frozenset[int]:
        found: set[int] = set()
        ahead = [start]
        while ahead:
            fresh = self._superiors.get(ahead.pop(), set()) - found
            found |= fresh
            ahead += fresh
        return frozenset(found)

    # -- by succession -----------------------------------------------------------------------------------------------

    @cached_property
    def _heirs(self) -> dict[Spot, Spot]:
        """Nobody is heir of a place where somebody of that kind still stands."""
        placed = [each for each in self.agencies.values() if self._takes_part(each)]
        live = {_place_of(each) for each in placed if self._now[each.id] == each.id and not each.has_ended(self.day)}
        moved = {_place_of(each): self.agencies[self._now[each.id]] for each in placed if self._now[each.id] != each.id}
        return {
            old: _place_of(new) for old, new in moved.items() if old not in live and self._takes_part(new)
        }  # fmt: skip

    def _kin(self, commune: str) -> set[str]:
        """Communes that succession has made one with ``commune``."""
        found, ahead = {commune}, [commune]
        while ahead:
            fresh = self._neighbours.get(ahead.pop(), set()) - found
            found |= fresh
            ahead += fresh
        return found

    @cached_property
    def _neighbours(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for each in self.agencies.values():
            now = self.agencies[self._now[each.id]]
            if each.commune is not None and now.commune is not None and each.commune != now.commune:
                found[each.commune].add(now.commune)
                found[now.commune].add(each.commune)
        return found


def in_force(rules: Iterable[OfficeRule], day: date) -> dict[str, OfficeRule]:
    """The latest of each office that has begun."""
    found: dict[str, OfficeRule] = {}
    for rule in sorted(rules, key=lambda rule: rule.valid_from):
        if rule.valid_from <= day:
            found[rule.office] = rule
    return found


def with_rule(chains: Chains, rule: OfficeRule) -> Chains:
    """As it would be with ``rule`` in force."""
    return replace(chains, rules={**chains.rules, rule.office: rule}, _closed={})


def with_agency(chains: Chains, agency: Agency) -> Chains:
    """As it would be with ``agency`` written."""
    return replace(chains, agencies={**chains.agencies, agency.id: agency}, _closed={})


def is_placed(agency: Agency, level: str) -> bool:
    """Whether it is known what an agency is and where it stands, as far as its level asks."""
    if agency.kind is None:
        return False
    return {"commune": agency.commune is not None, CENTRAL: True}.get(level, agency.province is not None)


def _place_of(agency: Agency) -> Spot:
    return agency.province, agency.commune, agency.kind


def _zones_of(agencies: Iterable[Agency], level: Callable[[str | None], str]) -> list[Zone]:
    """Where cases about them lie: under their kind, and in their commune when no office was named.

    Few, however many agencies: those of a kind and a province are one zone.
    """
    communes: dict[tuple[str, str | None], set[str | None]] = defaultdict(set)
    nameless: dict[str | None, set[str | None]] = defaultdict(set)
    for each in agencies:
        if each.kind is None or not is_placed(each, level(each.kind)):
            continue
        province = None if level(each.kind) == CENTRAL else each.province
        communes[each.kind, province].add(each.commune)
        if each.commune is not None:
            nameless[province].add(each.commune)
    zones = [
        Zone(province, None if None in named else frozenset({*named, None}), frozenset({kind}))
        for (kind, province), named in communes.items()
    ]
    return zones + [Zone(province, frozenset(named), frozenset({None})) for province, named in nameless.items()]
