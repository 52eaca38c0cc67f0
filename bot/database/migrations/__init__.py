"""Alembic migrations, run by :mod:`bot.database.migrate`."""
