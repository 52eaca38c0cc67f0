"""What is sealed to a case opens with its key in its place, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Unreadable
from bot.reports.vault import CaseKey, PublicKey, Unlocked, new_case_key, open_item, seal_item, seal_to_chain
from bot.reports.vault.items import CaseErased

CASE = new_case_key("case-1")
ids = st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), min_size=1, max_size=22)
kinds = st.sampled_from(["narrative", "facts", "message", "file", "letter", "note"])


def inspector(key_id: str = "key-1") -> tuple[PublicKey, Unlocked]:
    pair = new_case_key("")
    return PublicKey(key_id, pair.public), Unlocked(key_id, pair.private)


def opened(sealed: tuple[bytes, bytes], item: str = "item-1", kind: str = "message", case: CaseKey = CASE) -> bytes:
    return open_item(case.private, case.case_id, item, kind, *sealed)


@given(st.binary(max_size=5000), ids, ids, kinds)
def test_an_item_opens_in_its_place(plain: bytes, case_id: str, item_id: str, kind: str) -> None:
    case = new_case_key(case_id)
    sealed = seal_item(case.public, case_id, item_id, kind, plain)
    assert opened(sealed, item_id, kind, case) == plain
    assert len(plain) < 4 or plain not in b"".join(sealed)


@given(st.tuples(ids, ids, kinds), st.tuples(ids, ids, kinds), st.binary(max_size=50))
def test_an_item_opens_in_no_other_place(here: tuple[str, str, str], there: tuple[str, str, str], plain: bytes) -> None:
    if here != there:
        sealed = seal_item(CASE.public, *here, plain)
        with pytest.raises(Unreadable):
            open_item(CASE.private, *there, *sealed)


@given(st.binary(max_size=200), st.integers(0, 1), st.data())
def test_an_altered_or_cut_item_does_not_open(plain: bytes, which: int, data: st.DataObject) -> None:
    sealed = [bytearray(part) for part in seal_item(CASE.public, CASE.case_id, "item-1", "message", plain)]
    position = data.draw(st.integers(0, len(sealed[which]) - 1))
    if data.draw(st.booleans()):
        sealed[which][position] ^= data.draw(st.integers(1, 255))
    else:
        del sealed[which][position:]
    with pytest.raises(Unreadable):
        opened((bytes(sealed[0]), bytes(sealed[1])))


def test_parts_of_two_items_do_not_open_together() -> None:
    one = seal_item(CASE.public, CASE.case_id, "item-1", "message", b"one")
    two = seal_item(CASE.public, CASE.case_id, "item-2", "message", b"two")
    for mixed in ((one[0], two[1]), (two[0], one[1])):
        for item in ("item-1", "item-2"):
            with pytest.raises(Unreadable):
                opened(mixed, item)


def test_an_item_does_not_open_with_the_key_of_another_case() -> None:
    other = new_case_key(CASE.case_id)
    sealed = seal_item(CASE.public, CASE.case_id, "item-1", "message", b"x")
    with pytest.raises(Unreadable):
        opened(sealed, case=other)


def test_the_same_words_are_never_sealed_alike() -> None:
    made = [seal_item(CASE.public, CASE.case_id, "item-1", "message", b"same") for _ in range(20)]
    assert len({key for key, _ in made}) == len({body for _, body in made}) == 20


def test_names_that_could_be_read_two_ways_are_refused() -> None:
    with pytest.raises(ValueError, match="separator"):
        seal_item(CASE.public, "a|b", "c", "message", b"x")
    with pytest.raises(ValueError, match="separator"):
        seal_to_chain(new_case_key("a|b"), [inspector()[0]])


def test_nothing_is_added_to_an_erased_case() -> None:
    with pytest.raises(CaseErased):
        seal_item(b"", "case-1", "item-1", "message", b"x")


@given(ids, st.lists(ids, min_size=1, max_size=3, unique=True))
def test_every_key_of_the_chain_opens_the_case(case_id: str, key_ids: list[str]) -> None:
    case, holders = new_case_key(case_id), [inspector(key_id) for key_id in key_ids]
    rows = seal_to_chain(case, [public for public, _ in holders])
    assert [row["key_id"] for row in rows] == key_ids
    for row, (_, unlocked) in zip(rows, holders, strict=True):
        assert row["case_id"] == case_id
        assert unlocked.open_case(case_id, case.public, row["sealed"]) == case
        assert case.private not in row["sealed"]


def test_a_case_key_opens_with_no_other_key_and_for_no_other_case() -> None:
    public, holder = inspector()
    (row,) = seal_to_chain(CASE, [public])
    _, stranger = inspector()
    renamed = Unlocked("key-2", holder.private)
    for who, case_id, of_case in (
        (stranger, CASE.case_id, CASE.public),
        (renamed, CASE.case_id, CASE.public),
        (holder, "case-2", CASE.public),
        (holder, CASE.case_id, new_case_key("x").public),
        (holder, CASE.case_id, b""),
    ):
        with pytest.raises(Unreadable):
            who.open_case(case_id, of_case, row["sealed"])


@given(st.data())
def test_an_altered_or_cut_case_key_does_not_open(data: st.DataObject) -> None:
    public, holder = inspector()
    (row,) = seal_to_chain(CASE, [public])
    sealed = bytearray(row["sealed"])
    position = data.draw(st.integers(0, len(sealed) - 1))
    if data.draw(st.booleans()):
        sealed[position] ^= data.draw(st.integers(1, 255))
    else:
        del sealed[position:]
    with pytest.raises(Unreadable):
        holder.open_case(CASE.case_id, CASE.public, bytes(sealed))


def test_a_pair_put_in_by_somebody_else_is_noticed() -> None:
    """Whoever can write may seal a pair of their own to the inspectorate; it does not fit the case's public half."""
    public, holder = inspector()
    own = new_case_key(CASE.case_id)
    (row,) = seal_to_chain(own, [public])
    with pytest.raises(Unreadable, match="does not fit"):
        holder.open_case(CASE.case_id, CASE.public, row["sealed"])
