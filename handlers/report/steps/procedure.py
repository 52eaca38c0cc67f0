"""Which procedure or dossier it was about."""

from __future__ import annotations

from bot.dossiers.codes import code_in
from bot.dossiers.desk import draft_of
from bot.outbox.message import Message
from bot.reports.draft import Demand, ReportDraft
from bot.turns.turn import Turn
from bot.views.labels import shortened
from bot.views.names import shown
from bot.views.report import choice, question
from handlers.chat import chat_of
from handlers.report.steps.step import Step, level

OFFERED = 3
#: A story is long and speaks of many things: below this, what the search finds in it is chance.
LIKELY = 0.5


class Procedure(Step):
    name = "procedure"

    def wanted(self, draft: ReportDraft) -> bool:
        return draft.procedure is None and draft.dossier is None and level(draft) in ("HV", "QD")

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        subject = turn.session.subject.get("code")
        found = suggested(turn, draft)
        codes = list(dict.fromkeys([*([subject] if isinstance(subject, str) else []), *found]))[:OFFERED]
        return self._choices(turn, draft, [code for code in codes if code in turn.house.knowledge.names])

    async def typed(self, turn: Turn, draft: ReportDraft, text: str) -> bool:
        code = code_in(text)
        if code is not None and turn.house.dossiers is not None:
            return await _take_dossier(turn, draft, code)
        result = turn.house.knowledge.search(text)
        if result.action == "answer" and result.hits:
            await take_procedure(turn, draft, result.codes[0])
            return True
        if result.action == "offer" and result.hits:
            turn.say(self._choices(turn, draft, result.codes[:OFFERED]))
        return False

    async def pressed(self, turn: Turn, draft: ReportDraft, value: str) -> bool:
        return await take_procedure(turn, draft, value)

    def clear(self, draft: ReportDraft) -> None:
        draft.procedure = draft.procedure_version = draft.dossier = None
        if draft.demand is not None:  # what was found out about it was found out of the procedure that is taken back
            draft.demand = Demand(words=draft.demand.words)

    def _choices(self, turn: Turn, draft: ReportDraft, codes: list[str]) -> Message:
        names = [shown(turn, turn.house.knowledge.names[code]) for code in codes]
        rows = [(choice(turn, draft, self.name, n.code, shortened(f"{i}. {n.short}")),) for i, n in enumerate(names, 1)]
        return question(turn, draft, self.name, rows, names=names)


async def take_procedure(turn: Turn, draft: ReportDraft, code: str) -> bool:
    stored = await turn.house.knowledge.service(code)
    if stored is None:
        return False
    draft.procedure, draft.procedure_version = code, stored.version
    turn.session.subject = {**turn.session.subject, "code": code}
    return True


async def _take_dossier(turn: Turn, draft: ReportDraft, code: str) -> bool:
    """A dossier this chat may see fills in the rest; another is only named, since codes can be guessed."""
    assert turn.house.dossiers is not None
    file = await turn.house.dossiers.open_to(code, chat_of(turn))
    if file is None:
        draft.dossier = {"code": code}
        return True
    answer = await turn.house.dossiers.answer(file)
    draft.dossier = draft_of(answer, None)
    await take_procedure(turn, draft, str(draft.dossier["procedure_code"]))
    return True


def suggested(turn: Turn, draft: ReportDraft) -> list[str]:
    """Procedures the story may be about. The paper that was demanded has a procedure of its own: it is left out."""
    story = "\n".join(draft.story)
    if draft.demand is not None:
        story = story.replace(draft.demand.words, " ")
    result = turn.house.knowledge.search(story) if story.strip() else None
    return result.codes[:OFFERED] if result is not None and result.confidence >= LIKELY else []
