"""The states of a report, as states.yaml has them; the table is checked when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import KnowledgeRejected

FILE = Path(__file__).with_name("states.yaml")


class Actor(StrEnum):
    CITIZEN = "citizen"
    INSPECTOR = "inspector"
    PROGRAM = "program"


class State(StrEnum):
    RECEIVED = "received"
    SCREENING = "screening"
    NEEDS_INFORMATION = "needs_information"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    TRANSFERRED = "transferred"
    CLOSED = "closed"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


#: Every report comes in here, sent by a citizen.
FIRST = State.RECEIVED
CLOCKS = ("pakn_screen", "pakn_supplement", "pakn_answer")
_FIELDS = {"clock", "begins", "pauses", "over", "back", "text", "to"}


@dataclass(frozen=True, slots=True)
class Rules:
    """One row of the table; see its head for the meaning of the fields."""

    clock: str | None
    begins: bool
    pauses: bool
    over: bool
    back: State | None
    text: str
    to: dict[Actor, frozenset[State]]


@cache
def table() -> dict[State, Rules]:
    """:raises KnowledgeRejected: naming what is wrong."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> dict[State, Rules]:
    """:raises KnowledgeRejected: naming the states whose rows contradict themselves or each other."""
    rows = yaml.safe_load(text)["states"]
    try:
        found = {State(name): _rules(row) for name, row in rows.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeRejected([f"states.yaml: {error}"]) from error
    problems = [f"states.yaml: {state}: {problem}" for state, rules in found.items() for problem in _problems(rules)]
    problems += [f"states.yaml: {state} is missing" for state in State if state not in found]
    problems += [f"states.yaml: nothing leads to {state}" for state in _unreachable(found)]
    if problems:
        raise KnowledgeRejected(problems)
    return found


def allowed(before: State, after: State, actor: Actor) -> bool:
    """Whether ``actor`` may bring a report from one state to another."""
    return after in table()[before].to.get(actor, frozenset())


def _rules(row: dict[str, Any]) -> Rules:
    unknown = set(row) - _FIELDS
    if unknown:
        raise ValueError(f"unknown field {', '.join(sorted(unknown))}")
    return Rules(
        clock=row["clock"],
        begins=bool(row.get("begins", False)),
        pauses=bool(row.get("pauses", False)),
        over=bool(row.get("over", False)),
        back=State(row["back"]) if "back" in row else None,
        text=str(row["text"]),
        to={Actor(actor): frozenset(map(State, states)) for actor, states in row["to"].items()},
    )


def _problems(rules: Rules) -> list[str]:
    asked = any(State.NEEDS_INFORMATION in states for states in rules.to.values())
    wrong = {
        f"unknown clock {rules.clock}": rules.clock is not None and rules.clock not in CLOCKS,
        "a clock cannot run where it stands": rules.pauses and rules.clock is not None,
        "what is over has no clock": rules.over and (rules.clock is not None or rules.begins or rules.pauses),
        "only a clock can begin": rules.begins and rules.clock is None,
        "from here it can be asked about, but there is no way back": asked != (rules.back is not None),
    }
    return [problem for problem, is_so in wrong.items() if is_so]


def _unreachable(found: dict[State, Rules]) -> set[State]:
    seen, waiting = {FIRST}, [FIRST]
    while waiting:
        state = waiting.pop()
        following = frozenset[State]().union(*found[state].to.values()) if state in found else frozenset()
        waiting += following - seen
        seen |= following
    return set(found) - seen
