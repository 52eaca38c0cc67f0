"""Fixed queries live in .sql files, one or several to a file, each headed by ``-- name: what it is for``.

Where the backends differ, ``claim.sqlite.sql`` and ``claim.postgresql.sql`` stand beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sqlalchemy import BindParameter, TextClause, bindparam, text

_HEADING = re.compile(r"^-- (?P<name>[a-z_]+): .+$", re.MULTILINE)
#: A bind written ``:name_list`` takes a sequence: ``WHERE seq IN :seq_list``.
LIST_BIND = re.compile(r"(?<!:):([a-z_]+_list)\b")


class Queries(Mapping[str, TextClause]):
    """The named queries of one folder, for one backend."""

    def __init__(self, queries: dict[str, TextClause]) -> None:
        self._queries = queries

    def __getitem__(self, name: str) -> TextClause:
        return self._queries[name]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._queries)

    def __len__(self) -> int:
        return len(self._queries)

    @staticmethod
    @cache
    def beside(module_file: str, dialect: str) -> Queries:
        """Every query in the ``sql`` folder beside ``module_file``, as ``dialect`` ("sqlite", "postgresql") says it."""
        folder = Path(module_file).parent / "sql"
        queries: dict[str, TextClause] = {}
        for path in sorted(folder.glob("*.sql")):
            backend = path.suffixes[0][1:] if len(path.suffixes) > 1 else dialect
            if backend == dialect:
                queries.update(parse(path.read_text(encoding="utf-8")))
        return Queries(queries)


def parse(source: str) -> dict[str, TextClause]:
    """:raises ValueError: a query without a heading, or two of one name."""
    headings = list(_HEADING.finditer(source))
    if not headings or source[: headings[0].start()].strip():
        raise ValueError("every query needs a heading: -- name: what it is for")
    queries: dict[str, TextClause] = {}
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        body = source[heading.end() : following.start() if following else None].strip().rstrip(";")
        if heading["name"] in queries:
            raise ValueError(f"two queries are called {heading['name']}")
        binds: list[BindParameter[object]] = [
            bindparam(name, expanding=True) for name in dict.fromkeys(LIST_BIND.findall(body))
        ]
        queries[heading["name"]] = text(body).bindparams(*binds)
    return queries
