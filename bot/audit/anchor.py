"""Where the chain begins once its oldest rows are over their time. Keyed like the rows: nobody who writes to the
database alone can say that rows were let go which were taken out."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Anchor:
    """``seq`` and ``hash``: of the last row that went. ``cut_at``: when, UTC epoch milliseconds."""

    seq: int
    hash: bytes
    cut_at: int

    @classmethod
    def of(cls, row: Any) -> Self:
        return cls(row.seq, bytes(row.hash), row.cut_at)

    def seal(self, key: bytes) -> bytes:
        parts = ["anchor", self.seq, self.hash.hex(), self.cut_at]
        return hmac.new(key, json.dumps(parts).encode(), hashlib.sha256).digest()

    def is_sealed(self, key: bytes, seal: bytes) -> bool:
        return hmac.compare_digest(self.seal(key), seal)
