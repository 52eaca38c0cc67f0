"""A case as filing leaves it, for tests of who can read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import insert

from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.report_tables import case_address, case_item, case_key, case_reply, report_case
from bot.reports.cases.model import PreparedFile
from bot.reports.cases.numbers import numbered
from bot.reports.vault import CaseKey, InspectorateKeys, new_case_key, seal_item, seal_to_chain
from bot.sealing import ServerKey

#: Words that no disk may show. Name, phone and number are made up.
NARRATIVE = "Chị Nguyễn Thị Chim Yến (0912345678, số giấy tờ 079300012345) kể: bị đòi thêm hai triệu"
MESSAGE = "Tin nhắn chim yến thêm sau"
FILE_BODY = b"%PDF-1.7 chim-yen-canary " * 40
FILE = PreparedFile("f1", "application/pdf", "đơn chim-yen-canary.pdf", FILE_BODY, "ab" * 32, len(FILE_BODY)).packed()
#: What the conversation asked for, as filing seals it.
FACTS = {
    "position": "chim-yen-canary, phòng một cửa",
    "amount": 2000000,
    "when": None,
    "demand": {"words": "giấy xác nhận"},
}
NUMBER, OTHER = numbered(2026, "7K3M9"), numbered(2026, "AAAAA")
CANARIES = ["Chim Yến", "0912345678", "079300012345", "hai triệu", "chim yến thêm", "chim-yen-canary"]


#: Kind and plain body of each item, in order.
FILED = (
    ("narrative", NARRATIVE.encode()),
    ("facts", orjson.dumps(FACTS)),
    ("message", MESSAGE.encode()),
    ("file", FILE),
)


async def store_case(
    database: Database,
    keys: InspectorateKeys,
    clock: FixedClock,
    number: str = NUMBER,
    *,
    restricted: bool = False,
    province: str | None = None,
    filed: Sequence[tuple[str, bytes]] | None = None,
    **facts: Any,
) -> CaseKey:
    """File a case with a narrative, facts, a message and a file; or with the items named."""
    case = new_case_key(f"id-{number}")
    rows = seal_to_chain(case, await keys.chain(province, restricted=restricted))
    now = epoch_ms(clock.now())
    async with database.write() as connection:
        await connection.execute(insert(report_case), _facts(case, number, now, restricted, province) | facts)
        await connection.execute(insert(case_key), rows)
        for position, (kind, plain) in enumerate(filed or FILED):
            item = f"{kind}-{number}" if filed is None else f"{position}-{number}"
            key, body = seal_item(case.public, case.case_id, item, kind, plain)
            row = {"id": item, "case_id": case.case_id, "kind": kind, "author": "citizen", "at": now, "key": key}
            await connection.execute(insert(case_item), row | {"body": body, "size": len(plain)})
            now += 1
    return case


async def store_reply(database: Database, server: ServerKey, case: CaseKey) -> None:
    """An undelivered answer and the address it goes to, under the server key."""
    item = f"message-{case.case_id.removeprefix('id-')}"
    async with database.write() as connection:
        reply = {"item_id": item, "case_id": case.case_id, "body": server.seal(b"reply", f"r|{item}"), "at": 1}
        await connection.execute(insert(case_reply), reply)
        address = {"case_id": case.case_id, "channel": "telegram", "bot": "b", "language": "vi"}
        await connection.execute(insert(case_address), address | {"address": server.seal(b"4711", "a")})


def _facts(case: CaseKey, number: str, now: int, restricted: bool, province: str | None) -> dict[str, Any]:
    return {
        "id": case.case_id,
        "number": number,
        "secret": "argon",
        "draft": f"d-{number}",
        "owner": "owner",
        "reporter": "reporter",
        "received_at": now,
        "state": "received",
        "state_at": now,
        "version": 1,
        "level": "QD",
        "category": "cat-B1",
        "categories": "cat-B1",
        "judged": "cat-B1",
        "severity": 2,
        "restricted": restricted,
        "province": province,
        "for_other": False,
        "wants_person": False,
        "channel": "telegram",
        "language": "vi",
        "public": case.public,
        "proof_salt": b"salt",
        "proof": "0" * 64,
        "sketch": b"\x01" * 32,
    }
