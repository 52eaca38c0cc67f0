"""What it costs, as far as the portal says it. No fee listed is not the same as free."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.guidance.blocks import Block
from bot.guidance.times import by_channel
from knowledge.model import Cost, PublicService, ServiceChannel

FREE = "Miễn phí"
# Words beside an amount that are longer than "/trang" or "/hồ sơ" say when it is another one.
SHORTEST_TERMS = 20
# A way of filing described with a price: some of the portal's fees stand nowhere else.
PRICE = re.compile(r"\d\s*(?:đồng|USD|VNĐ)")


def fees_differ(service: PublicService) -> bool:
    """Whether the channels cost different amounts."""
    told = {tuple(sorted({str(cost) for row in rows for cost in row.costs})) for rows in by_channel(service).values()}
    return len(told) > 1


def fee_line(service: PublicService) -> list[Block]:
    """For the card: kinds fee_not_listed, fee_free, fee (text), and where the channels differ fee_channel
    (values.channels; values.amounts: (number, currency) pairs; values.terms: the portal adds words to the number;
    text: the portal's words where it gives no number)."""
    if service.cost is None:
        return [Block("fee_not_listed")]
    if service.cost == FREE:
        return [Block("fee_free", service.cost)]
    told = _fee_channels(service) if fees_differ(service) else [Block("fee", service.cost)]
    if len(told) == 1 and not told[0].values.get("amounts"):
        told = [Block("fee", told[0].text or service.cost)]
    return [replace(block, text=_without_bullet(block.text)) for block in told]


def asked_fee(service: PublicService) -> list[Block]:
    """For the card when the fee is what was asked: the lines of the card, then the words that change the number."""
    lines = fee_line(service)
    if service.cost and any(line.values.get("terms") for line in lines):
        lines = [replace(line, values={**line.values, "terms": False}) for line in lines]
        lines.append(Block("fee", service.cost))
    return lines + _priced_channels(service)


def _without_bullet(words: str) -> str:
    """One line of the portal's words needs no list mark, nor a bracket around all of it."""
    words = words.strip().removeprefix("- ").lstrip()
    return words[1:-1] if words.startswith("(") and words.find(")") == len(words) - 1 else words


def _priced_channels(service: PublicService) -> list[Block]:
    told = dict.fromkeys(row.description for row in service.channels if row.description)
    return [Block("channel_text", words) for words in told if PRICE.search(words)]


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
    terms = bool(amounts) and any(len(cost.description or "") > SHORTEST_TERMS for cost in costs)
    return Block("fee_channel", words or "", {"amounts": amounts, "listed": bool(costs), "terms": terms})


def fee_blocks(service: PublicService) -> list[Block]:
    """For the section: the portal's fee in one text, then split by channel where the channels differ.

    Kinds besides those of the card: title_fee_channel (values.channel); cost (text, values.type, amount, currency);
    cost_free; cost_none; channel_text (a way of filing that names prices).
    """
    if service.cost is None:
        return [Block("fee_not_listed")]
    blocks = [Block("fee_free" if service.cost == FREE else "fee", service.cost)]
    blocks += _channel_costs(service) if fees_differ(service) else []
    return blocks + _priced_channels(service)


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
