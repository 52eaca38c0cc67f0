"""Engine, tables, migrations, and the loader of .sql files. Rooms keep their own queries."""

from bot.database.brief import Statements
from bot.database.engine import Database, open_database
from bot.database.queries import Queries

__all__ = ["Database", "Queries", "Statements", "open_database"]
