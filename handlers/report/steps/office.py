"""Which office: proposed from the story and the procedure, chosen by a button."""

from __future__ import annotations

from bot.chains import Chains
from bot.outbox.message import Message
from bot.reports.draft import ReportDraft
from bot.reports.offices import office_in, offices, offices_for
from bot.turns.turn import Turn
from bot.views.report import choice, office_label, question
from handlers.report.steps.step import Step, about_people

OFFERED = 5
_MORE = "more"


class Which(Step):
    name = "office"

    def wanted(self, draft: ReportDraft) -> bool:
        return about_people(draft) and draft.office is None and draft.dossier is None

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        name = turn.house.knowledge.names.get(draft.procedure or "")
        chains = await _chains(turn)
        competent = chains.offices_for(name.field) if name and name.field else []
        proposed = offices_for(competent, office_in("\n".join(draft.story)))[:OFFERED]
        return self._choices(turn, draft, proposed, more=True)

    async def typed(self, turn: Turn, draft: ReportDraft, text: str) -> bool:
        found = office_in(text)
        if found is not None:
            draft.office = found
        return found is not None

    async def pressed(self, turn: Turn, draft: ReportDraft, value: str) -> bool:
        if value == _MORE:
            turn.replace(self._choices(turn, draft, list(offices()), more=False))
        elif value in offices():
            draft.office = value
            return True
        return False

    def clear(self, draft: ReportDraft) -> None:
        draft.office = None

    def _choices(self, turn: Turn, draft: ReportDraft, keys: list[str], *, more: bool) -> Message:
        rows = [(choice(turn, draft, self.name, key, office_label(turn, key)),) for key in keys]
        if more:
            rows.append((choice(turn, draft, self.name, _MORE, turn.label("🏢 Another office")),))
        return question(turn, draft, self.name, rows)


async def _chains(turn: Turn) -> Chains:
    assert turn.house.reports is not None  # the filters let nothing through in a house without
    return await turn.house.reports.chains.current()
