"""What is on its way to a member is taken back when what they may see, or where they are written to, has changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms
from bot.database import Queries

#: How far back the next digest looks for what was taken back; of clocks it tells however old they are.
LOOK_BACK = timedelta(days=7)
#: Keys of the outbox (bot.schedule.digest_jobs): digest|member|end of the window|message, staff-alert|notice|member.
DIGEST, ALERT = "digest", "staff-alert"


async def withdraw(connection: AsyncConnection, staff_id: str, now: datetime) -> int:
    """Digests and alerts that have not reached the member's chat go nowhere; what they told counts as untold.

    In the transaction of the change itself, after it. A digest that is being settled just now waits for this commit,
    or this waits for its: both change the member's row of settings.

    :returns: how many messages were taken back.
    """
    queries = Queries.beside(__file__, connection.dialect.name)
    await connection.execute(queries["stir_window"], {"staff": staff_id})
    digest, alert = f"{DIGEST}|{staff_id}|", f"|{staff_id}"
    binds = {
        "digest": digest,
        "digest_length": len(digest),
        "alert": f"{ALERT}|",
        "alert_length": len(ALERT) + 1,
        "ending": alert,
        "ending_length": len(alert),
        "now": epoch_ms(now),
    }
    keys = list((await connection.execute(queries["withdraw"], binds)).scalars())
    ends = sorted({int(key.split("|")[2]) for key in keys if key.startswith(digest)})
    if ends:
        since = epoch_ms(now - LOOK_BACK)
        await connection.execute(queries["untell"], {"staff": staff_id, "end_list": ends})
        await connection.execute(queries["reopen_window"], {"staff": staff_id, "since": since})
    return len(keys)
