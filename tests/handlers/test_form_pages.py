"""More forms than a message shows buttons for are all reachable, page by page."""

from __future__ import annotations

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from bot.views.choices import packed
from bot.views.service import MOST_FILES
from knowledge.forms import Forms
from knowledge.library import Library
from knowledge.model import FormFile, LocalAdditions
from knowledge.store import KnowledgeStore
from tests.shelves import shipped
from tests.talk import Talk

BIRTH = "1.001193"
COUNT = 2 * MOST_FILES + 1


async def test_every_form_can_be_had(sqlite: Database, key: ServerKey, clock: FixedClock) -> None:
    forms, store = Forms(sqlite, clock), KnowledgeStore(sqlite, clock)
    async with sqlite.write() as connection:
        ids = [await forms.add(connection, f"Mẫu {n}", b"%PDF-1.7", None) for n in range(1, COUNT + 1)]
    files = tuple(FormFile(name=f"Mẫu {n}", file=file) for n, file in enumerate(ids, start=1))
    await store.publish([shipped()[BIRTH].model_copy(update={"local": LocalAdditions(form_files=files)})], "test")
    library = Library(store)
    await library.refresh()
    talk = await Talk.begin(sqlite, key, clock, library=library, forms=forms)
    first = await talk.press(f"v1:svc:sec:{BIRTH}:{packed(())}:forms:1")
    seen = [label for label in first.labels if label.startswith("📎 Mẫu")]
    second = await talk.tap(f"{COUNT - MOST_FILES} mẫu đơn nữa")
    seen += [label for label in second.labels if label.startswith("📎 Mẫu")]
    third = await talk.tap("3")
    seen += [label for label in third.labels if label.startswith("📎 Mẫu")]
    assert seen == [f"📎 Mẫu {n}" for n in range(1, COUNT + 1)]
    (message,) = (await talk.tap(f"Mẫu {COUNT}")).messages
    assert message.file is not None
    assert message.file.name == f"Mẫu {COUNT}.pdf"
    assert (await talk.press(f"v1:svc:files:{BIRTH}:99")).labels == third.labels
