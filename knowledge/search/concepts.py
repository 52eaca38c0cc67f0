"""The curated knowledge that search runs on: loaded from tables, checked, held as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast, get_args

from bot.errors import KnowledgeRejected
from knowledge.search.confusables import ConfusableGroup, load_confusables
from knowledge.search.files import Row, read_table
from knowledge.search.result import Facet, Outside
from knowledge.search.text import fold, words

SHIPPED = Path(__file__).resolve().parent.parent / "concepts"
KINDS = ("object", "action", "variant", "person", "filler", "bundle")
WORD_COLUMNS = ("concept", "kind", "vi", "en", "implies")


@dataclass(frozen=True, slots=True)
class Word:
    """One concept of the everyday language and the phrases that stand for it."""

    concept: str
    kind: str
    phrases: tuple[str, ...]
    english: tuple[str, ...]
    implies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """Something people say when they mean these procedures (level variants share one)."""

    codes: tuple[str, ...]
    phrase: str


@dataclass(frozen=True, slots=True)
class EnglishName:
    """An unofficial translation; the official Vietnamese name belongs beside it."""

    name: str
    description: str


@dataclass(slots=True)
class Concepts:
    """Everything curated, as loaded.

    :ivar not_ours: phrases, each with the name of the line it shares with others of its subject.
    """

    abbreviations: dict[str, str] = field(default_factory=dict)
    words: list[Word] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    facets: list[tuple[str, Facet]] = field(default_factory=list)
    outside: list[tuple[str, Outside]] = field(default_factory=list)
    not_ours: list[tuple[str, str]] = field(default_factory=list)
    priors: dict[str, float] = field(default_factory=dict)
    syllables: dict[str, int] = field(default_factory=dict)
    english: frozenset[str] = frozenset()
    weights: dict[str, float] = field(default_factory=dict)
    confusables: list[ConfusableGroup] = field(default_factory=list)
    english_names: dict[str, EnglishName] = field(default_factory=dict)


def load_concepts(directory: Path | None = None) -> Concepts:
    """Read and check every table.

    :param directory: where the tables stand; the shipped ones by default.
    :raises KnowledgeRejected: naming file, line and field of everything that is wrong.
    """
    root = directory or SHIPPED
    found = Concepts()
    problems: list[str] = []
    for row in read_table(root / "abbreviations.tsv", ("abbreviation", "expansion", "source")):
        found.abbreviations[row["abbreviation"]] = row["expansion"]
    found.words = list(_words(root, problems))
    for path in sorted((root / "aliases").glob("*.tsv")):
        for row in read_table(path, ("codes", "phrases")):
            codes = tuple(row["codes"].split())
            found.aliases += [Alias(codes, phrase) for phrase in row.several("phrases")]
    for row in read_table(root / "english_names.tsv", ("code", "name", "description")):
        found.english_names[row["code"]] = EnglishName(row["name"], row["description"])
        found.aliases.append(Alias((row["code"],), row["name"]))
    found.facets = [
        (phrase, cast(Facet, kind)) for phrase, kind in _kinds(root / "facets.tsv", "facet", get_args(Facet), problems)
    ]
    found.outside = [
        (phrase, cast(Outside, kind))
        for phrase, kind in _kinds(root / "outside.tsv", "outside", get_args(Outside), problems)
    ]
    for row in read_table(root / "not_ours.tsv", ("codes", "phrases"), ("phrases",)):
        found.not_ours += [(phrase, str(row.line)) for phrase in row.several("phrases")]
    for row in read_table(root / "priors.tsv", ("codes", "prior", "why")):
        value = _number(row, "prior", problems)
        found.priors.update(dict.fromkeys(row["codes"].split(), value))
    for row in read_table(root / "weights.tsv", ("name", "value", "what")):
        found.weights[row["name"]] = _number(row, "value", problems)
    for row in read_table(root / "syllables.tsv", ("syllable", "count")):
        found.syllables[row["syllable"]] = int(_number(row, "count", problems))
    english = read_table(root / "english.tsv", ("words",))
    found.english = frozenset(word for row in english for word in row["words"].split())
    _learn_words(found)
    found.confusables = load_confusables(root / "confusables.tsv", problems)
    if problems:
        raise KnowledgeRejected(problems)
    return found


def _learn_words(found: Concepts) -> None:
    """What the curated phrases spell is spelled right, so nobody has to list a new word twice."""
    english = set(found.english)
    for word in found.words:
        english.update(w for phrase in word.english for w in words(phrase) if w.isascii() and w.isalpha())
    english -= {w for w in english if w in found.syllables and w not in found.english}
    written = [phrase for word in found.words for phrase in word.phrases]
    written += [alias.phrase for alias in found.aliases]
    written += [phrase for table in (found.not_ours, found.facets, found.outside) for phrase, _ in table]
    for phrase in (*written, *found.abbreviations.values()):
        typed = words(phrase)
        if phrase.isascii() and any(w in english and w not in found.syllables for w in typed):
            english.update(w for w in typed if w.isalpha() and w not in found.syllables)
            continue
        for syllable in typed:
            folded = fold(syllable)
            if folded.isalpha() and folded not in english and syllable not in found.abbreviations:
                found.syllables.setdefault(folded, 1)
    found.english = frozenset(english)


def _words(root: Path, problems: list[str]) -> Iterator[Word]:
    rows = [
        row
        for path in sorted((root / "words").glob("*.tsv"))
        for row in read_table(path, WORD_COLUMNS, ("concept", "kind"))
    ]
    known = {row["concept"] for row in rows}
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        if row["kind"] not in KINDS:
            problems.append(row.problem("kind", f"{row['kind']!r} is none of {', '.join(KINDS)}"))
        implies = tuple(row["implies"].split())
        problems += [row.problem("implies", f"{name!r} is no concept") for name in implies if name not in known]
        phrases = (*row.several("vi"), *row.several("en"))
        if not phrases:
            problems.append(row.problem("vi", "has no phrase"))
        for phrase in phrases:
            key = tuple(words(phrase))
            if not key:
                problems.append(row.problem("vi", f"{phrase!r} has no letters"))
            if key in seen:
                other = seen[key]
                problems.append(row.problem("vi", f"{phrase!r} stands already in {other.file}, line {other.line}"))
            seen[key] = row
        yield Word(row["concept"], row["kind"], row.several("vi"), row.several("en"), implies)


def _kinds(path: Path, column: str, allowed: tuple[str, ...], problems: list[str]) -> Iterator[tuple[str, str]]:
    for row in read_table(path, (column, "phrases")):
        if row[column] not in allowed:
            problems.append(row.problem(column, f"{row[column]!r} is none of {', '.join(allowed)}"))
        for phrase in row.several("phrases"):
            yield phrase, row[column]


def _number(row: Row, column: str, problems: list[str]) -> float:
    try:
        return float(row[column])
    except ValueError:
        problems.append(row.problem(column, f"{row[column]!r} is not a number"))
        return 0.0
