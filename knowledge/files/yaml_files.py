"""Procedures as YAML, one document a procedure: for people who edit in a text editor and compare with git."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import yaml
from yaml import AliasEvent, MappingNode, Node, SequenceNode
from yaml.events import CollectionEndEvent, CollectionStartEvent, NodeEvent
from yaml.reader import ReaderError

from knowledge.files.entries import Entry, WrongEntry, entry_of
from knowledge.files.guard import MOST_PROCEDURES
from knowledge.files.problems import FileProblem, FileRefused
from knowledge.files.rows import Record
from knowledge.files.troubles import Troubles
from knowledge.records.problems import Problem, problems_of

#: A record is four deep: procedure, channels, fees, a fee.
DEEPEST = 8
_STEP = re.compile(r"(\w+)|\[(\d+)\]")


class _Loader(yaml.CSafeLoader):
    """A date stays the text that was typed: the check of a record reads it."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def write_yaml(target: IO[bytes], records: Iterable[Record]) -> None:
    yaml.dump_all(
        records, target, yaml.CSafeDumper, encoding="utf-8", allow_unicode=True, sort_keys=False, width=120,
        explicit_start=True,
    )  # fmt: skip


def read_yaml(path: Path, troubles: Troubles) -> list[Entry]:
    """:raises FileRefused: it is no YAML, or made to do harm. :raises OSError: it cannot be opened."""
    try:
        _require_plain(path)
        return list(_entries(path, troubles))
    except (ReaderError, UnicodeDecodeError):
        raise FileRefused(FileProblem(path.name, "not_utf8")) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise FileRefused(FileProblem(path.name, "yaml", f"{line}", error.problem or "")) from None


def _require_plain(path: Path) -> None:
    """A walk over the events, which needs no memory: references and depth are how YAML does harm."""
    depth = 0
    with path.open("rb") as file:
        for event in yaml.parse(file, yaml.CSafeLoader):
            line = f"{event.start_mark.line + 1 if event.start_mark else 1}"
            if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor is not None):
                raise FileRefused(FileProblem(path.name, "yaml_alias", line))
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > DEEPEST:
                raise FileRefused(FileProblem(path.name, "yaml_deep", line))


def _entries(path: Path, troubles: Troubles) -> Iterator[Entry]:
    first_line_of: dict[str, int] = {}
    read = 0
    for node in _records(path):
        read += 1
        if read > MOST_PROCEDURES:
            raise FileRefused(FileProblem(path.name, "too_many", expected=f"{MOST_PROCEDURES}"))
        line = node.start_mark.line + 1
        if not isinstance(node, MappingNode):
            troubles.add(FileProblem(path.name, "yaml_record", f"{line}"))
            continue
        for twice, name in _doubles(node):
            troubles.add(FileProblem(path.name, "yaml_twice", f"{twice}", name))
        try:
            entry = entry_of(json.dumps(_built(node), ensure_ascii=False, default=str))
        except WrongEntry as wrong:
            for problem in (each for error in wrong.errors for each in problems_of(error, path.name, line)):
                troubles.add(
                    Problem(path.name, _line_of(node, problem.field), problem.field, problem.kind, problem.values)
                )
            continue
        code = entry.service.identifier
        earlier = first_line_of.setdefault(code, line)
        if earlier != line:
            values = {"code": code, "earlier": f"{earlier}"}
            troubles.add(Problem(path.name, line, "code", "duplicate_code", values))
            continue
        yield entry


def _records(path: Path) -> Iterator[Node]:
    """One document a procedure; one document that is a list of them is read too."""
    with path.open("rb") as file:
        for node in yaml.compose_all(file, _Loader):
            yield from node.value if isinstance(node, SequenceNode) else [node]


def _built(node: Node) -> Any:
    return yaml.constructor.SafeConstructor().construct_document(node)


def _doubles(node: Node) -> Iterator[tuple[int, str]]:
    """(line, field) of each field that stands twice: of two, YAML would silently take the last."""
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _doubles(item)
    if isinstance(node, MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, str(key.value)
            seen.add(key.value if isinstance(key.value, str) else None)
            yield from _doubles(value)


def _line_of(node: Node, field: str) -> int:
    """The line of "documents[3].originals"; of what holds it, where it is missing."""
    for name, number in _STEP.findall(field):
        inner: Node | None = None
        if isinstance(node, MappingNode) and name:
            inner = next((value for key, value in node.value if key.value == name), None)
        if isinstance(node, SequenceNode) and number and int(number) <= len(node.value):
            inner = node.value[int(number) - 1]
        if inner is None:
            break
        node = inner
    return node.start_mark.line + 1
