"""What everybody is told: an emergency notice, a channel that is off, a broadcast. Knows no channel's ways."""

from bot.notices.choices import NoticeChoices
from bot.notices.standing import Emergency, Standing, Switch

__all__ = ["Emergency", "NoticeChoices", "Standing", "Switch"]
