"""The first answer: what matters most, on one screen of a telephone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.guidance.blocks import Block
from bot.guidance.card_papers import paper_lines
from bot.guidance.fees import asked_fee, fee_line
from bot.guidance.fitting import cut, fitted, lines_of, said_lines, trimmed
from bot.guidance.local_times import local_lines
from bot.guidance.sections import section
from bot.guidance.times import by_channel, time_line
from bot.guidance.warnings import warnings
from knowledge.cases import chosen_options, papers
from knowledge.checked import Checked
from knowledge.model import PublicService

Facet = str
FACETS: tuple[Facet, ...] = ("papers", "time", "fee", "where")
SCREEN_LINES = 22
FEWEST_PAPER_LINES = 6
# When something else was asked, the papers only remind.
FEWEST_PAPER_LINES_BESIDES = 4
WARNING_LINES = 3
TITLE_LETTERS = 80
# Two lines together with the title of the part that stands before.
SHORT_LETTERS = 56
# Lines each part may take before the rest is one tap away.
LINES = {"time": 3, "fee": 4, "where": 3}
ASKED_LINES = 7
# A fee that was asked for is told with its conditions: a discount that is left out costs somebody money.
ASKED_FEE_LINES = 14
ASKED_FEE_LETTERS = 12 * 36
NEAREST = re.compile(r"cấp xã|\bxã, phường", re.IGNORECASE)
# The title of the papers, the two lines of the source, and three blank lines; the other titles share a line.
FURNITURE_LINES = 6


@dataclass(frozen=True)
class CardPart:
    """`facet`: papers, time, fee or where, or the section that was asked for."""

    facet: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Card:
    """:ivar title: the portal's name of the procedure, shortened to about two lines; the whole name stands in "source"
    :ivar cases: short names of the chosen branch and case; empty when nothing was asked or everything is wanted
    :ivar parts: the asked facet first
    """

    code: str
    title: str
    cases: tuple[str, ...]
    warnings: tuple[Block, ...]
    parts: tuple[CardPart, ...]
    site: str
    as_of: date


def card(
    service: PublicService,
    choice: tuple[str, ...] = (),
    facet: Facet | None = None,
    *,
    today: date,
    language: str = "vi",
    looked: Checked | None = None,
) -> Card:
    """:param facet: a key of FACETS or SECTION_KEYS that was asked about; it comes first
    :param looked: when somebody last held the record against the portal; None: nothing is said of it
    :raises UnknownCase: a key of the choice is not known (any more)
    """
    chosen = chosen_options(service, choice)
    alerts = warnings(service, today, looked)
    parts = {
        "time": fitted(time_line(service), LINES["time"], SHORT_LETTERS),
        "fee": fitted(fee_line(service), LINES["fee"], SHORT_LETTERS),
        "where": fitted(_where(service), LINES["where"], SHORT_LETTERS),
    }
    if facet == "fee":
        parts["fee"] = fitted(asked_fee(service), ASKED_FEE_LINES, ASKED_FEE_LETTERS)
    if facet in ("time", "where"):
        parts[facet] = fitted(time_line(service) if facet == "time" else _where(service), ASKED_LINES)
    if facet and facet not in FACETS:
        parts[facet] = fitted(section(service, facet, choice, today=today, language=language).blocks, ASKED_LINES)
    parts["time"] = [*parts["time"], *local_lines(service, today)]
    title = cut(service.title, TITLE_LETTERS)
    used = lines_of(title) + WARNING_LINES * len(alerts) + len(chosen) + FURNITURE_LINES
    used += sum(said_lines(block) for blocks in parts.values() for block in blocks)
    fewest = FEWEST_PAPER_LINES if facet in (None, "papers") else FEWEST_PAPER_LINES_BESIDES
    room = max(SCREEN_LINES - used, fewest)
    parts["papers"] = trimmed(paper_lines(papers(service, choice), language), room)
    first = [facet] if facet else []
    order = [*first, *(key for key in FACETS if key != facet)]
    return Card(
        code=service.identifier,
        title=title,
        cases=tuple(option.label.text(language) for option in chosen),
        warnings=alerts,
        parts=tuple(CardPart(key, tuple(parts[key])) for key in order),
        site=service.source.site,
        as_of=service.source.as_of,
    )


def _where(service: PublicService) -> list[Block]:
    """Kinds: authority (text), submission_place (text), channels (values.channels)."""
    blocks = [Block("channels", values={"channels": tuple(by_channel(service))})]
    if service.submission_place:
        blocks.insert(0, Block("submission_place", service.submission_place))
    decides = service.competent_authority
    if decides is None:
        return blocks
    # The portal names the body that decides. In a commune it is also the desk; elsewhere the desk is often another one.
    receives = bool(service.submission_place) or NEAREST.search(decides.name) is not None
    return [Block("authority", _nearest_first(decides.name), {"receives": receives}), *blocks]


def _nearest_first(bodies: str) -> str:
    """The portal's bodies, those of the commune before the others: what is cut should not be the nearest desk."""
    names = [name.strip() for name in bodies.split(";")]
    return "; ".join(sorted(names, key=lambda name: NEAREST.search(name) is None))
