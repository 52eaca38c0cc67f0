"""One selection of keys, used twice: to count what would go, and to let it go. So no preview differs from the act."""

from __future__ import annotations

from sqlalchemy import Select, TextualSelect, Update, delete, func, select, tuple_, update
from sqlalchemy.sql.dml import Delete

from bot.database import Queries
from bot.retention.rules import Rule


def counted(rule: Rule, queries: Queries, most: int) -> Select[int]:
    """How many rows would go, counted up to ``most``. Bind: before."""
    return select(func.count()).select_from(_keys(rule, queries).subquery().select().limit(most).subquery())


def gone(rule: Rule, queries: Queries, chunk: int) -> Delete | Update:
    """Lets up to ``chunk`` rows go, or blanks them. Bind: before."""
    chosen = _keys(rule, queries).subquery().select().limit(chunk)
    columns = list(rule.table.primary_key.columns)
    here = columns[0].in_(chosen) if len(columns) == 1 else tuple_(*columns).in_(chosen)
    if rule.blank:
        return update(rule.table).where(here).values(dict(rule.blank))
    return delete(rule.table).where(here)


def _keys(rule: Rule, queries: Queries) -> TextualSelect:
    return queries[rule.name].columns(*rule.table.primary_key.columns)
