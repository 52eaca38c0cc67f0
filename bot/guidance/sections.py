"""The long parts of an answer, one a button: everything the record holds, in the portal's own words."""

from __future__ import annotations

from datetime import date

from bot.guidance.blocks import Block, Section
from bot.guidance.fees import fee_blocks
from bot.guidance.local_times import local_blocks
from bot.guidance.papers_blocks import notes_blocks, papers_blocks
from bot.guidance.times import by_channel, time_blocks
from bot.guidance.warnings import abolished_level, expired_period
from bot.places import name_of
from knowledge.cases import chosen_options, papers
from knowledge.model import PublicService

SECTION_KEYS = (
    "papers",
    "time",
    "fee",
    "where",
    "who",
    "steps",
    "conditions",
    "notes",
    "forms",
    "legal",
    "result",
    "source",
)
EMPTY = "_none"


def sections(
    service: PublicService, choice: tuple[str, ...] = (), *, today: date, language: str = "vi"
) -> list[Section]:
    """The parts that have something to say, in the order of SECTION_KEYS. :raises UnknownCase: see knowledge.cases."""
    built = [section(service, key, choice, today=today, language=language) for key in SECTION_KEYS]
    return [part for part in built if not all(block.kind.endswith(EMPTY) for block in part.blocks)]


def section(
    service: PublicService, key: str, choice: tuple[str, ...] = (), *, today: date, language: str = "vi"
) -> Section:
    """One part; when the record has nothing for it, a single block of a kind ending in "_none" says so.

    :raises KeyError: no such part
    """
    if key in ("papers", "notes"):
        mine = papers(service, choice)
        blocks = notes_blocks(mine)
        if key == "papers":
            blocks = papers_blocks(mine, chosen_options(service, choice), language)
    else:
        blocks = BUILDERS[key](service)
    if key == "time":
        blocks = [*blocks, *local_blocks(service, today)]
    shown = "\n".join(block.text for block in blocks)
    flags = abolished_level(shown)
    if key == "fee":
        flags = (*flags, *expired_period(service, today))
    return Section(key, (*flags, *blocks))


def where_blocks(service: PublicService) -> list[Block]:
    """Kinds: authority (text), authority_none, level (text), submission_place (text), submission_place_none,
    anywhere (values.yes; values.within: names of places), title_channel (values.channel), channel_text (text)."""
    blocks = _authority(service)
    place = service.submission_place
    blocks.append(Block("submission_place", place) if place else Block("submission_place_none"))
    if service.local.anywhere_in or service.local.anywhere is not None:
        within = [name_of(code) for code in service.local.anywhere_in]
        blocks.append(Block("anywhere", values={"yes": service.local.anywhere, "within": within}))
    for kind, rows in by_channel(service).items():
        blocks.append(Block("title_channel", values={"channel": kind}))
        texts = dict.fromkeys(row.description for row in rows if row.description)
        blocks += [Block("channel_text", text) for text in texts]
    return blocks


def who_blocks(service: PublicService) -> list[Block]:
    """Kinds: title_audience, audience (text), title_decides, authority (text), level (text)."""
    audience = [Block("audience", text) for text in service.audience]
    return [Block("title_audience"), *audience, Block("title_decides"), *_authority(service)]


def source_blocks(service: PublicService) -> list[Block]:
    """Kinds: title_of (text: the full name, values.code), sector (text), promulgated_by (text), decision (text:
    number, values.date), source (text: site, values.via, as_of, modified), online_whole, flag (values.flag)."""
    decision = service.decision
    blocks = [
        Block("title_of", service.title, {"code": service.identifier}),
        Block("sector", service.sector),
        Block("promulgated_by", service.promulgated_by.name),
    ]
    if decision.number:
        blocks.append(Block("decision", decision.number, {"date": decision.date}))
    blocks += [Block("online_whole")] if service.fully_online else []
    blocks += [Block("flag", values={"flag": flag}) for flag in service.quality_flags]
    origin = {"via": service.source.via, "as_of": service.source.as_of, "modified": service.modified}
    return [*blocks, Block("source", service.source.site, origin)]


def _authority(service: PublicService) -> list[Block]:
    decides = service.competent_authority
    return [Block("authority", decides.name) if decides else Block("authority_none"), Block("level", service.level)]


def _steps(service: PublicService) -> list[Block]:
    return [Block("step", text, {"number": number}) for number, text in enumerate(service.steps, start=1)]


def _conditions(service: PublicService) -> list[Block]:
    return [Block("condition", service.conditions) if service.conditions else Block("conditions_none")]


def _forms(service: PublicService) -> list[Block]:
    forms = [Block("form", name, {"number": number}) for number, name in enumerate(service.forms, start=1)]
    files = [Block("form_file", file.name) for file in service.local.form_files]
    told = [*forms, Block("forms_where")] if forms else [] if files else [Block("forms_none")]
    return [*files, *told]


def _legal(service: PublicService) -> list[Block]:
    laws = [Block("law", law.title, {"number": law.number}) for law in service.legal_resources]
    return laws or [Block("legal_none")]


def _result(service: PublicService) -> list[Block]:
    return [Block("result", service.output)]


BUILDERS = {
    "time": time_blocks,
    "fee": fee_blocks,
    "where": where_blocks,
    "who": who_blocks,
    "steps": _steps,
    "conditions": _conditions,
    "forms": _forms,
    "legal": _legal,
    "result": _result,
    "source": source_blocks,
}
