"""A PDF is looked at from outside: never rendered, never unpacked. What is inside compressed streams is not seen."""

from __future__ import annotations

from bot.reports.evidence.limits import Unfit

#: ISO 32000-1, annex H, note 18: readers look for the end within the last 1,024 bytes.
_TAIL = 1024
_BLANK = b" \t\r\n\x00"
#: Names of what acts or hides further files (ISO 32000-1, 12.6.4 and 7.11.4). Long ones, so that chance does not hit.
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


def check_pdf(body: bytes) -> None:
    """:raises Unfit: it does not end as a PDF does (cut off, or another file hangs behind it), or would act."""
    end = body.rfind(b"%%EOF", max(0, len(body) - _TAIL))
    if end < 0 or body[end + len(b"%%EOF") :].strip(_BLANK) or b"startxref" not in body[-_TAIL - 64 :]:
        raise Unfit("damaged")
    if any(name in body for name in _ACTIVE):
        raise Unfit("pdf_active")
