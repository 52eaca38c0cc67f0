"""Whatever is put into the forms of the console, and asked of its pages, the program answers: never a fault of its own.

The pages are found as a person finds them, by links, signed in as each sample member; each kind of form is sent as it
stands and with values nobody should send.
"""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from tests.doors.forms import Form, PageForms, shape
from tests.program import Program

pytestmark = pytest.mark.e2e

#: Values of one field, each of which has broken some program.
NASTY = (
    *("", " ", "0", "-1", "1", "x", "9" * 40, "1e9", "NaN", "٣", "1.5", "true", "null", "[]", "{}"),
    *("2026-02-30", "0000-00-00", "9999-12-31", "25:99", "* * * * *", "1.001193", "../../etc/passwd", "%00", "\x00"),
    *(
        "'\"><script>alert(1)</script>",
        "=1+1",
        "'; DROP TABLE staff; --",
        "{{ 7*7 }}",
        "\u202e\u200b",
        "ẫ" * 3000,
        "a\r\nb: c",
    ),
)
#: Ways out of the session: the walk goes on as the same member.
LEFT = re.compile(r"/leave|/own/(passphrase|app)|/enrol|/recovery|/sample/|/sign-in")
#: Pages of one shape looked at, and kinds of values tried for one kind of form.
PAGES_A_SHAPE, TRIES = 1, 2


class Visitor:
    """A member who follows every link and sends every form."""

    def __init__(self, client: httpx.AsyncClient, chance: random.Random) -> None:
        self._client = client
        self._chance = chance
        self._seen: Counter[str] = Counter()
        self._sent: set[tuple[str, ...]] = set()
        self.faults: list[str] = []
        self.answers = 0

    async def walk(self) -> None:
        queue = ["/console"]
        while queue:
            path = queue.pop(0)
            if self._seen[shape(path)] >= PAGES_A_SHAPE or LEFT.search(path):
                continue
            self._seen[shape(path)] += 1
            page = await self._look(path)
            if page is None:
                continue
            queue += [link for link in page.links if link.startswith("/console")]
            for form in page.forms:
                if form.kind not in self._sent and form.action.startswith("/console") and not LEFT.search(form.action):
                    self._sent.add(form.kind)
                    await self._try(form)

    async def _look(self, path: str) -> PageForms | None:
        answer = await self._client.get(path, follow_redirects=True)
        self._judge("GET", path, answer)
        is_page = answer.status_code == 200 and "text/html" in answer.headers.get("content-type", "")
        return PageForms.read(answer.text, str(answer.url.raw_path, "ascii")) if is_page else None

    async def _try(self, form: Form) -> None:
        names = sorted({name for name, _ in form.fields} - {"csrf"})
        for _ in range(TRIES):
            changed = set(self._chance.sample(names, self._chance.randint(1, len(names)))) if names else set[str]()
            fields = [(name, self._chance.choice(NASTY) if name in changed else value) for name, value in form.fields]
            await self._send(form, fields)
        await self._send(form, [field for field in form.fields if field[0] == "csrf"])
        await self._send(form, form.fields)

    async def _send(self, form: Form, fields: list[tuple[str, str]]) -> None:
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        if form.method == "GET":
            answer = await self._client.get(form.action, params=data)
        else:
            files = {name: ("x.xlsx", bytes(self._chance.randbytes(200))) for name in form.files}
            answer = await self._client.post(form.action, data=data, files=files or None)
        self._judge(form.method, form.action, answer, fields)

    def _judge(self, method: str, path: str, answer: httpx.Response, fields: object = None) -> None:
        self.answers += 1
        if answer.status_code >= 500:
            self.faults.append(f"{answer.status_code} {method} {path} {str(fields)[:400]}")


async def _enter(link: str, address: str, stack: AsyncExitStack) -> httpx.AsyncClient:
    """Signed in as the sample member ``link`` belongs to."""
    client = httpx.AsyncClient(base_url=address, headers={"Origin": address}, trust_env=False, timeout=60)
    await stack.enter_async_context(client)
    (door,) = (form for form in PageForms.read((await client.get(link)).text, link).forms if form.action == link)
    await client.post(door.action, data=dict(door.fields))
    return client


async def test_no_form_of_the_console_breaks_it(stocked_home: Path, tmp_path: Path) -> None:
    shutil.copytree(stocked_home / "data", tmp_path / "data")
    async with Program(tmp_path, {"MOTCUA_SAMPLE_DATA": "1"}) as program, AsyncExitStack() as stack:
        links = re.findall(r"sample [^:]+: \S+?(/console/sample/\S+)", program.output)
        assert len(links) > 2
        # All of them first: one of the things an administrator's walk does is to revoke the others.
        clients = [await _enter(link, program.address, stack) for link in links]
        visitors = [Visitor(client, random.Random(20261122)) for client in clients]
        for visitor in visitors:
            await visitor.walk()
        faults = [fault for visitor in visitors for fault in visitor.faults]
        assert faults == [], "\n".join(faults)
        assert sum(visitor.answers for visitor in visitors) > 400
        assert '"part_failed"' not in program.output
