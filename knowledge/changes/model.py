"""What is changed, and where in the record."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import ChannelType, PublicService, ServiceChannel, TimeUnit

#: Where a change holds for every way of handing in.
ALL_CHANNELS = "all"
#: As the portal writes units after a number.
UNIT_WORDS: dict[TimeUnit | None, str] = {
    "working": "ngày làm việc",
    "calendar": "ngày",
    "hour": "giờ",
    "month": "tháng",
}


@dataclass(frozen=True, slots=True)
class Time:
    """A time limit as a number and its unit."""

    value: int | float
    unit: TimeUnit

    @property
    def words(self) -> str:
        """As the portal writes it: "7 ngày làm việc"."""
        return f"{self.value:g}".replace(".", ",") + f" {UNIT_WORDS[self.unit]}"


@dataclass(frozen=True, slots=True)
class Fee:
    """``amount``: đồng, 0: free. ``words``: what was written beside it, e.g. "/bản"; None: nothing was."""

    amount: int
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """``channel``: a :data:`ChannelType` or :data:`ALL_CHANNELS`. ``value``: one of those that stand there now, in
    the portal's words (:func:`knowledge.changes.values_of`); None: all of them."""

    channel: str
    value: str | None = None

    def channels(self, service: PublicService) -> list[int]:
        """Places of the rows that belong to the channel."""
        return [
            place
            for place, row in enumerate(service.channels)
            if self.channel == ALL_CHANNELS or row.type == self.channel
        ]


def channels_of(service: PublicService) -> list[ChannelType]:
    """The ways of handing in that the record has rows for, in its order."""
    return list(dict.fromkeys(row.type for row in service.channels))


def rows_of(service: PublicService, where: Where) -> list[ServiceChannel]:
    return [service.channels[place] for place in where.channels(service)]
