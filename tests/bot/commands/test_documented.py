"""Every command that a document shows is one that there is, with the options it shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from bot.commands import command_line

ROOT = Path(__file__).parents[3]
#: `python bot.py cases keys add`, or `motcua cases keys add` on an installed machine; then the rest of what is typed.
SHOWN = re.compile(r"(?:\bbot\.py|[$`] ?motcua|^ {4}motcua) ([a-z][^\n`]*)", re.M)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def _shown() -> list[tuple[str, str]]:
    """Document and what is typed, without the words that say what it does: those stand after two blanks or a ``#``."""
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [
        (document.name, re.split(r" {2,}| #", typed)[0])
        for document in documents
        for typed in SHOWN.findall(document.read_text(encoding="utf-8"))
    ]


@pytest.fixture(scope="module")
def program() -> Any:
    return typer.main.get_command(command_line())


@pytest.mark.parametrize(("document", "typed"), _shown())
def test_it_is_there(program: Any, document: str, typed: str) -> None:
    command, words = program, typed.split()
    while hasattr(command, "commands"):
        assert words, f"{document}: {typed}"
        assert words[0] in command.commands, f"{document}: {typed}"
        command = command.commands[words.pop(0)]
    known = {name for parameter in command.params for name in parameter.opts}
    assert set(OPTION.findall(typed)) <= known, f"{document}: {typed}"


def test_the_documents_for_operators_are_looked_through() -> None:
    shown = [typed for document, typed in _shown() if document in {"install.md", "operators.md", "runbooks.md"}]
    assert any(typed.startswith("restore") for typed in shown)
    assert any(typed.startswith("knowledge import") for typed in shown)
