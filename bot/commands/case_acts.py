"""What an inspector does to a case from the command line. Words come from standard input or a file, never as arguments:
those stand in the shell's history and in the list of processes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.case_keys import PassphraseFile

if TYPE_CHECKING:
    from bot.commands.case_acting import Acting

Number = Annotated[str, typer.Argument(help="As the citizen has it: PA26-7K3M9S.")]
KeyId = Annotated[str | None, typer.Option("--key", help="Only this key of this host; without it, each is tried.")]
TextFile = Annotated[Path | None, typer.Option("--text", help="Read the words from this file, not standard input.")]


def register(cases: typer.Typer) -> None:
    for command in (screen, accept, start, ask, reply, letter, note, transfer, resolve, close):
        cases.command()(command)
    cases.command("go-on")(go_on)


def screen(number: Number, key: KeyId = None, passphrase_file: PassphraseFile = None) -> None:
    """Somebody has begun to look at it."""
    _act("screen", number, key, passphrase_file, lambda at: at.work.screen(at.case.id))


def accept(number: Number, key: KeyId = None, passphrase_file: PassphraseFile = None) -> None:
    """It is for this body to answer."""
    _act("accept", number, key, passphrase_file, lambda at: at.work.accept(at.case.id))


def start(number: Number, key: KeyId = None, passphrase_file: PassphraseFile = None) -> None:
    """Work on it has begun."""
    _act("start", number, key, passphrase_file, lambda at: at.work.start(at.case.id))


def ask(number: Number, text: TextFile = None, key: KeyId = None, passphrase_file: PassphraseFile = None) -> None:
    """Ask the citizen; the clock stands until they answer."""
    _act("ask", number, key, passphrase_file, lambda at: at.work.ask(at.case.id, _words(text)))


def go_on(number: Number, key: KeyId = None, passphrase_file: PassphraseFile = None) -> None:
    """Without the answer that was waited for."""
    _act("go-on", number, key, passphrase_file, lambda at: at.work.go_on(at.case.id))


def reply(number: Number, text: TextFile = None, key: KeyId = None, passphrase_file: PassphraseFile = None) -> None:
    """Write to the citizen; the state stays."""
    _act("reply", number, key, passphrase_file, lambda at: at.work.reply(at.case.id, _words(text)))


def letter(
    number: Number,
    file: Annotated[Path, typer.Argument(help="PDF, picture or sound of 10 MB at most.", exists=True, dir_okay=False)],
    key: KeyId = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Send the citizen a file, such as the signed answer; it reaches them as it is, under its name."""
    from bot.commands.case_acting import prepared_letter

    prepared = prepared_letter(file)
    _act("letter", number, key, passphrase_file, lambda at: at.work.letter(at.case.id, prepared))


def note(number: Number, text: TextFile = None, key: KeyId = None, passphrase_file: PassphraseFile = None) -> None:
    """For those who can open the case; the citizen does not see it."""
    _act("note", number, key, passphrase_file, lambda at: at.work.note(at.case.id, _words(text)))


def transfer(
    number: Number,
    office: Annotated[str, typer.Argument(help="Kind of office, first column of bot/reports/offices.tsv.")],
    province: Annotated[str | None, typer.Option(help="Code of the province where it is.")] = None,
    commune: Annotated[str | None, typer.Option(help="Code of the commune where it is.")] = None,
    text: TextFile = None,
    key: KeyId = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Not ours: the case moves to the right body, whose keys can open it from then on. The words say why."""
    from bot.commands.case_acting import body_named
    from bot.commands.case_acting import transfer as transfer_to

    body = body_named(office, province, commune)
    _act("transfer", number, key, passphrase_file, lambda at: transfer_to(at, body, _words(text)))


def resolve(
    number: Number,
    finding: Annotated[str, typer.Argument(help="confirmed, partly, not_confirmed or noted.")],
    text: TextFile = None,
    key: KeyId = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Give the answer; the citizen may rate it and, for a while, dispute it."""
    from bot.commands.case_acting import finding_named

    found = finding_named(finding)
    _act("resolve", number, key, passphrase_file, lambda at: at.work.resolve(at.case.id, found, _words(text)))


def close(number: Number, key: KeyId = None, passphrase_file: PassphraseFile = None) -> None:
    """Nothing is left to do."""
    _act("close", number, key, passphrase_file, lambda at: at.work.close(at.case.id))


def _act(
    command: str,
    number: str,
    key: str | None,
    passphrase_file: Path | None,
    work: Callable[[Acting], Awaitable[object]],
) -> None:
    from bot.commands.case_acting import acted
    from bot.commands.case_work import asked_passphrase

    print(asyncio.run(acted(number, asked_passphrase(passphrase_file), key, command, work)))


def _words(path: Path | None) -> str:
    from bot.commands.case_acting import words_from

    return words_from(path)
