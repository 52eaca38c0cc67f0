"""Whoever tries names must not learn from the time an answer takes which of them have an account."""

from __future__ import annotations

from argon2 import PasswordHasher, extract_parameters

from bot.staff.passphrases import Passphrases


def test_nobodys_passphrase_is_tried_at_the_same_cost_and_fits_none() -> None:
    passphrases = Passphrases(PasswordHasher(time_cost=1, memory_cost=64))
    nobodys, kept = passphrases.nobodys(), passphrases.kept("mật khẩu đủ dài")
    assert extract_parameters(nobodys) == extract_parameters(kept)
    assert not passphrases.fits("mật khẩu đủ dài", nobodys)
    assert passphrases.nobodys() != nobodys
