"""What is not kept for ever, and for how long: the rules, what would go, and the hourly sweep."""

from bot.retention.preview import Preview, Term
from bot.retention.rules import RULES, Rule
from bot.retention.sweep import DAY_MS, Retention

__all__ = ["DAY_MS", "RULES", "Preview", "Retention", "Rule", "Term"]
