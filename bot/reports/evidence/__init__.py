"""Evidence that citizens send with a report: photos, PDFs, sound; checked by content, sealed, gone with the draft.

What it cannot do: see a citizen card without a readable QR code, look into a PDF, remove what a PDF or a sound file
says of itself.
"""

from bot.reports.evidence.arrivals import Tally, arrive, expect
from bot.reports.evidence.desk import EvidenceDesk
from bot.reports.evidence.limits import Reason, Unfit
from bot.reports.evidence.marks import Result

__all__ = ["EvidenceDesk", "Reason", "Result", "Tally", "Unfit", "arrive", "expect"]
