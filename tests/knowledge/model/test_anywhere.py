"""Filing independent of boundaries: yes, no, not known, or within some provinces and communes."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from knowledge.model import LocalAdditions
from tests.shelves import shipped

HANOI, HUE, COMMUNE = "01", "46", "19753"
BIRTH = shipped()["1.001193"]


@pytest.mark.parametrize("said", [True, False, None])
def test_without_a_list_it_is_the_same_everywhere(said: bool | None) -> None:
    assert LocalAdditions(anywhere=said).takes_anywhere(HUE, COMMUNE) is said


def test_a_list_says_it_for_its_provinces_and_communes() -> None:
    local = LocalAdditions(anywhere=False, anywhere_in=(HANOI, COMMUNE))
    assert local.takes_anywhere(HANOI, None) is True
    assert local.takes_anywhere(HUE, COMMUNE) is True
    assert local.takes_anywhere(HUE, "19756") is False


@pytest.mark.parametrize("code", ["1", "001", "Huế", "", "0100", "٠١"])
def test_what_is_no_code_is_not_taken(code: str) -> None:
    with pytest.raises(ValidationError):
        LocalAdditions(anywhere_in=(code,))


def test_fingerprints_of_older_versions_stand() -> None:
    older = BIRTH.model_copy(update={"local": LocalAdditions(anywhere=True)})
    assert b"anywhere_in" not in older.canonical()
    newer = BIRTH.model_copy(update={"local": LocalAdditions(anywhere=True, anywhere_in=(HANOI,))})
    assert b'"anywhere_in":["01"]' in newer.canonical()
    assert type(BIRTH).model_validate_json(newer.canonical()) == newer
    assert type(BIRTH).model_validate_json(older.canonical()) == older
