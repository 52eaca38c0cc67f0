"""Nothing is lost on the way through the form of an entry and back."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.web.console.knowledge.checking import Window, checked, page_of
from knowledge.model import PublicService
from tests.bot.web.console.entries import ENTRIES, PARTS, WHOLE, part, some_service
from tests.shelves import shipped


def test_all_that_ships_goes_through_the_form_and_comes_back_byte_for_byte() -> None:
    for service in shipped().values():
        for each in PARTS:
            back = checked(service, each, page_of(service, each, WHOLE), WHOLE)
            assert back.service is not None, (service.identifier, each.key, back.wrong)
            assert back.service.canonical() == service.canonical()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES, st.integers(0, 6), st.integers(1, 6))
def test_any_entry_comes_back_whatever_part_of_a_long_list_is_shown(
    entry: dict[str, object], first: int, size: int
) -> None:
    service = some_service().model_copy(update=entry)
    for each in PARTS:
        window = Window(first, size)
        back = checked(service, each, page_of(service, each, window), window)
        assert back.wrong == {}
        assert back.service == service


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES, ENTRIES)
def test_what_one_typed_replaces_what_was_there(before: dict[str, object], after: dict[str, object]) -> None:
    """The pages of one entry, filled in over another one, make it that entry."""
    service, wanted = (some_service().model_copy(update=each) for each in (before, after))
    for each in PARTS:
        filled = checked(service, each, page_of(wanted, each, WHOLE), WHOLE)
        assert filled.service is not None
        service = filled.service
    assert service == wanted


def test_browsers_send_lines_apart_by_cr_and_lf(service: PublicService) -> None:
    typed = {name: value.replace("\n", "\r\n") for name, value in page_of(service, part("steps"), WHOLE).items()}
    assert checked(service, part("steps"), typed, WHOLE).service == service
