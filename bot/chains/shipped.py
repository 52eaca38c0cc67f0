"""The rules that come with the program: what a database begins with, before anybody changes anything."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import yaml

from bot.chains.picture import Chains, OfficeRule
from bot.errors import KnowledgeRejected
from bot.reports.offices import offices

FILE = Path(__file__).with_name("chains.yaml")


@cache
def shipped() -> Chains:
    """:raises KnowledgeRejected: an office that is not in the table, or a chain without an end."""
    above: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["above"]
    problems = [f"chains.yaml: {name} is no office" for name in {*above, *above.values()} if name not in offices()]
    rules = {
        key: OfficeRule(key, above.get(key), office.level, office.fields, date.min) for key, office in offices().items()
    }
    chains = Chains(date.min, 0, rules)
    problems += [f"chains.yaml: {office} stands above itself" for office in chains.circles()]
    if problems:
        raise KnowledgeRejected(problems)
    return chains
