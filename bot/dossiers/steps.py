"""From what is known of a dossier and a new row to what that row changes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.clock import epoch_ms, from_epoch_ms, local
from bot.dossiers.problems import Problem
from bot.dossiers.rows import DossierRow
from bot.dossiers.states import DECIDED, REPEATABLE, State, allowed


class Change(StrEnum):
    ADDED = "added"
    STEP = "step"  #: a new state, or a request made anew
    CORRECTED = "corrected"  #: the same state, told better
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Known:
    """A dossier as far as steps depend on it. ``events``: how many; ``told``: (state, state_at) of each."""

    state: State
    state_at: int
    events: int
    digest: str
    supplements: int = 0
    finished_at: int | None = None
    due_day: int | None = None
    due_set_at: int | None = None
    procedure_version: int | None = None
    told: frozenset[tuple[int, int]] = field(default=frozenset())


def advance(known: Known | None, row: DossierRow, digest: str) -> tuple[Change, Known] | Problem:
    """What ``row`` changes, and the dossier afterwards.

    :returns: a problem when the step is not allowed, or older than what is stored and never heard of.
    """
    at = epoch_ms(row.state_at)
    if known is None:
        # The first day we hear of was set at receipt, whatever the state in which we hear of it.
        due_day, received = (row.due.toordinal(), epoch_ms(row.received_at)) if row.due else (None, None)
        new = Known(row.state, at, 0, digest, due_day=due_day, due_set_at=received)
        return Change.ADDED, _entered(new, row, at, digest)
    if known.digest == digest:
        return Change.NONE, known
    if (row.state, at) in known.told and (row.state, at) != (known.state, known.state_at):
        return Change.NONE, known  # an old row sent again
    if at < known.state_at:
        stored = local(from_epoch_ms(known.state_at)).isoformat(sep=" ", timespec="minutes")
        return Problem(row.row, "status_at", "older", {"stored": stored})
    if row.state == known.state and (row.state not in REPEATABLE or at == known.state_at):
        due_day, due_set_at = _due(known, row, known.state_at)
        return Change.CORRECTED, replace(known, digest=digest, due_day=due_day, due_set_at=due_set_at)
    if row.state != known.state and not allowed(known.state, row.state):
        steps = {"before": str(int(known.state)), "after": str(int(row.state))}
        return Problem(row.row, "status", "transition", steps)
    return Change.STEP, _entered(known, row, at, digest)


def _entered(known: Known, row: DossierRow, at: int, digest: str) -> Known:
    due_day, due_set_at = _due(known, row, at)
    return replace(
        known,
        state=row.state,
        state_at=at,
        events=known.events + 1,
        digest=digest,
        supplements=known.supplements + (row.state is State.PAPERS_MISSING),
        finished_at=known.finished_at or (at if row.state in DECIDED else None),
        due_day=due_day,
        due_set_at=due_set_at,
        told=known.told | {(int(row.state), at)},
    )


def _due(known: Known, row: DossierRow, at: int) -> tuple[int | None, int | None]:
    """The agency's day, and since when: pauses that came before it was set are in it already."""
    if row.due is None or row.due.toordinal() == known.due_day:
        return known.due_day, known.due_set_at
    return row.due.toordinal(), at
