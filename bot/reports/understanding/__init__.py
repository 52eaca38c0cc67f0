"""What a citizen's own words already say, so that only the rest is asked."""

from bot.reports.understanding.days import day_in
from bot.reports.understanding.money import amount_in, money_in
from bot.reports.understanding.paper import demand_in

__all__ = ["amount_in", "day_in", "demand_in", "money_in"]
