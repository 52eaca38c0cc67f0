"""Learn the weights of bot/reports/judging/data/model.tsv anew from the labelled texts.

`python -m tests.bot.reports.judging.learn` (half a minute; the same texts give the same table)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.reports.judging.judge import Judge, shipped_judge
from bot.reports.judging.learned import (
    DIGITS,
    GRIEVANCE,
    HALF,
    KINDS,
    LABELS,
    NO_GRIEVANCE,
    PRAISE,
    SCALE,
    START,
    grievance_categories,
)
from bot.reports.judging.tables import DATA

from .descent import Case, Fitted, fit
from .sets import KEPT_APART, Example, labelled, questions

#: Features of fewer texts are chance.
SELDOM = 2
#: The first of several categories takes this share, the others the rest.
FIRST_SHARE = 0.75
#: Plain texts together count as much as this many times the grievances, praise and ideas likewise: a wrong
#: invitation to report is worse than a missed one, which /phananh mends.
PLAIN_SHARE = 1.5
PRAISE_SHARE = 1.0


def main() -> None:
    texts = [e for name, chosen in (labelled() | questions()).items() if name not in KEPT_APART for e in chosen]
    kinds, named = learn(shipped_judge(), texts)
    (DATA / "model.tsv").write_text("\n".join(table(kinds, named)) + "\n", encoding="utf-8")


def learn(judge: Judge, texts: Sequence[Example]) -> tuple[Fitted, Fitted]:
    """The model of kinds and the model of categories."""
    seen = [judge.seen(example.text) for example in texts]
    often = Counter(feature for found in seen for feature in found)
    known = [{f: v for f, v in found.items() if often[f] >= SELDOM} for found in seen]
    kind = [_kind(example) for example in texts]
    share = {NO_GRIEVANCE: PLAIN_SHARE, PRAISE: PRAISE_SHARE, GRIEVANCE: 1.0}
    count = Counter(kind)
    worth = {k: share[k] * count[GRIEVANCE] / count[k] for k in share}
    of_kind = [
        Case(f, tuple(float(k == at) for at in range(KINDS)), worth[k]) for f, k in zip(known, kind, strict=True)
    ]
    of_category = [Case(f, _wanted(e.categories)) for f, e in zip(known, texts, strict=True) if e.grievance]
    return fit(of_kind, 2.0, 2e-5, 20), fit(of_category, 6.0, 1e-4, 12)


def table(kinds: Fitted, named: Fitted) -> Iterable[str]:
    """The lines of model.tsv."""
    scales = [_scale(kinds), _scale(named)]
    codes = grievance_categories()
    yield "# Made by tests/bot/reports/judging/learn.py from labelled texts: one character a weight, no text."
    yield "feature\tweights"
    yield f"{LABELS}\t{' '.join(codes)}"
    yield f"{SCALE}\t{' '.join(f'{scale:.6g}' for scale in scales)}"
    yield f"{START}\t{' '.join(f'{value:.4f}' for value in (*kinds.start, *named.start))}"
    nothing = [0.0] * len(codes)
    for feature, of_kind in sorted(kinds.weights.items()):
        digits = _digits(of_kind, scales[0]) + _digits(named.weights.get(feature, nothing), scales[1])
        if set(digits) != {DIGITS[HALF]}:
            yield f"{feature}\t{digits}"


def _scale(fitted: Fitted) -> float:
    """The largest weight fills the range."""
    return max(abs(w) for row in fitted.weights.values() for w in row) / HALF


def _digits(row: Sequence[float], scale: float) -> str:
    return "".join(DIGITS[HALF + round(w / scale)] for w in row)


def _kind(example: Example) -> int:
    return GRIEVANCE if example.grievance else PRAISE if example.categories else NO_GRIEVANCE


def _wanted(categories: Sequence[str]) -> tuple[float, ...]:
    codes = [code for code in categories if code in grievance_categories()]
    first = FIRST_SHARE if len(codes) > 1 else 1.0
    rest = (1 - first) / max(1, len(codes) - 1)
    return tuple(first if c == codes[0] else rest if c in codes else 0.0 for c in grievance_categories())


if __name__ == "__main__":
    main()
