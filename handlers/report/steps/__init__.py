"""The questions of a report, in the order in which they are asked. Only what is missing is asked."""

from __future__ import annotations

from bot.reports.draft import ReportDraft
from handlers.report.steps import (
    category,
    demand,
    evidence,
    money,
    notify,
    office,
    place,
    procedure,
    story,
    ways,
    when,
    who,
)
from handlers.report.steps.step import Step

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        story.Story(),
        category.Category(),
        ways.Ways(),
        place.Where(),
        procedure.Procedure(),
        office.Which(),
        when.When(),
        demand.Demanded(),
        money.HowMuch(),
        who.Who(),
        evidence.Evidence(),
        notify.Notify(),
    )
}


def next_step(draft: ReportDraft) -> Step | None:
    """The first question that is open; None when the report can be reviewed."""
    return next((step for step in STEPS.values() if step.open(draft)), None)
