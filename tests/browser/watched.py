"""A page under watch: what it did that no page of ours may, and what axe finds in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Dialog, Page, Request

AXE = Path(__file__).parent / "vendor" / "axe.min.js"

#: Only what is wrong is told in full.
RUN_AXE = """contrast => axe.run({
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
  rules: {'color-contrast': {enabled: contrast}},
}).then(result => result.violations)"""


@dataclass
class Watched:
    """``complaints``: what the browser's console said, dialogs that opened, requests to other hosts."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    async def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            self.complaints.append(f"request to {request.url}")

    async def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        wide: int = await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return wide

    async def faults(self, *, contrast: bool = True) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA.

        :param contrast: False where the same page was looked at in another width: colours do not depend on it, and to
            reckon them takes most of the time.
        """
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = await self.page.evaluate(RUN_AXE, contrast)
        return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
