"""Marks a command of the staff with its action of ``bot/staff/authority.yaml``, for the test that holds all against it.

Stands alone, so that the command line can mark without loading what the matrix needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Function = TypeVar("_Function", bound=Callable[..., object])


def act(action: str) -> Callable[[_Function], _Function]:
    def mark(function: _Function) -> _Function:
        function.action = action  # type: ignore[attr-defined]
        return function

    return mark
