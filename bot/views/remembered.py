"""What was put together before and would be the same again: a few procedures are asked for all day long."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import ref

from knowledge.model import PublicService

_T = TypeVar("_T")


class Remembered:
    """The results of the last ``most`` different requests.

    A procedure counts as the same only while it is the very same object: a new publication brings new objects. Whoever
    keeps procedures ready decides how many there are: none is held on to here, at twenty times what is said of it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[int, Hashable], tuple[ref[PublicService], Any]] = OrderedDict()

    def get(self, service: PublicService, request: Hashable, make: Callable[[], _T]) -> _T:
        """:param request: everything else that the result of ``make`` depends on."""
        key = (id(service), request)
        kept = self._kept.get(key)
        if kept is not None and kept[0]() is service:  # and not another one that has its place in memory now
            self._kept.move_to_end(key)
            known: _T = kept[1]
            return known
        made = make()
        self._kept[key] = (ref(service), made)
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return made
