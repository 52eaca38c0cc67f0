from __future__ import annotations

from tests.bot.outbox.conftest import desk as desk
from tests.bot.outbox.conftest import server as server
