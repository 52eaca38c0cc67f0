"""What is held about a chat and the person in it: as counts to be told, and as all that the program can open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms, from_epoch_ms, local
from bot.database import Queries
from bot.privacy.consents import Consent, consents_of
from bot.privacy.names import Names
from bot.privacy.requests import Request, requests_of
from bot.sealing import ServerKey


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A report as this chat may see it. ``linked``: it came from here; ``notified``: replies are pushed."""

    id: str
    number: str
    received_at: datetime
    closed_at: datetime | None
    erased: bool
    linked: bool
    notified: bool
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """``shown``: messages on the web page; ``talked_at``: when the session was last changed, None without one.

    ``waiting``: questions of which it wants to hear; ``notices``: it wants those for everybody;
    ``lists``: codes of procedures whose papers are kept.
    """

    shown: int
    talked_at: datetime | None
    draft_files: int
    sent_files: int
    waiting: int
    notices: bool
    followed: Sequence[str]
    lists: Sequence[str]
    cases: Sequence[HeldCase]
    consents: Sequence[Consent]
    requests: Sequence[Request]


async def held(connection: AsyncConnection, names: Names, now: datetime) -> Held:
    queries = Queries.beside(__file__, connection.dialect.name)
    counts = (await connection.execute(queries["counts"], {"chat": names.chat, "lane": names.lane})).one()
    followed = (await connection.execute(queries["followed"], {"chat": names.chat})).all()
    lists = (await connection.execute(queries["lists"], {"chat": names.chat})).scalars().all()
    cases = await connection.execute(queries["cases"], {"chat": names.chat, "now": epoch_ms(now)})
    return Held(
        shown=counts.shown,
        talked_at=_moment(counts.talked_at),
        draft_files=counts.draft_files,
        sent_files=counts.sent_files,
        waiting=counts.waiting,
        notices=counts.notices > 0,
        followed=[row.code for row in followed],
        lists=lists,
        cases=[_case(row) for row in cases],
        consents=await consents_of(connection, names.person),
        requests=await requests_of(connection, names.person),
    )


async def shown_messages(connection: AsyncConnection, key: ServerKey, names: Names) -> list[dict[str, Any]]:
    """What the page of a web chat shows, oldest first: ``at``, ``from`` (you | bot), ``text`` (Telegram HTML if the
    bot's).

    :raises Unreadable: a row was altered or moved.
    """
    queries = Queries.beside(__file__, connection.dialect.name)
    rows = await connection.execute(queries["shown"], {"chat": names.chat})
    told = []
    for row in rows:
        # The place that bot.web seals a row of the history for; this room may not import it.
        content = orjson.loads(key.open(bytes(row.payload), f"web_history|payload|{row.dedup}"))
        who = "you" if row.kind == "user" else "bot"
        told.append({"at": _told(row.created_at), "from": who, "text": content["text"]})
    return told


async def draft_files(connection: AsyncConnection, key: ServerKey, names: Names) -> list[dict[str, Any]]:
    """What is known of evidence that waits to be sent: name, kind, size, SHA-256 of the original.

    :raises Unreadable: a row was altered or moved.
    """
    queries = Queries.beside(__file__, connection.dialect.name)
    rows = await connection.execute(queries["draft_files"], {"lane": names.lane})
    return [
        {
            "id": row.id,
            "at": _told(row.created_at),
            "size": row.size,
            **orjson.loads(key.open(bytes(row.facts), f"draft_file|facts|{row.id}|{names.lane}")),
        }
        for row in rows
    ]


def _case(row: Row[Any]) -> HeldCase:
    return HeldCase(
        id=row.id,
        number=row.number,
        received_at=from_epoch_ms(row.received_at),
        closed_at=_moment(row.closed_at),
        erased=row.erased_at is not None,
        linked=bool(row.linked),
        notified=row.addresses > 0,
        facts={
            "number": row.number,
            "state": row.state,
            "received": _told(row.received_at),
            "due": date.fromordinal(row.due_day).isoformat() if row.due_day is not None else None,
            "closed": _told(row.closed_at) if row.closed_at is not None else None,
            "category": row.category,
            "categories": row.categories.split(","),
            "province": row.province,
            "commune": row.commune,
            "office": row.office,
            "procedure": row.procedure_code,
            "working_days_late": row.days_late,
            "money": row.money,
            "demand": row.verdict,
            "for_somebody_else": bool(row.for_other),
            "asked_for_a_person": bool(row.wants_person),
            "channel": row.channel,
            "language": row.language,
            "finding": row.finding,
            "rating": row.rating,
            "replies_are_pushed": row.addresses > 0,
        },
    )


def _moment(value: int | None) -> datetime | None:
    return from_epoch_ms(value) if value is not None else None


def _told(value: int) -> str:
    return local(from_epoch_ms(value)).isoformat(timespec="seconds")
