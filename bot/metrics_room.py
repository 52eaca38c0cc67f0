"""Figures, wired: what is looked at when somebody scrapes, and the address."""

from __future__ import annotations

import tomllib
from pathlib import Path

from fastapi import APIRouter

from bot.alarms import Disk
from bot.clock import Clock
from bot.database import Database
from bot.metrics.standing import StandingFigures
from bot.settings import Settings
from bot.web.figures import figures_router
from knowledge.store import KnowledgeStore

_PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def figures_of(settings: Settings, database: Database, clock: Clock, store: KnowledgeStore) -> APIRouter:
    standing = StandingFigures(database, clock, Disk(settings.data_dir), store)
    version = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    return figures_router(standing, settings.metrics_token, str(version))
