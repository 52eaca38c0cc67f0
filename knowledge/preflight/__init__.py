"""Real questions asked of a draft before it is published: which answers change, which get worse."""

from knowledge.preflight.desk import Preflight
from knowledge.preflight.scoring import Changed, Question, Report, Score

__all__ = ["Changed", "Preflight", "Question", "Report", "Score"]
