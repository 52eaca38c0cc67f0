"""The public page on which a proof of filing is checked."""

from bot.web.verify.page import VerifyPage

__all__ = ["VerifyPage"]
