"""The questions that the welcome suggests are answered, not asked back."""

from __future__ import annotations

import pytest

from bot.views.home import EXAMPLES
from tests.shelves import stocked_library

EXPECTED = ("1.001193", "3.000347", "1.004194", "1.001456")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("position", range(4))
async def test_a_suggested_question_is_answered(language: str, position: int) -> None:
    library = await stocked_library()
    result = library.search(EXAMPLES[language][position])
    assert result.action == "answer"
    assert result.codes[0] == EXPECTED[position]
