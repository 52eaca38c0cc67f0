"""Copies are found without keeping the words; five hundred of them are one alert (threat T20)."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.cases.likeness import PLACES, SKETCH_BYTES, Sketcher, alike, equal_places, shingles_of
from bot.sealing import ServerKey
from tests.bot.reports.cases.desks import OTHER_STORY, STORY, Room, draft, person

JUDGED = Path(__file__).parents[1] / "judging"
NIBBLES = st.lists(st.integers(0, 15), min_size=PLACES, max_size=PLACES)


def packed(values: list[int]) -> bytes:
    return bytes(high << 4 | low for high, low in zip(values[::2], values[1::2], strict=True))


@given(NIBBLES, NIBBLES)
def test_equal_places_are_counted_one_by_one(one: list[int], other: list[int]) -> None:
    assert equal_places(packed(one), packed(other)) == sum(a == b for a, b in zip(one, other, strict=True))


def test_a_sketch_is_small_keyed_and_the_same_again(key: ServerKey) -> None:
    sketch = Sketcher(key).sketch(STORY)
    assert sketch is not None
    assert len(sketch) == SKETCH_BYTES == 32
    assert sketch == Sketcher(key).sketch(STORY)
    other = Sketcher(ServerKey(b"test", bytes(32), b"\x01" * 32)).sketch(STORY)
    assert not alike(sketch, other)


def test_marks_case_and_punctuation_make_no_difference(key: ServerKey) -> None:
    plain = "chi o quay so hai bao muon nhanh thi dua them nam tram nghin khong thi cho den cuoi thang"
    assert shingles_of(STORY) == shingles_of(plain.upper() + "!!!")
    assert Sketcher(key).sketch(STORY) == Sketcher(key).sketch(plain)


def test_short_texts_are_like_nothing(key: ServerKey) -> None:
    sketch = Sketcher(key).sketch("Đòi tiền")
    assert sketch is None
    assert not alike(sketch, sketch)


def test_a_copy_with_a_word_changed_is_found_and_another_story_is_not(key: ServerKey) -> None:
    sketcher = Sketcher(key)
    whole = sketcher.sketch(f"{STORY} {OTHER_STORY}")
    assert alike(whole, sketcher.sketch(f"{STORY} {OTHER_STORY}".replace("tháng trước", "tháng Giêng")))
    assert not alike(sketcher.sketch(STORY), sketcher.sketch(OTHER_STORY))


def test_among_all_texts_that_were_written_for_judging_none_is_taken_for_another(key: ServerKey) -> None:
    """Different people's words about the same few things: the hardest there is. docs/reports.md has the figures."""
    sketcher = Sketcher(key)
    texts = {
        max(line.split("\t"), key=len)
        for file in sorted(JUDGED.glob("*.tsv"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    }
    sketches = [sketch for text in sorted(texts) if (sketch := sketcher.sketch(text)) is not None]
    assert len(sketches) > 400
    assert [pair for pair in combinations(sketches, 2) if alike(*pair)] == []


def copies(count: int) -> list[str]:
    """The same story, each with a word or two of their own."""
    chance = random.Random(20)
    story = f"{STORY} {OTHER_STORY} {STORY.lower()}".split()
    made = []
    for _ in range(count):
        words = list(story)
        words[chance.randrange(len(words))] = chance.choice(["anh", "thật", "phường", "ạ", "quá"])
        made.append(" ".join(words))
    return made


async def test_five_hundred_copies_of_three_hundred_persons_are_one_cluster_and_one_alert(lite: Room) -> None:
    for number, story in enumerate(copies(500)):
        reporter = person(1_000 + number % 300)
        lite.clock.at = lite.clock.at.replace(hour=2 + number // 300)
        await lite.file(draft(f"copy {number}", story, categories=["cat-B2"], judged=["cat-B2"]), reporter)
    (cluster,) = await lite.rows("case_cluster")
    assert (cluster.reports, cluster.reporters) == (500, 300)
    assert [row.kind for row in await lite.rows("due") if row.kind == "case-alert"] == ["case-alert"]
    assert {row.severity for row in await lite.rows("report_case")} == {2}


@pytest.mark.parametrize(("category", "alerts"), [("cat-A1", 1), ("cat-B2", 0)])
async def test_a_pressing_kind_alerts_at_the_first_report_and_never_again(
    room: Room, category: str, alerts: int
) -> None:
    for number in range(4):
        await room.file(draft(f"{number}", categories=[category]), person(number))
    assert len([row for row in await room.rows("due") if row.kind == "case-alert"]) == alerts
    (cluster,) = await room.rows("case_cluster")
    assert (cluster.reports, cluster.reporters) == (4, 4)


async def test_the_same_words_from_another_province_are_another_matter(room: Room) -> None:
    for number, province in enumerate(["42", None, "42", "01"]):
        await room.file(draft(f"{number}", province=province), person(number))
    assert sorted((row.province, row.reports) for row in await room.rows("case_cluster")) == [("01", 1), ("42", 3)]


async def test_copies_prepared_at_once_are_one_cluster(room: Room) -> None:
    prepared = [await room.desk.prepare(draft(f"{n}"), person(n), None, "vi") for n in range(3)]
    for filing in prepared:
        await room.do(filing.write)  # type: ignore[union-attr]
    (cluster,) = await room.rows("case_cluster")
    assert cluster.reports == 3
