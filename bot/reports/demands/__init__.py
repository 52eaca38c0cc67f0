"""Was I asked for too much? A paper or a fee demanded, against the published list of the procedure."""

from bot.reports.demands.finding import Finding, Verdict, examine

__all__ = ["Finding", "Verdict", "examine"]
