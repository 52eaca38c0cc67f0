"""How checked files come back into the conversation: as a document whose ``file_id`` says what became of them.

``evidence:<id or ->=<ok or reason>,…:<proof>``. Telegram makes its file ids itself, and the proof is a keyed look-up
bound to the chat, so neither a citizen nor a forged update can put a file into somebody's report.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from bot.people import ChatRef
from bot.reports.evidence.limits import REASONS, Reason
from bot.sealing import ServerKey

PREFIX = "evidence:"
_OK = "ok"
_MARK = re.compile(r"evidence:(?P<results>[\w-]+=[a-z_]+(?:,[\w-]+=[a-z_]+)*):(?P<proof>[\w-]{22})")


@dataclass(frozen=True, slots=True)
class Result:
    """One file: either ``id``, of its draft_file row, or the ``reason`` why there is none."""

    id: str | None
    reason: Reason | None = None


def mark(key: ServerKey, chat: ChatRef, results: Sequence[Result]) -> str:
    told = ",".join(f"{result.id or '-'}={result.reason or _OK}" for result in results)
    return f"{PREFIX}{told}:{_proof(key, chat, told)}"


def read_mark(key: ServerKey, chat: ChatRef, file_id: str) -> list[Result] | None:
    """None for any other file id, and for a mark that was not made here for this chat."""
    found = _MARK.fullmatch(file_id)
    if found is None or not hmac.compare_digest(found["proof"], _proof(key, chat, found["results"])):
        return None
    pairs = (told.partition("=") for told in found["results"].split(","))
    return [Result(name) if said == _OK else Result(None, _reason(said)) for name, _, said in pairs]


def _reason(said: str) -> Reason:
    return cast(Reason, said) if said in REASONS else "damaged"


def _proof(key: ServerKey, chat: ChatRef, told: str) -> str:
    return key.lookup("evidence-mark", chat.channel, chat.bot, chat.chat_id, told)
