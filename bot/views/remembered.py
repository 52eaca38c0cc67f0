"""What was put together before and would be the same again: a few procedures are asked for all day long."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from knowledge.model import PublicService

_T = TypeVar("_T")


class Remembered:
    """The results of the last ``most`` different requests.

    A procedure counts as the same only while it is the very same object: a new publication brings new objects, and
    holding on to the old one keeps its identity from being given to another.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[int, Hashable], tuple[PublicService, Any]] = OrderedDict()

    def get(self, service: PublicService, request: Hashable, make: Callable[[], _T]) -> _T:
        """:param request: everything else that the result of ``make`` depends on."""
        key = (id(service), request)
        if key in self._kept:
            self._kept.move_to_end(key)
            known: _T = self._kept[key][1]
            return known
        made = make()
        self._kept[key] = (service, made)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return made
