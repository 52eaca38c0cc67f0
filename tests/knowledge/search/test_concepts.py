"""The tables: what ships is sound and every entry of it does something; what is wrong is said exactly."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from bot.errors import KnowledgeRejected
from knowledge.search import Concepts, SearchEngine, load_concepts
from knowledge.search.concepts import SHIPPED
from knowledge.search.confusables import ConfusableGroup
from knowledge.search.lexicon import Lexicon, Syllable
from knowledge.search.text import fold, words

# A phrase may be ambiguous on purpose ("dịch thuật công chứng" is two procedures), so not every one can come first.
ALIASES_FIRST, ALIASES_AMONG_THREE = 0.95, 0.99


def _syllables(phrase: str) -> list[Syllable]:
    return [Syllable(word, fold(word)) for word in words(phrase)]


def test_every_alias_finds_its_procedures(engine: SearchEngine, concepts: Concepts) -> None:
    seen: Counter[str] = Counter()
    for alias in concepts.aliases:
        codes = engine.search(alias.phrase, limit=6).codes
        meant = {code for other in concepts.aliases if other.phrase == alias.phrase for code in other.codes}
        assert meant & set(codes), f"{alias.phrase!r} does not find {alias.codes}"
        seen["first"] += codes[0] in meant
        seen["three"] += bool(meant & set(codes[:3]))
    assert seen["first"] >= ALIASES_FIRST * len(concepts.aliases)
    assert seen["three"] >= ALIASES_AMONG_THREE * len(concepts.aliases)


def test_every_procedure_that_ships_has_an_alias(engine: SearchEngine, concepts: Concepts) -> None:
    known = {code for alias in concepts.aliases for code in alias.codes}
    shipped = {entry.code for entry in engine.entries}
    assert known == shipped


def test_every_phrase_is_read_as_its_concept(engine: SearchEngine, concepts: Concepts) -> None:
    for word in concepts.words:
        meant = set(word.implies) if word.kind == "bundle" else {word.concept}
        for phrase in (*word.phrases, *word.english) if word.kind != "filler" else ():
            tokens = engine.read(phrase).tokens
            assert meant & tokens, f"{phrase!r} is read as {sorted(tokens)}, not as {word.concept}"


def test_every_filler_says_nothing(concepts: Concepts) -> None:
    lexicon = Lexicon((phrase, word.concept) for word in concepts.words for phrase in (*word.phrases, *word.english))
    kinds = {word.concept: word.kind for word in concepts.words}
    for word in concepts.words:
        if word.kind == "filler":
            for phrase in (*word.phrases, *word.english):
                assert {kinds[m.meaning] for m in lexicon.find(_syllables(phrase))} == {"filler"}, phrase


def test_every_abbreviation_is_written_out(engine: SearchEngine, concepts: Concepts) -> None:
    for short, long in concepts.abbreviations.items():
        read = " ".join(s.folded for s in engine.read(f"{short} thế nào").syllables)
        assert read.startswith(fold(" ".join(words(long)))), short


def test_what_is_not_ours_is_not_answered(engine: SearchEngine, concepts: Concepts) -> None:
    answered = [phrase for phrase, _ in concepts.not_ours if engine.search(phrase).action == "answer"]
    assert len(answered) <= 0.03 * len(concepts.not_ours), answered


@pytest.mark.parametrize("table", ["facets", "outside"])
def test_every_facet_and_outside_phrase_is_heard(engine: SearchEngine, concepts: Concepts, table: str) -> None:
    lexicon = Lexicon(getattr(concepts, table))
    for phrase, kind in getattr(concepts, table):
        assert kind in {m.meaning for m in lexicon.find(list(engine.read(phrase).syllables))}, phrase


def test_confusable_groups_name_procedures_that_ship(engine: SearchEngine, concepts: Concepts) -> None:
    shipped = {entry.code for entry in engine.entries}
    group: ConfusableGroup
    for group in concepts.confusables:
        assert group.codes() <= shipped, group.name


def test_english_names_cover_the_everyday_procedures(engine: SearchEngine, concepts: Concepts) -> None:
    assert set(concepts.english_names) == {entry.code for entry in engine.entries if entry.priority == 1}


def test_priors_name_procedures_that_ship(engine: SearchEngine, concepts: Concepts) -> None:
    assert set(concepts.priors) <= {entry.code for entry in engine.entries}


@pytest.mark.parametrize(
    ("file", "line", "complaint"),
    [
        ("words/objects.tsv", "x\tthing\tgì đó\t\t", "field kind: 'thing' is none of"),
        ("words/objects.tsv", "x\tobject\t\t\t", "field vi: has no phrase"),
        ("words/objects.tsv", "x\tobject\tcăn cước\t\t", "stands already in"),
        ("words/objects.tsv", "x\tobject\tmột vật\t\tnowhere", "field implies: 'nowhere' is no concept"),
        ("weights.tsv", "extra.weight\tmany\twhy", "field value: 'many' is not a number"),
        ("facets.tsv", "colour\tmàu gì", "field facet: 'colour' is none of"),
        ("aliases/thue_hkd.tsv", "1.001612\ta\tb\tc", "4 cells, but there are 2 columns"),
        ("aliases/thue_hkd.tsv", "1.001612\t", "field phrases: is empty"),
        ("confusables.tsv", "alone\t\tHỏi?\tAsk?", "fewer than two options"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, file: str, line: str, complaint: str) -> None:
    copy = tmp_path / "concepts"
    shutil.copytree(SHIPPED, copy)
    with (copy / file).open("a", encoding="utf-8") as table:
        table.write(line + "\n")
    number = len((copy / file).read_text(encoding="utf-8").splitlines())
    with pytest.raises(KnowledgeRejected) as refused:
        load_concepts(copy)
    assert complaint in str(refused.value)
    assert Path(file).name in str(refused.value)
    if "fewer" not in complaint:
        assert f"line {number}" in str(refused.value)
