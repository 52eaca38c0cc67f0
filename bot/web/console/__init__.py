"""The console of the staff: the frame that lets people in and checks what they may, and the pages about accounts.

Pages of other rooms are added with ``frame.get`` and ``frame.post``; each names its action of ``authority.yaml``.
"""

from bot.web.console.frame import Frame, Page, Refused
from bot.web.console.signed import Signed

__all__ = ["Frame", "Page", "Refused", "Signed"]
