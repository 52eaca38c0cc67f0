"""What a citizen keeps of a report: the picture that proves its filing, planned together with the filing.

DejaVu Sans (its licence stands beside it) is cut to Latin with the letters of Vietnamese: no font of a server is
sure to have these.
"""

from bot.reports.receipt.link import verify_link
from bot.reports.receipt.planning import FORGET_KIND, MASK_KIND, PICTURE_KIND, Receipts, mask_again
from bot.reports.receipt.sheet import Sheet, draw

__all__ = ["FORGET_KIND", "MASK_KIND", "PICTURE_KIND", "Receipts", "Sheet", "draw", "mask_again", "verify_link"]
