"""What every table module shares: the metadata with its naming rules, and the counting column."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: SQLite counts by itself only in an INTEGER PRIMARY KEY; with AUTOINCREMENT it never gives a number twice.
Serial = BigInteger().with_variant(Integer(), "sqlite")
