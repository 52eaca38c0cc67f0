"""Numbers and addresses by which somebody could be found are covered until a second person has agreed."""

from __future__ import annotations

import re

#: Nine digits and more (telephone, identity card, account), however spaced; addresses of mail; @names.
_TELLING = re.compile(r"(?<![\w-])\+?\d(?:[ .\-]?\d){8,}(?!\w)|[\w.+-]+@[\w-]+\.[\w.]+|(?<!\w)@\w{4,}")
COVER = "▮▮▮▮"


def masked(text: str) -> str:
    return _TELLING.sub(COVER, text)
