"""Engine, tables, migrations, and the loader of .sql files. Rooms keep their own queries."""

from bot.database.brief import BriefWrite, Statements
from bot.database.engine import Database, open_database
from bot.database.queries import Queries

__all__ = ["BriefWrite", "Database", "Queries", "Statements", "open_database"]
