"""A dossier, and the delay report made of it, name who answers today, and who did before. On both databases."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from bot import agencies
from bot.agencies import Agency
from bot.clock import FixedClock
from bot.database import Database
from bot.dossiers.desk import DossierDesk, draft_of
from bot.dossiers.register import Register
from bot.people import ChatRef
from bot.sealing import ServerKey
from bot.texts import Texts
from tests.bot.dossiers.conftest import row
from tests.bot.dossiers.plain import no_services, put

CODE, CHAT = "H57.132-260225-0042", ChatRef("telegram", "42", 1, 1)
OLD, NEW = "Trung tâm Phục vụ hành chính công phường Thuận Hóa", "Trung tâm Phục vụ hành chính công phường Mới"


async def drafted(database: Database, key: ServerKey, clock: FixedClock, register: Register) -> dict[str, object]:
    await put(register, clock, row(42, phone_last4="8642", due_at="26/02/2026"))
    desk = DossierDesk(database, key, clock, no_services())
    file = (await desk.attempt(CODE, "8642", CHAT)).file
    assert file is not None
    return draft_of(await desk.answer(file), None)


async def test_while_it_stands_it_is_named_as_written(
    database: Database, key: ServerKey, clock: FixedClock, register: Register
) -> None:
    draft = await drafted(database, key, clock, register)
    assert (draft["agency_name"], draft["agency_formerly"]) == (OLD, None)


async def test_once_it_has_ended_who_took_over_is_named_too(
    database: Database, key: ServerKey, clock: FixedClock, register: Register
) -> None:
    known = agencies.Register(database, clock)
    async with database.write() as connection:
        heir = await known.put(connection, Agency(0, NEW))
        await known.put(connection, Agency(0, OLD, valid_to=date(2026, 2, 27), successor=heir))
    draft = await drafted(database, key, clock, register)
    assert (draft["agency_name"], draft["agency_formerly"]) == (NEW, OLD)
    told = Texts().render("dossier/draft", "vi", draft=SimpleNamespace(**draft), name="Thủ tục")
    assert f"{NEW} (trước đây là {OLD})" in str(told)
