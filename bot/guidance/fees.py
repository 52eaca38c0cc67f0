"""What it costs, as far as the portal says it. No fee listed is not the same as free."""

from __future__ import annotations

from dataclasses import replace

from bot.guidance.blocks import Block
from bot.guidance.times import by_channel
from knowledge.model import Cost, PublicService, ServiceChannel

FREE = "Miễn phí"


def fees_differ(service: PublicService) -> bool:
    """Whether the channels cost different amounts."""
    told = {tuple(sorted({str(cost) for row in rows for cost in row.costs})) for rows in by_channel(service).values()}
    return len(told) > 1


def fee_line(service: PublicService) -> list[Block]:
    """For the card: kinds fee_not_listed, fee_free, fee (text), and where the channels differ fee_channel
    (values.channels; values.amounts: (number, currency) pairs; text: the portal's words where it gives no number)."""
    if service.cost is None:
        return [Block("fee_not_listed")]
    if service.cost == FREE:
        return [Block("fee_free", service.cost)]
    return _fee_channels(service) if fees_differ(service) else [Block("fee", service.cost)]


def _fee_channels(service: PublicService) -> list[Block]:
    """One line for all channels that cost the same."""
    same: dict[tuple[object, ...], tuple[Block, list[str]]] = {}
    for kind, rows in by_channel(service).items():
        told = _fee_channel(_distinct(rows))
        key = (told.values["amounts"], told.values["listed"], told.text.strip(" ().;"))
        same.setdefault(key, (told, []))[1].append(kind)
    return [replace(told, values={**told.values, "channels": tuple(kinds)}) for told, kinds in same.values()]


def _fee_channel(costs: tuple[Cost, ...]) -> Block:
    amounts = tuple(dict.fromkeys((cost.amount, cost.currency or "VND") for cost in costs if cost.amount))
    words = "" if amounts else next((cost.description for cost in costs if cost.description), "")
    return Block("fee_channel", words or "", {"amounts": amounts, "listed": bool(costs)})


def fee_blocks(service: PublicService) -> list[Block]:
    """For the section: the portal's fee in one text, then split by channel where the channels differ.

    Kinds besides those of the card: title_fee_channel (values.channel); cost (text, values.type, amount, currency);
    cost_free; cost_none.
    """
    if service.cost is None:
        return [Block("fee_not_listed")]
    blocks = [Block("fee_free" if service.cost == FREE else "fee", service.cost)]
    return blocks + _channel_costs(service) if fees_differ(service) else blocks


def _channel_costs(service: PublicService) -> list[Block]:
    blocks: list[Block] = []
    for kind, rows in by_channel(service).items():
        blocks.append(Block("title_fee_channel", values={"channel": kind}))
        blocks += _costs(rows)
    return blocks


def _costs(rows: list[ServiceChannel]) -> list[Block]:
    return [_cost(cost) for cost in _distinct(rows)] or [Block("cost_none")]


def _distinct(rows: list[ServiceChannel]) -> tuple[Cost, ...]:
    return tuple(dict.fromkeys(cost for row in rows for cost in row.costs))


def _cost(cost: Cost) -> Block:
    """A zero with words is the portal's way to write only the words."""
    values = {"type": cost.type, "amount": cost.amount or None, "currency": cost.currency or "VND"}
    if not cost.amount and not cost.description:
        return Block("cost_free", values=values)
    return Block("cost", cost.description or "", values)
