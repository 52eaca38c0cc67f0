"""Files of forms in the chat: offered with a procedure's forms, sent when asked for, said to be gone when they are."""

from __future__ import annotations

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from bot.views.choices import packed
from knowledge.forms import Forms
from knowledge.library import Library
from knowledge.model import FormFile, LocalAdditions
from tests.shelves import ReadOnce, opened, shipped
from tests.talk import Talk

BIRTH = "1.001193"
PDF = b"%PDF-1.7 form"
NAME = "Tờ khai <b>khai sinh"


class WithForms(ReadOnce):
    """Birth registration alone, with files beside it."""

    def __init__(self, *files: FormFile) -> None:
        service = shipped()[BIRTH]
        super().__init__([service.model_copy(update={"local": LocalAdditions(form_files=files)})])


async def talk_with(database: Database, key: ServerKey, clock: FixedClock, *, kept: bool) -> Talk:
    """:param kept: the file that the procedure names is there."""
    forms, file = Forms(database, clock), "none"
    if kept:
        async with database.write() as connection:
            file = await forms.add(connection, NAME, PDF, None)
    library = await opened(Library(WithForms(FormFile(name=NAME, file=file))), [shipped()[BIRTH]])
    return await Talk.begin(database, key, clock, library=library, forms=forms)


async def test_a_form_is_offered_and_sent(database: Database, key: ServerKey, clock: FixedClock) -> None:
    talk = await talk_with(database, key, clock, kept=True)
    section = await talk.press(f"v1:svc:sec:{BIRTH}:{packed(())}:forms:1")
    assert f"📎 {NAME}" in section.labels
    sent = await talk.tap("📎")
    (message,) = sent.messages
    assert message.file is not None
    assert (message.file.kind, message.file.media) == ("document", "application/pdf")
    assert message.file.name.endswith(".pdf")
    assert NAME in sent.text


async def test_a_form_that_is_gone_is_said_to_be(database: Database, key: ServerKey, clock: FixedClock) -> None:
    talk = await talk_with(database, key, clock, kept=False)
    await talk.press(f"v1:svc:sec:{BIRTH}:{packed(())}:forms:1")
    for gone in (await talk.tap("📎"), await talk.press(f"v1:svc:form:{BIRTH}:99")):
        assert gone.notices == ["Mẫu đơn này không còn ở đây nữa."]
        assert all(message.file is None for message in gone.messages)
        assert gone.messages
