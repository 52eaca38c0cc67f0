"""The chat page as a person sees it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import FilePayload, Locator, expect

from tests.browser.watched import Watched

#: A busy machine answers late; a test fails only when nothing comes at all.
PATIENCE_MS = 30_000
#: A question whose answer is one procedure without cases, and words of that procedure's name.
QUESTION = "doi bang lai xe"
PROCEDURE = "giấy phép lái xe"
#: The button under a part of a procedure that leads back to the whole.
BACK = "Về tóm tắt"

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Chat(Watched):
    """The chat in a browser."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.page.set_default_timeout(PATIENCE_MS)

    async def open(self) -> None:
        await self.page.goto("/")
        await expect(self.bot.first).to_be_visible()

    @property
    def bot(self) -> Locator:
        return self.page.locator("article.bot")

    @property
    def mine(self) -> Locator:
        return self.page.locator("article.mine")

    @property
    def box(self) -> Locator:
        return self.page.locator("#text")

    async def say(self, text: str) -> None:
        await self.box.fill(text)
        await self.page.locator("button.send").click()

    async def ask(self, text: str) -> Locator:
        """Say it and wait for an answer. :returns: the last message of the bot then."""
        count = await self.bot.count()
        await self.say(text)
        await expect(self.bot.nth(count)).to_be_visible()
        return self.bot.last

    async def attach(self, *files: FilePayload | Path) -> None:
        """With scripts by the button beside the box, without by the form under the talk.

        :param files: all of one kind; large ones as paths, for the browser reads those itself.
        """
        chosen: Any = list(files)
        if await self.page.locator("#attach").is_visible():
            async with self.page.expect_file_chooser() as choosing:
                await self.page.locator("#attach").click()
            await (await choosing.value).set_files(chosen)
            return
        if not await self.page.locator("#chosen").is_visible():
            await self.page.locator(".photo summary").click()
        await self.page.locator("#chosen").set_input_files(chosen)
        await self.page.locator("#files button").click()

    async def words(self) -> list[str]:
        """Everything said, in order."""
        return [words.strip() for words in await self.page.locator("article .text").all_inner_texts()]

    async def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        width: int = await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return width
