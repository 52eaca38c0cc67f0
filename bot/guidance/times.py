"""How long it takes, as far as the portal says it, and what it leaves open."""

from __future__ import annotations

from bot.guidance.blocks import Block
from knowledge.model import ChannelType, PublicService, ServiceChannel

CHANNELS: tuple[ChannelType, ...] = ("online", "in_person", "postal")


def by_channel(service: PublicService) -> dict[ChannelType, list[ServiceChannel]]:
    """The portal's rows for each channel, in the order in which we tell them."""
    return {
        kind: rows for kind in CHANNELS if (rows := [channel for channel in service.channels if channel.type == kind])
    }


def times_differ(service: PublicService) -> bool:
    """Whether the time depends on the channel or the case: then one number would be wrong for somebody."""
    return len({channel.processing_time for channel in service.channels}) > 1


def time_line(service: PublicService) -> list[Block]:
    """For the card: kinds time (text, values.unit_open), time_channel (values.channel, times), time_several
    (values.times), time_not_listed, time_case (values.quantity, unit), time_unit_open."""
    if service.processing_time is None:
        return [Block("time_not_listed"), *_case_times(service)]
    if not times_differ(service):
        return [Block("time", _plain_time(service), {"unit_open": bool(_unit_open(service))})]
    told = {kind: _times(rows) for kind, rows in by_channel(service).items()}
    if len({frozenset(times) for times in told.values()}) == 1:
        return [Block("time_several", values={"times": next(iter(told.values()))}), *_unit_open(service)]
    lines = [Block("time_channel", values={"channel": kind, "times": times}) for kind, times in told.items()]
    return [*lines, *_unit_open(service)]


def time_blocks(service: PublicService) -> list[Block]:
    """For the section: every time the portal prints, each with its case; what is doubtful comes as to be confirmed.

    Kinds besides those of the card: title_time_channel (values.channel), time_entry (text), time_of (text),
    title_time_mentions, time_mention (text).
    """
    blocks = [Block("time_not_listed")] if service.processing_time is None else []
    if not times_differ(service):
        if service.processing_time is not None:
            blocks.append(Block("time", _plain_time(service)))
    else:
        for kind, rows in by_channel(service).items():
            blocks.append(Block("title_time_channel", values={"channel": kind}))
            for row in rows:
                blocks += [
                    Block("time_entry", row.processing_time) if row.processing_time else Block("time_not_listed")
                ]
                blocks += [Block("time_of", row.description)] if row.description else []
    blocks += [*_unit_open(service), *_case_times(service)]
    if service.time_mentions:
        blocks.append(Block("title_time_mentions"))
        blocks += [Block("time_mention", text) for text in service.time_mentions]
    return blocks


def _plain_time(service: PublicService) -> str:
    """The channels agree: their common words, where the portal's summary is only a list of them."""
    return next((channel.processing_time for channel in service.channels if channel.processing_time), None) or (
        service.processing_time or ""
    )


def _times(rows: list[ServiceChannel]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.processing_time for row in rows if row.processing_time))


def _unit_open(service: PublicService) -> list[Block]:
    """The portal says only "ngày": whether working days are meant is open."""
    counts_days = any(
        channel.processing_value is not None and channel.processing_unit is None for channel in service.channels
    )
    return [Block("time_unit_open")] if counts_days or service.flagged("time_unit_unspecified_in_source") else []


def _case_times(service: PublicService) -> list[Block]:
    return [Block("time_case", values={"quantity": case.quantity, "unit": case.unit}) for case in service.case_times]
