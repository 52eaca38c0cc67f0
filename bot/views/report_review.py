"""Everything said so far, on one screen, each part to be changed; then send."""

from __future__ import annotations

from bot.outbox.buttons import data
from bot.outbox.message import Button, Message, Row
from bot.reports.draft import Part, ReportDraft
from bot.texts import N_
from bot.turns.turn import Turn
from bot.views.case_words import place_name
from bot.views.labels import shortened
from bot.views.report import category_label, office_label, tag

#: The draft keeps all of it; the screen shows the beginning and the end.
QUOTED = 900
PARTS: dict[Part, str] = {
    "story": N_("➕ Add words"),
    "category": N_("✏️ Kind"),
    "place": N_("✏️ Place"),
    "office": N_("✏️ Office"),
    "procedure": N_("✏️ Procedure"),
    "when": N_("✏️ When"),
    "money": N_("✏️ Money"),
    "demand": N_("✏️ What they asked for"),
    "who": N_("✏️ Desk, position"),
    "evidence": N_("📎 Files"),
    "notify": N_("✏️ Replies"),
}
A_ROW = 3


async def review_message(turn: Turn, draft: ReportDraft) -> Message:
    name = turn.house.knowledge.names.get(draft.procedure or "")
    text = turn.render(
        "report/review",
        draft=draft,
        story=shortened(" ".join(draft.story), QUOTED) if draft.story else None,
        categories=[category_label(turn, code) for code in draft.categories],
        place=place_name(draft.province, draft.commune),
        office=office_label(turn, draft.office) if draft.office else None,
        procedure=name.name if name else None,
    )
    return Message(text, tuple(_buttons(turn, draft)))


def _buttons(turn: Turn, draft: ReportDraft) -> list[Row]:
    named = tag(draft)
    rows: list[Row] = [(Button(turn.label("✅ Send the report"), data("rep", "send", named)),)]
    edits = [
        Button(turn.label(label), data("rep", "edit", named, part))
        for part, label in PARTS.items()
        if _has(draft, part)
    ]
    rows += [tuple(edits[start : start + A_ROW]) for start in range(0, len(edits), A_ROW)]
    other = turn.label("👥 For somebody else: yes") if draft.for_other else turn.label("👥 For somebody else: no")
    person = (
        turn.label("🙋 A person to talk to: yes") if draft.wants_person else turn.label("🙋 A person to talk to: no")
    )
    rows.append((Button(other, data("rep", "toggle", named, "other")),))
    rows.append((Button(person, data("rep", "toggle", named, "person")),))
    rows.append((Button(turn.label("✖ Drop the report"), data("rep", "stop", named)),))
    return rows


def _has(draft: ReportDraft, part: Part) -> bool:
    """What cannot be part of this report is not offered for change."""
    if draft.dossier is not None and part in ("place", "office", "when", "who"):
        return False
    if part == "money":
        return draft.money is not None or part in draft.skipped
    if part == "demand":
        return draft.demand is not None or part in draft.skipped
    return True
