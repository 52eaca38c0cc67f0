"""How well texts are judged, set by set and category by category.

`python -m tests.bot.reports.judging.measure SET… [--show]`: the shipped judge; sets it learned from flatter it.
`python -m tests.bot.reports.judging.measure --left-out [SET…]`: each set judged by what the others teach (minutes).
`python -m tests.bot.reports.judging.measure --file PATH`: figures only, for texts that nobody here may read.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.dossiers.interval import share_of
from bot.reports.judging import Judge, shipped_judge
from bot.reports.judging.identified import load_people
from bot.reports.judging.learned import Learned, grievance_categories
from bot.reports.judging.tables import tables
from bot.reports.taxonomy import categories

from .learn import learn, table
from .sets import KEPT_APART, Example, labelled, questions

Counts = dict[str, tuple[int, int]]


def measure(chosen: Iterable[Example], judge: Judge, show: bool = False) -> Counts:
    """Right and all, by what is measured."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])

    def count(name: str, right: bool) -> None:
        counts[name][0] += right
        counts[name][1] += 1

    for example in chosen:
        told = judge.judge(example.text)
        first = told.categories[:1] == example.categories[:1]
        count("grievance or not", told.grievance == example.grievance)
        if example.grievance:
            count("grievances seen", told.grievance)
        else:
            count("others left alone", not told.grievance)
        if example.categories:
            count("primary category", first)
            count("primary among the named", example.categories[0] in told.categories)
            count(example.categories[0], first)
        if example.denunciation:
            count("denunciations found", told.denunciation_like)
        if told.denunciation_like:
            count("denunciations rightly said", example.denunciation)
        if told.categories and example.categories:
            count(f"right when {min(4, int(told.confidence * 5)) / 5:.1f} sure or more", first)
        if show and (not first or told.denunciation_like != example.denunciation):
            print(example.categories, "!" if example.denunciation else "", "->", told.categories, end=" ")
            print("!" if told.denunciation_like else "", f"{told.confidence:.2f}", example.text)
    return {name: (right, of) for name, (right, of) in counts.items()}


def taught_by(texts: Sequence[Example]) -> Judge:
    """A judge that learned from these texts only."""
    plain = shipped_judge()
    lines = [line.split("\t") for line in table(*learn(plain, texts)) if not line.startswith("#")]
    rows = dict(lines)
    scale = [float(value) for value in rows["(scale)"].split()]
    start = [float(value) for value in rows["(start)"].split()]
    weights = {feature: digits for feature, digits in lines if feature[0] != "(" and feature != "feature"}
    model = Learned(grievance_categories(), weights, start, (scale[0], scale[1]))
    return Judge(tables(), load_people(), lambda: model)


def left_out(names: Sequence[str]) -> Counts:
    """Every named set judged by a judge that learned from all others; the counts together."""
    sets = labelled() | questions()
    total: Counts = {}
    for name in names:
        others = [e for other, chosen in sets.items() if other not in (name, *KEPT_APART) for e in chosen]
        counts = measure(sets[name], taught_by(others))
        print(f"== {name}")
        report({k: v for k, v in counts.items() if not k.startswith(("cat-", "right when"))})
        total = {
            k: (total.get(k, (0, 0))[0] + counts.get(k, (0, 0))[0], total.get(k, (0, 0))[1] + counts.get(k, (0, 0))[1])
            for k in {**total, **counts}
        }
    return total


def report(counts: Mapping[str, tuple[int, int]]) -> None:
    """Print shares with Wilson's 95 % intervals."""
    order = {code: at for at, code in enumerate(categories())}
    for name, (right, of) in sorted(counts.items(), key=lambda item: (order.get(item[0], -1), item[0])):
        share = share_of(right, of)
        print(f"{name:30} {right:4}/{of:<4} {share.share:6.1%}  [{share.low:.1%}, {share.high:.1%}]")


def main() -> None:
    named = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    sets = labelled() | questions()
    if "--file" in sys.argv:
        lines = Path(named[0]).read_text("utf-8").splitlines()
        told = [json.loads(line) for line in lines if line.strip()]
        report(
            measure((Example(tuple(t["categories"]), t["denunciation_like"], t["text"]) for t in told), shipped_judge())
        )
    elif "--left-out" in sys.argv:
        counts = left_out(named or [name for name in labelled() if name not in KEPT_APART])
        print("== together")
        report(counts)
    else:
        report(measure((e for name in named for e in sets[name]), shipped_judge(), "--show" in sys.argv))


if __name__ == "__main__":
    main()
