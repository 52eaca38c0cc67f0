"""The ten national states. "Late" is none of them: it is derived (see answer.py)."""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from functools import cache
from pathlib import Path

import yaml

from bot.whole import whole


class State(IntEnum):
    REGISTERED = 1
    ACCEPTED = 2
    REFUSED = 3
    IN_PROGRESS = 4
    PAPERS_MISSING = 5
    PAYMENT_OWED = 6
    WITHDRAWN = 7
    STOPPED = 8
    FINISHED = 9
    RETURNED = 10


#: The clock stands while it is the citizen's turn.
PAUSED = frozenset({State.PAPERS_MISSING, State.PAYMENT_OWED})
#: Decided: the finish counts, not today.
DECIDED = frozenset({State.FINISHED, State.RETURNED})
#: Nobody owes a result any more.
CLOSED = frozenset({State.REFUSED, State.WITHDRAWN, State.STOPPED})
#: Nothing follows.
FINAL = frozenset({State.REFUSED, State.RETURNED})
#: Asked for again, these are a new request, not the old one told twice.
REPEATABLE = PAUSED


@cache
def _table() -> tuple[dict[State, str], dict[State, frozenset[State]]]:
    read = yaml.safe_load(Path(__file__).with_name("states.yaml").read_text(encoding="utf-8"))["states"]
    names = {State(number): row["name"] for number, row in read.items()}
    steps = {State(number): frozenset(map(State, row["to"])) for number, row in read.items()}
    return names, steps


def national_name(state: State) -> str:
    """The state's official Vietnamese name."""
    return _table()[0][state]


def allowed(before: State, after: State) -> bool:
    """Whether a dossier may go from one state to another one."""
    return after in _table()[1][before]


def state_of(value: str) -> State | None:
    """From "1" to "10" or the state's name, with or without diacritics."""
    value = value.strip()
    if (number := whole(value, 99)) is not None:
        return State(number) if 1 <= number <= 10 else None
    return _by_name().get(_plain(value))


@cache
def _by_name() -> dict[str, State]:
    return {_plain(name): state for state, name in _table()[0].items()}


def _plain(name: str) -> str:
    spread = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return " ".join("".join(c for c in spread if not unicodedata.combining(c)).split())
