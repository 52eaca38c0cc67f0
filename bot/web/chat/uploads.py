"""Files posted to the chat: evidence where a report is being written, else a photo of a receipt with a code on it.

They are read into memory, never onto the disk as they are; a photo of a receipt is forgotten before the post is
answered, evidence is checked and sealed by then.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from bot.abuse.rates import PHOTOS
from bot.dossiers.photos import code_on
from bot.intake.update import RawUpdate
from bot.people import ChatRef
from bot.reports.draft import MOST_FILES
from bot.reports.evidence import EvidenceDesk, Result
from bot.reports.evidence.limits import MOST_BYTES, MOST_TOGETHER, MOST_WAITING
from bot.turns.flows import Flows
from bot.web.chat.gate import Gate
from bot.web.chat.identity import BOT, CHANNEL, Sender
from bot.web.chat.incoming import Posted, Refused
from bot.web.chat.premises import Premises
from bot.web.chat.updates import files_update, photo_update

MULTIPART = "multipart/form-data"
#: Conversations that take files: a report being written, the thread of a case (Session.flow).
TAKE_EVIDENCE = frozenset({"report", "case"})
#: The other fields and the form's own marks.
FORM_BYTES = 64 * 1024
MAX_FIELDS = 5
FIRST_BYTES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
#: Posts being read at once: each is in memory as a whole. Others wait a moment, then are asked to come again.
AT_ONCE = 4
WAIT_S, READ_S = 10.0, 120.0


class Uploads:
    def __init__(self, here: Premises, gate: Gate, evidence: EvidenceDesk, flows: Flows) -> None:
        self._here = here
        self._gate = gate
        self._evidence = evidence
        self._flows = flows
        self._places = asyncio.Semaphore(AT_ONCE)
        self._receipts = asyncio.Semaphore(2)  # unpacking one takes memory and a core

    async def post(self, request: Request) -> Response:
        try:
            async with self._place():
                return await self._gate.take(request, PHOTOS, self._accept, _read)
        except Refused as refused:
            return await self._gate.refuse(request, refused)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(WAIT_S):
                await self._places.acquire()
        except TimeoutError:
            raise Refused(503, "busy", retry_after=60) from None
        try:
            yield
        finally:
            self._places.release()

    async def _accept(self, sender: Sender, posted: Posted) -> None:
        files: list[bytes] = posted.fields["files"]
        flow = await self._flows.of(CHANNEL, BOT, sender.visitor.chat_id)
        if flow in TAKE_EVIDENCE:
            update, echo = await self._keep(sender, posted, files)
        else:
            update, echo = await self._read_receipt(sender, posted, files)
        await self._here.inbox.accept([update], echo=echo)
        self._here.wake.call(f"history:{sender.lane}")

    async def _keep(self, sender: Sender, posted: Posted, files: list[bytes]) -> tuple[RawUpdate, dict[str, object]]:
        """What became of the files enters the conversation as one update, whether all were taken or none."""
        if not files:
            raise Refused(422, "no_file")
        chat = ChatRef(CHANNEL, BOT, sender.visitor.chat_id, sender.visitor.chat_id)
        names = await asyncio.to_thread(lambda: [hashlib.sha256(body).hexdigest() for body in files])
        client_id = posted.client_id()
        results: list[Result] = []
        for name, body in zip(names[:MOST_FILES], files[:MOST_FILES], strict=True):
            results.append(await self._evidence.take(chat, f"{chat.chat_id}|{client_id}|{name}", body))
        results += [Result(None, "too_many")] * len(files[MOST_FILES:])
        content = self._evidence.marked(chat, results)
        return files_update(sender.visitor, content, names, client_id, sender.language, self._here.key, sender.now)

    async def _read_receipt(
        self, sender: Sender, posted: Posted, files: list[bytes]
    ) -> tuple[RawUpdate, dict[str, object]]:
        """What is on it counts as typed, the photo itself is not kept."""
        if len(files) != 1 or not files[0].startswith(FIRST_BYTES):
            raise Refused(415, "no_picture")
        if len(files[0]) > MOST_BYTES:
            raise Refused(413, "files_too_large")
        async with self._receipts:
            code = await asyncio.to_thread(code_on, files[0])
        return photo_update(sender.visitor, code, posted.client_id(), sender.language, self._here.key, sender.now)


async def _read(request: Request) -> Posted:
    """The fields of the form, and its files as bytes under "files"; an empty choice is no file.

    :raises Refused: too large, too slow, or not what the page's form sends.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != MULTIPART:
        raise Refused(415, "malformed")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MOST_TOGETHER + FORM_BYTES:
        raise Refused(413, "files_too_large")
    parser = MultiPartParser(request.headers, _capped(request), max_files=MOST_WAITING, max_fields=MAX_FIELDS)
    parser.spool_max_size = MOST_TOGETHER + FORM_BYTES + 1  # never on the disk
    try:
        async with asyncio.timeout(READ_S):
            form = await parser.parse()
    except TimeoutError:
        raise Refused(408, "malformed") from None
    except (MultiPartException, KeyError, UnicodeDecodeError):
        raise Refused(400, "malformed") from None
    fields: dict[str, object] = {}
    files: list[bytes] = []
    try:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files += [body] if (body := await value.read()) or value.filename else []
            else:
                fields[name] = value
    finally:
        await form.close()
    return Posted({**fields, "files": files}, is_form="application/json" not in request.headers.get("accept", ""))


async def _capped(request: Request) -> AsyncGenerator[bytes, None]:
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > MOST_TOGETHER + FORM_BYTES:
            raise Refused(413, "files_too_large")
        yield chunk
