"""uvicorn inside our own event loop, on a socket that was bound before anything else was told to start."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterator

import uvicorn
from fastapi import FastAPI
from rich.console import Console

from bot.errors import OperatorError
from bot.web.protocol import CappedProtocol

BACKLOG = 2048
#: At stop: requests that are being answered get this long.
GRACE_S = 2


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the program, not to one of its parts."""
        yield


class WebServer:
    """:raises OperatorError: on construction, when the address cannot be listened on."""

    def __init__(self, site: FastAPI, host: str, port: int) -> None:
        self._site = site
        self._socket = _bind(host, port)
        self.address = "http://{}:{}".format(*self._socket.getsockname()[:2])

    def close(self) -> None:
        """Give the address back, if the server is not to run (any more)."""
        self._socket.close()

    async def run(self, console: Console) -> None:
        """For ever; cancelled, it accepts nothing new, ends the event streams (browsers come back by themselves) and
        finishes what it is answering."""
        config = uvicorn.Config(
            self._site,
            http=CappedProtocol,
            log_config=None,
            access_log=False,  # addresses of citizens
            server_header=False,
            date_header=False,
            lifespan="off",
            proxy_headers=False,  # bot.web believes X-Forwarded-For only from MOTCUA_TRUSTED_PROXIES
            timeout_graceful_shutdown=GRACE_S,
        )
        console.print(f"Một Cửa: {self.address}", highlight=False)
        server = _Server(config)
        async with asyncio.TaskGroup() as group:
            serving = group.create_task(server.serve(sockets=[self._socket.dup()]))
            try:
                await asyncio.wait({serving})
            except asyncio.CancelledError:
                self.close()
                self._site.state.streams.close()
                server.should_exit = True
                await asyncio.wait({serving})
                raise


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise OperatorError(f"Port {port} is in use by another program. Set MOTCUA_PORT to a free one.") from error
        raise OperatorError(f"{host}:{port} cannot be listened on: {error.strerror}.") from error
    return listener
