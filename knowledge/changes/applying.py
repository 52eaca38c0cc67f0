"""A changed record: the rows that are meant, and with them every text of the record that sums them up."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from knowledge.changes.model import Fee, Time, Where, rows_of
from knowledge.changes.summary import cost_words, fee_words, time_words
from knowledge.model import Cost, PublicService, ServiceChannel

#: The collectors' mark that the portal does not say which days it means.
UNIT_OPEN = "time_unit_unspecified_in_source"
#: A number of days, hours or months, in words beside a time.
_SPAN = re.compile(r"\d\s*(?:ngày|giờ|tháng|năm)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")

#: What becomes of the words that stood beside the old value.
Words = Literal["keep", "drop"]
#: Words beside the value that name a number of their own, and so may be wrong with the new one.
Doubt = str


def values_of(service: PublicService, kind: Literal["time", "fee"], where: Where) -> list[str]:
    """What stands now for the channel, each different value once, as the portal words it."""
    rows = rows_of(service, Where(where.channel))
    if kind == "time":
        return list(dict.fromkeys(row.processing_time or "" for row in rows))
    return list(dict.fromkeys(cost_words(cost) for row in rows for cost in row.costs))


def doubt_of(service: PublicService, kind: Literal["time", "fee"], where: Where) -> Doubt | None:
    """The first words beside the values meant that speak of numbers: whoever changes the value must say whether they
    stay. None: there are none."""
    rows = [service.channels[place] for place in where.channels(service)]
    if kind == "time":
        told = [row.description for row in rows if _meant_time(where)(row)]
        return next((words for words in told if words and _SPAN.search(words)), None)
    costs = [cost.description for row in rows for cost in row.costs if _meant_cost(where)(cost)]
    return next((words for words in costs if words and _DIGIT.search(words)), None)


def change_time(service: PublicService, where: Where, time: Time, words: Words = "keep") -> PublicService:
    """:param words: whether descriptions of the rows that name a number of days stay."""
    meant = _meant_time(where)
    update = {"processing_time": time.words, "processing_value": time.value, "processing_unit": time.unit}

    def changed(row: ServiceChannel) -> ServiceChannel:
        if not meant(row):
            return row
        loses = words == "drop" and row.description is not None and _SPAN.search(row.description) is not None
        return row.model_copy(update={**update, "description": None} if loses else update)

    channels = _with(service, where, changed)
    plain = {(row.processing_value, row.processing_unit) for row in channels}
    value, unit = plain.pop() if len(plain) == 1 else (None, None)
    counts_days = unit not in ("hour", "month")
    every_unit_told = all(row.processing_unit is not None for row in channels)
    return service.model_copy(
        update={
            "channels": channels,
            "processing_time": time_words(channels),
            "processing_days": value if counts_days else None,
            "processing_unit": unit if counts_days else None,
            "quality_flags": tuple(
                flag for flag in service.quality_flags if not (flag == UNIT_OPEN and every_unit_told)
            ),
        }
    )


def change_fee(service: PublicService, where: Where, fee: Fee, words: Words = "keep") -> PublicService:
    """A channel without a fee gets one. ``fee.words`` replaces what stood beside the amount; without it:

    :param words: whether what stood there stays. Beside a fee that is none, it never does.
    """
    meant = _meant_cost(where)

    def priced(cost: Cost) -> Cost:
        kept = cost.description if words == "keep" and fee.amount else None
        told = {"amount": fee.amount, "currency": "VND", "description": fee.words or kept}
        return cost.model_copy(update=told)

    def changed(row: ServiceChannel) -> ServiceChannel:
        costs = tuple(dict.fromkeys(priced(cost) if meant(cost) else cost for cost in row.costs))
        new = Cost(type="lệ phí", amount=fee.amount, currency="VND", description=fee.words)
        return row.model_copy(update={"costs": costs or (new,)})

    channels = _with(service, where, changed)
    return service.model_copy(update={"channels": channels, "cost": fee_words(channels)})


def _meant_time(where: Where) -> Callable[[ServiceChannel], bool]:
    return lambda row: where.value in (None, row.processing_time or "")


def _meant_cost(where: Where) -> Callable[[Cost], bool]:
    return lambda cost: where.value in (None, cost_words(cost))


def _with(
    service: PublicService, where: Where, changed: Callable[[ServiceChannel], ServiceChannel]
) -> tuple[ServiceChannel, ...]:
    meant = set(where.channels(service))
    return tuple(changed(row) if place in meant else row for place, row in enumerate(service.channels))
