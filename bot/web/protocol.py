"""HTTP on a connection: uvicorn's fast parser, with the cap on what is no body that only its slow one brings."""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Bytes of one request besides its body: request line, headers, the frames of chunks, trailers. As uvicorn's with h11.
MAX_OVERHEAD = 64 * 1024


class CappedProtocol(HttpToolsProtocol):
    """Ends a connection whose request never gets to its body: the parser would keep every byte of it in memory.

    Bodies are capped where they are read. What arrives together with the first byte of a request is not counted.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._overhead = 0

    def data_received(self, data: bytes) -> None:
        self._overhead += len(data)
        super().data_received(data)
        if self._overhead > MAX_OVERHEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        self._overhead = 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        self._overhead -= len(body)
        super().on_body(body)
