"""The words that citizens agree to, kept for ever: ``python -m bot.views.consent_words``.

A consent names its words by the beginning of their SHA-256. Run this whenever they change: each version is written to
docs/consent/<version>.txt, byte for byte as it was shown, and old ones stay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bot.privacy import NOTIFY, REPORT
from bot.reports.draft import ReportDraft
from bot.texts import Language, Texts
from bot.views.report import VERSION

KEPT = Path(__file__).parents[2] / "docs" / "consent"
CHANNELS = ("telegram", "web")
#: As it ships (legal parameter report_draft_days). An office that keeps drafts longer or shorter shows its own number
#: in the same words.
DRAFT_DAYS = 7
LANGUAGES: tuple[Language, ...] = ("vi", "en")


def shown(texts: Texts) -> Iterator[tuple[str, Language, str, str]]:
    """(purpose, language, channel, words) of everything that is agreed to now."""
    for language in LANGUAGES:
        for channel in CHANNELS:
            notice = texts.render("report/notice", language, channel=channel, heard=None, quoted=None, days=DRAFT_DAYS)
            yield REPORT, language, channel, str(notice)
            question = texts.render("report/question", language, step="notify", draft=ReportDraft(id="-"))
            yield NOTIFY, language, channel, str(question)


def version_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:VERSION]


def keep(texts: Texts, folder: Path = KEPT) -> list[str]:
    """Write what is not kept yet. :returns: the versions that were added."""
    added = []
    for _, _, _, words in shown(texts):
        path = folder / f"{version_of(words)}.txt"
        if not path.exists():
            path.write_bytes(words.encode())
            added.append(path.stem)
    return added


if __name__ == "__main__":
    print("\n".join(keep(Texts())) or "every version is kept already")
