"""Count the words of the labelled texts anew, the fourth set left out.

`python -m tests.bot.reports.judging.learn`
"""

from __future__ import annotations

from collections import Counter, defaultdict

from bot.reports.judging import shipped_judge
from bot.reports.judging.likeness import NO_GRIEVANCE, TEXTS, features
from bot.reports.judging.tables import DATA
from tests.bot.reports.judging.measure import HERE, examples

LEARNED_FROM = ("examples", "real", "second", "third")
SELDOM = 2


def main() -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    texts: Counter[str] = Counter()
    judge = shipped_judge()
    for name in LEARNED_FROM:
        for example in examples(HERE / f"{name}.tsv"):
            label = example.categories[0] if example.categories else NO_GRIEVANCE
            texts[label] += 1
            for feature in features(judge.hear(example.text)):
                counts[feature][label] += 1
    lines = [
        "# Made by tests/bot/reports/judging/learn.py from labelled texts; no text stands here.",
        "feature\tlabels",
    ]
    for feature, labels in [(TEXTS, texts), *sorted(counts.items())]:
        if labels.total() >= SELDOM:
            lines.append(f"{feature}\t{' '.join(f'{label}:{count}' for label, count in sorted(labels.items()))}")
    (DATA / "likeness.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
