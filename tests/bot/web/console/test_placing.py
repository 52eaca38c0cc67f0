"""Places typed by name in the form are kept by their codes."""

from __future__ import annotations

import pytest

from bot.web.console.knowledge.placing import NO_PLACE, WITHIN, placed


def test_names_and_codes_a_line_each() -> None:
    kept, wrong = placed({WITHIN: "Hà Nội\n46\n\n  19753 "})
    assert wrong == {}
    assert kept[WITHIN] == "01\n46\n19753"


@pytest.mark.parametrize("typed", ["Atlantis", "Hà Nội\nTân", "99"])
def test_what_is_no_place_or_several_is_told(typed: str) -> None:
    kept, wrong = placed({WITHIN: typed})
    assert wrong == {WITHIN: NO_PLACE}
    assert kept[WITHIN] == typed
