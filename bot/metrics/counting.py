"""What happens is counted here, by every room and without importing anything of this program: starting stays quick.

A label takes values of a closed set only; any other counts as :data:`OTHER`, so that no word of a person and no number
of a chat can become a label (T4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

OTHER = "other"
CHANNELS = frozenset({"telegram", "web"})
#: Of the report's form, as handlers.report names them; a test holds the two together.
REPORT_STEPS = frozenset(
    {
        "notice",
        "story",
        "category",
        "ways",
        "place",
        "procedure",
        "office",
        "when",
        "demand",
        "money",
        "who",
        "evidence",
    }
    | {"notify", "review"}
)
#: Seconds. Most answers are under a second; beyond minutes it is an outage.
BUCKETS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


class Figure:
    """One figure of one name. ``labels``: what each label may say.

    :cvar all: every figure there is, by name.
    """

    all: ClassVar[dict[str, Figure]] = {}

    def __init__(self, name: str, meaning: str, **labels: frozenset[str]) -> None:
        self.name, self.meaning, self.labels = name, meaning, labels
        Figure.all[name] = self

    def closed(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """In the order of the labels. :raises KeyError: a label is missing."""
        return tuple(values[name] if values[name] in allowed else OTHER for name, allowed in self.labels.items())


class Count(Figure):
    """Only grows. ``values``: by labels."""

    def __init__(self, name: str, meaning: str, **labels: frozenset[str]) -> None:
        super().__init__(name, meaning, **labels)
        self.values: dict[tuple[str, ...], int] = {}

    def add(self, many: int = 1, **values: str) -> None:
        key = self.closed(values)
        self.values[key] = self.values.get(key, 0) + many


class Spread(Figure):
    """How durations are spread. ``values``: by labels, how many fell into each of :data:`BUCKETS_S` and beyond,
    and their sum in seconds."""

    def __init__(self, name: str, meaning: str, **labels: frozenset[str]) -> None:
        super().__init__(name, meaning, **labels)
        self.values: dict[tuple[str, ...], tuple[list[int], float]] = {}

    def see(self, seconds: float, **values: str) -> None:
        """A clock that was set back makes a duration negative: that counts as none."""
        seconds = max(seconds, 0.0)
        key = self.closed(values)
        counts, total = self.values.get(key, ([0] * (len(BUCKETS_S) + 1), 0.0))
        counts[next((place for place, edge in enumerate(BUCKETS_S) if seconds <= edge), len(BUCKETS_S))] += 1
        self.values[key] = (counts, total + seconds)


UPDATES = Count(
    "motcua_updates",
    "Updates worked on.",
    channel=CHANNELS,
    outcome=frozenset({"answered", "retried", "dead"}),
)
REPLY_SECONDS = Spread(
    "motcua_reply_seconds",
    "From taking an update in until its reply was committed for sending.",
    channel=CHANNELS,
)
MESSAGES = Count(
    "motcua_messages",
    "Messages that are over.",
    channel=CHANNELS,
    outcome=frozenset({"sent", "dead", "uncertain"}),
)
SEARCHES = Count(
    "motcua_searches",
    "What the search did with a question.",
    action=frozenset({"answer", "offer", "decline"}),
)
DROPS = Count("motcua_dropped", "Not taken in, by why.", why=frozenset({"flood", "blocked"}))
REPORTS = Count(
    "motcua_reports",
    "Report forms; what was begun and neither filed nor dropped was left lying.",
    event=frozenset({"begun", "filed", "dropped"}),
)
STEPS_REACHED = Count("motcua_report_step_reached", "Steps of the report form that were asked.", step=REPORT_STEPS)
STEPS_DROPPED = Count("motcua_report_step_dropped", "Steps at which a report was dropped.", step=REPORT_STEPS)
LOG_FIELDS_DROPPED = Count("motcua_log_fields_dropped", "Fields of log lines that are on no list, left out.")
