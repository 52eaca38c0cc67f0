"""What a citizen's text is about: a grievance or not, of which kind, and whether it reads like a denunciation."""

from bot.reports.judging.judge import Judge, Judgement, shipped_judge

__all__ = ["Judge", "Judgement", "shipped_judge"]
