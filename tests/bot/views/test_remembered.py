"""A page is put together once, and anew for another request or another edition of the procedure."""

from __future__ import annotations

from weakref import ref

from bot.views.remembered import Remembered
from tests.shelves import shipped

SERVICE = next(iter(shipped().values()))


class Maker:
    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return self.made


def test_the_same_request_is_made_once() -> None:
    pages, make = Remembered(2), Maker()
    assert [pages.get(SERVICE, ("fee", 1), make) for _ in range(3)] == [1, 1, 1]


def test_another_request_is_made_anew() -> None:
    pages, make = Remembered(2), Maker()
    assert [pages.get(SERVICE, ("fee", page), make) for page in (1, 2, 1)] == [1, 2, 1]


def test_a_new_edition_is_another_procedure() -> None:
    pages, make = Remembered(2), Maker()
    edition = SERVICE.model_copy()
    assert edition == SERVICE
    assert [pages.get(service, "fee", make) for service in (SERVICE, edition, SERVICE)] == [1, 2, 1]


def test_a_procedure_that_nobody_else_holds_is_let_go() -> None:
    pages, make = Remembered(200), Maker()
    gone = []
    for number in range(100):
        edition = SERVICE.model_copy()
        assert pages.get(edition, "fee", make) == number + 1, "never what was said of another in the same place"
        gone.append(ref(edition))
        del edition
    assert [each() for each in gone] == [None] * 100


def test_what_was_not_asked_for_lately_is_forgotten() -> None:
    pages, make = Remembered(2), Maker()
    assert [pages.get(SERVICE, request, make) for request in "abacab"] == [1, 2, 1, 3, 1, 4]
