"""Common changes of an entry: another time limit, another fee. What else the record says of them is kept in step."""

from knowledge.changes.applying import Doubt, change_fee, change_time, doubt_of, values_of
from knowledge.changes.model import ALL_CHANNELS, Fee, Time, Where, channels_of
from knowledge.changes.reading import read_fee, read_time
from knowledge.changes.summary import fee_words, time_words

__all__ = [
    "ALL_CHANNELS",
    "Doubt",
    "Fee",
    "Time",
    "Where",
    "change_fee",
    "change_time",
    "channels_of",
    "doubt_of",
    "fee_words",
    "read_fee",
    "read_time",
    "time_words",
    "values_of",
]
