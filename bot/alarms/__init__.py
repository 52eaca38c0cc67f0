"""What is wrong with the installation: looked for every minute by one process, told to administrators once, and when it
is over."""

from bot.alarms.conditions import Conditions, Disk
from bot.alarms.ledger import Alarm, Ledger
from bot.alarms.signals import Signals

__all__ = ["Alarm", "Conditions", "Disk", "Ledger", "Signals"]
