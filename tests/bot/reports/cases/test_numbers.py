"""Numbers and secrets: every slip of one symbol is found, every way of typing is read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.cases import looks_like_number, read_number
from bot.reports.cases.numbers import ALPHABET, new_number, numbered
from bot.reports.cases.secrets import ALPHABET as SECRET_ALPHABET
from bot.reports.cases.secrets import Secrets, grouped, new_secret, read_secret
from bot.sealing import ServerKey
from tests.bot.reports.cases.desks import CHEAP

NUMBERS = st.builds(numbered, st.integers(2026, 2125), st.text(ALPHABET, min_size=5, max_size=5))
SECRETS = st.text(SECRET_ALPHABET, min_size=26, max_size=26)
LOOKS_LIKE = {"0": "O", "1": "I", "2": "Z", "V": "U"}


def test_a_number_has_the_promised_form() -> None:
    assert re.fullmatch(r"PA26-[0-9A-Z]{6}", new_number(2026))
    assert len({new_number(2026) for _ in range(200)}) > 190


@given(NUMBERS)
def test_what_is_written_is_read(number: str) -> None:
    assert read_number(number) == number


@given(NUMBERS, st.data())
def test_every_single_wrong_symbol_is_found(number: str, data: st.DataObject) -> None:
    position = data.draw(st.sampled_from([2, 3, *range(5, 11)]))
    known = "0123456789" if position < 4 else ALPHABET
    other = data.draw(st.sampled_from([symbol for symbol in known if symbol != number[position]]))
    assert read_number(number[:position] + other + number[position + 1 :]) is None


@given(NUMBERS, st.sampled_from([(2, 3), (3, 5), *((n, n + 1) for n in range(5, 10))]))
def test_every_swap_of_neighbours_is_found(number: str, pair: tuple[int, int]) -> None:
    symbols = list(number)
    first, second = pair
    symbols[first], symbols[second] = symbols[second], symbols[first]
    swapped = "".join(symbols)
    assert read_number(swapped) == (number if swapped == number else None)


@given(NUMBERS, st.data())
def test_it_is_read_however_it_was_typed(number: str, data: st.DataObject) -> None:
    typed = number.replace("-", data.draw(st.sampled_from(["", " ", "-", " - ", "–", "."])))
    typed = "PA" + "".join(LOOKS_LIKE.get(s, s) if data.draw(st.booleans()) else s for s in typed[2:])
    assert read_number(f"  {typed.lower() if data.draw(st.booleans()) else typed} ") == number


@pytest.mark.parametrize(
    "text", ["", "PA26", "7K3M9Q", "PA26-7K3M9", "PA26-7K3M9QQ", "H57.132-260225-0001", "xin chào"]
)
def test_other_words_are_no_number(text: str) -> None:
    assert read_number(text) is None
    assert not looks_like_number(text)


def test_a_mistyped_number_still_looks_like_one() -> None:
    number = numbered(2026, "7K3M9")
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    assert looks_like_number(wrong)
    assert read_number(wrong) is None


def test_a_secret_has_26_symbols_in_groups() -> None:
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{6}", new_secret())


@given(SECRETS)
def test_a_secret_is_read_however_it_was_typed(plain: str) -> None:
    assert read_secret(grouped(plain)) == plain
    assert read_secret(grouped(plain).replace("-", " ").lower()) == plain
    assert read_secret(plain.replace("0", "o").replace("1", "l")) == plain
    assert read_secret(plain[:-1]) is None


def test_a_secret_opens_its_own_number_under_its_own_key_only(key: ServerKey) -> None:
    known, secret = Secrets(key, CHEAP), new_secret()
    stored = known.stored("PA26-000000", secret)
    assert stored.startswith("$argon2id$")
    assert secret not in stored
    plain = read_secret(secret) or ""
    assert known.fits("PA26-000000", plain, stored)
    assert not known.fits("PA26-111111", plain, stored)
    assert not known.fits("PA26-000000", plain[::-1], stored)
    other = Secrets(ServerKey(b"test", bytes(32), b"\x01" * 32), CHEAP)
    assert not other.fits("PA26-000000", plain, stored)


@pytest.mark.parametrize("stored", [None, ""])
def test_nothing_opens_a_number_that_nobody_has_or_an_erased_one(key: ServerKey, stored: str | None) -> None:
    assert not Secrets(key, CHEAP).fits("PA26-000000", "", stored)
