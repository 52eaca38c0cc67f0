"""Where: a commune or province of today, found under old names too."""

from __future__ import annotations

from bot.outbox.message import Button, Message
from bot.places import Place, find, gazetteer
from bot.reports.draft import ReportDraft
from bot.turns.turn import Turn
from bot.views.labels import shortened
from bot.views.report import choice, question
from handlers.report.steps.step import Step, about_people
from knowledge.search.text import fold

OFFERED = 6
_PROVINCE, _COMMUNE, _PROVINCES = "p", "c", "all"
A_ROW = 2


class Where(Step):
    name = "place"

    def wanted(self, draft: ReportDraft) -> bool:
        return about_people(draft) and draft.province is None and draft.dossier is None

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        every = choice(turn, draft, self.name, _PROVINCES, turn.label("🗺 List of provinces"))
        return question(turn, draft, self.name, [(every,)], found=[], none=False)

    async def typed(self, turn: Turn, draft: ReportDraft, text: str) -> bool:
        places = find(text)
        if not places:
            return False
        if len(places) == 1 or places[0].strength > places[1].strength + 1:
            _take(draft, places[0])
            return True
        rows: list[tuple[Button, ...]] = []
        for place in places[:OFFERED]:
            value = f"{_COMMUNE}{place.commune}" if place.commune else f"{_PROVINCE}{place.province}"
            rows.append((choice(turn, draft, self.name, value, shortened(named(place))),))
        turn.say(question(turn, draft, self.name, rows, found=[named(place) for place in places[:OFFERED]], none=False))
        return False

    async def pressed(self, turn: Turn, draft: ReportDraft, value: str) -> bool:
        known = gazetteer()
        if value == _PROVINCES:
            turn.replace(self._provinces(turn, draft))
        elif value[:1] == _COMMUNE and value[1:] in known.communes:
            draft.commune, draft.province = value[1:], known.communes[value[1:]][1]
            return True
        elif value[:1] == _PROVINCE and value[1:] in known.provinces:
            draft.province, draft.commune = value[1:], None
            return True
        return False

    def clear(self, draft: ReportDraft) -> None:
        draft.province = draft.commune = None

    def _provinces(self, turn: Turn, draft: ReportDraft) -> Message:
        buttons = [
            choice(turn, draft, self.name, f"{_PROVINCE}{code}", shortened(short(name)))
            for code, name in sorted(gazetteer().provinces.items(), key=lambda item: fold(short(item[1])))
        ]
        rows = [tuple(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW)]
        return question(turn, draft, self.name, rows, found=[], none=False)


def _take(draft: ReportDraft, place: Place) -> None:
    draft.province, draft.commune = place.province, place.commune


def named(place: Place) -> str:
    return f"{place.commune_name}, {short(place.province_name)}" if place.commune_name else place.province_name


def short(province: str) -> str:
    return province.removeprefix("Tỉnh ").removeprefix("Thành phố ")
