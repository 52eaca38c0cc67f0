"""How long the certificate of our own public address still holds: the one thing asked of the network here, and only of
the address that was configured."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import structlog

from bot.clock import Clock

EVERY = timedelta(hours=12)
PATIENCE_S = 10.0

log = structlog.get_logger(__name__)


class Certificate:
    """:param public_url: only https has one."""

    def __init__(self, public_url: str | None, clock: Clock) -> None:
        parts = urlsplit(public_url or "")
        self._place = (parts.hostname, parts.port or 443) if parts.scheme == "https" and parts.hostname else None
        self._clock = clock
        self._looked_at: datetime | None = None
        self._ends: datetime | None = None
        self._refused = ""

    async def wrong(self, days: int) -> str | None:
        """:returns: how many days it still holds, when fewer than ``days``; or what is wrong with it."""
        if self._place is None:
            return None
        now = self._clock.now()
        if self._looked_at is None or now - self._looked_at >= EVERY:
            await self._look(*self._place)
            self._looked_at = now
        if self._refused:
            return self._refused
        left = self._ends - now if self._ends is not None else None
        return f"{left.days}" if left is not None and left < timedelta(days=days) else None

    async def _look(self, host: str, port: int) -> None:
        """An address that cannot be reached from here says nothing about its certificate."""
        self._refused = ""
        try:
            async with asyncio.timeout(PATIENCE_S):
                _, writer = await asyncio.open_connection(host, port, ssl=ssl.create_default_context())
        except ssl.SSLCertVerificationError as error:
            self._refused = error.verify_message[:64]
            return
        except (OSError, TimeoutError) as error:
            log.info("certificate_not_seen", error=type(error).__name__)
            return
        told = writer.get_extra_info("ssl_object").getpeercert()
        writer.close()
        self._ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(told["notAfter"]), UTC)
