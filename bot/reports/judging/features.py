"""What the learned model looks at in a text: its words, neighbouring pairs, signals, length, a question mark."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from knowledge.search.lexicon import Syllable

#: Before the first and after the last syllable: "… không" at the end asks, in the middle it mostly denies.
FIRST, LAST = "^", "$"
SIGNAL = "*"
#: Words of a text share about the same weight, be there three or sixty: each has this power of their number.
SHARED = -0.4
#: Weight of a signal beside the words.
SIGNAL_WEIGHT = 0.2
#: A text is longer than none, one, … of these: what three words say is said otherwise than what forty say.
LENGTHS = (3, 7, 14, 30)


def features(syllables: Sequence[Syllable], signals: Collection[str], asks: bool) -> dict[str, float]:
    """Features and their weights.

    :param signals: names of what was found in the text (signals.tsv and the marks of figures)
    :param asks: a question mark was typed
    """
    folded = [syllable.folded for syllable in syllables]
    words = {*folded, *(f"{a} {b}" for a, b in pairwise([FIRST, *folded, LAST]))}
    found = dict.fromkeys(sorted(words), len(words) ** SHARED)
    longer = sum(len(folded) > length for length in LENGTHS)
    for name in (*sorted(signals), f"len{longer}", *(["?"] if asks else [])):
        found[SIGNAL + name] = SIGNAL_WEIGHT
    return found
