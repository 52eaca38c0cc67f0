"""Printable pages with a code that opens a procedure or an office in the chat."""

from bot.web.qr.pages import QrPages

__all__ = ["QrPages"]
