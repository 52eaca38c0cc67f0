"""Chains are changed by two, hold at once everywhere, and open cases follow. On both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.agencies import Agency, AgencyChanged
from bot.chains import ChainStore
from bot.clock import local
from bot.jurisdiction import ChainsWrong
from bot.staff import CaseFacts, Relation, Scope, relation
from bot.staff.errors import NoSuchAccount, NotBySamePerson
from tests.bot.digests.stage import HUE
from tests.bot.jurisdiction.conftest import COMMITTEE, OTHER_WARD, WARD, Bench

ON_COMMITTEE = (Scope(HUE, None, "ubnd_tinh"),)
IN_HUE = (Scope(HUE),)


async def below_the_committee(bench: Bench) -> Agency:
    ward = await bench.ward()
    return replace(ward, superior=(await bench.named(COMMITTEE)).id)


async def stands(bench: Bench, who: str, office: str = "ubnd_xa", commune: str | None = WARD) -> Relation:
    member = await bench.stage.desk.staff.member(who)
    assert member is not None
    return relation(member, CaseFacts("c", HUE, commune, office, restricted=False))


async def test_nobody_decides_on_what_they_asked_for(bench: Bench) -> None:
    number = await bench.desk.ask(await below_the_committee(bench), "quan-tri-1")
    with pytest.raises(NotBySamePerson):
        await bench.desk.decide(number, "quan-tri-1", granted=True)
    assert [change.id for change in await bench.desk.waiting()] == [number]
    await bench.desk.decide(number, "quan-tri-2", granted=False)
    assert (await bench.named("UBND phường Một")).superior is None
    with pytest.raises(NoSuchAccount):
        await bench.desk.decide(number, "quan-tri-2", granted=True)
    assert len(await bench.audited("chain.ask")) == len(await bench.audited("chain.decide")) == 1


async def test_a_superior_closes_the_case_to_who_sits_there(bench: Bench) -> None:
    await bench.stage.member("uy-ban", scopes=IN_HUE, posts=ON_COMMITTEE)
    await bench.stage.member("thanh-tra", scopes=IN_HUE, posts=(Scope(HUE),))
    number = await bench.stage.file(commune=WARD, office="ubnd_xa")
    await bench.stage.assign(number, "uy-ban")
    assert await stands(bench, "uy-ban") is Relation.IN_SCOPE
    await bench.agree(await below_the_committee(bench))
    assert await stands(bench, "uy-ban") is Relation.CONFLICTED
    assert await stands(bench, "uy-ban", commune=OTHER_WARD) is Relation.IN_SCOPE
    assert await stands(bench, "thanh-tra") is Relation.IN_SCOPE
    assert await bench.holder_of(number) is None
    assert await bench.audited("case.taken_away") == [await bench.stage.id_of(number)]


async def test_who_has_asked_something_else_meanwhile_takes_the_first_back(bench: Bench) -> None:
    below = await below_the_committee(bench)
    await bench.desk.ask(below, "quan-tri-1")
    second = await bench.desk.ask(replace(below, superior=None, name_en="Ward One"), "quan-tri-1")
    assert [change.id for change in await bench.desk.waiting()] == [second]


async def test_what_was_changed_since_is_not_overwritten(bench: Bench) -> None:
    below = await below_the_committee(bench)
    number = await bench.desk.ask(below, "quan-tri-1")
    await bench.put(replace(await bench.named(below.name), name_en="Ward One"))
    with pytest.raises(AgencyChanged):
        await bench.desk.decide(number, "quan-tri-2", granted=True)
    assert [change.id for change in await bench.desk.waiting()] == [number]  # nothing was done, nor decided


async def test_a_circle_is_refused_even_one_that_closes_on_a_later_day(bench: Bench) -> None:
    top = await bench.put(Agency(0, "Trên", kind="so_nganh", province=HUE))
    middle = await bench.put(Agency(0, "Giữa", kind="viec_lam", province=HUE, superior=top.id))
    low = await bench.ward(superior=middle.id)
    tomorrow = local(bench.room.clock.at).date() + timedelta(days=1)
    with pytest.raises(ChainsWrong) as refused:
        await bench.desk.ask(replace(top, valid_to=tomorrow, successor=low.id), "quan-tri-1")
    assert refused.value.problems == ["circle"]


async def test_open_cases_go_to_the_successor_on_its_day_and_new_ones_too(bench: Bench) -> None:
    new = await bench.ward("UBND phường Hai", OTHER_WARD)
    old = await bench.ward()
    today = local(bench.room.clock.at).date()
    number = await bench.stage.file(commune=WARD, office="ubnd_xa")
    await bench.agree(replace(old, valid_to=today, successor=new.id))
    assert await bench.place_of(number) == (HUE, WARD, "ubnd_xa")
    bench.stage.later(days=1)
    await bench.work()
    assert await bench.place_of(number) == (HUE, OTHER_WARD, "ubnd_xa")
    assert await bench.audited("case.taken_over") == [await bench.stage.id_of(number)]
    events = [row.reason for row in await bench.room.rows("case_event")]
    assert events == ["filed", "taken_over"]
    counted = {(row.commune, row.office): row.count for row in await bench.room.rows("case_count") if row.count}
    assert counted == {(OTHER_WARD, "ubnd_xa"): 1}
    later = await bench.stage.file(commune=WARD, office="ubnd_xa")
    assert await bench.place_of(later) == (HUE, OTHER_WARD, "ubnd_xa")


async def test_more_cases_than_one_transaction_takes_all_follow(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.jurisdiction.reroute.MOST", 2)
    new, old = await bench.ward("UBND phường Hai", OTHER_WARD), await bench.ward()
    numbers = [await bench.stage.file(commune=WARD, office="ubnd_xa") for _ in range(5)]
    yesterday = local(bench.room.clock.at).date() - timedelta(days=1)
    await bench.agree(replace(old, valid_to=yesterday, successor=new.id))
    assert {await bench.place_of(number) for number in numbers} == {(HUE, OTHER_WARD, "ubnd_xa")}


async def test_a_rule_for_a_kind_holds_from_its_day(bench: Bench) -> None:
    await bench.stage.member("thue", scopes=IN_HUE, posts=(Scope(HUE, None, "thue"),))
    chains = await bench.desk.chains.current()
    tomorrow = chains.day + timedelta(days=1)
    rule = replace(chains.rules["thue"], above="ubnd_tinh", fields=("Thuế", "Hộ tịch"), valid_from=tomorrow)
    await bench.agree(rule)
    assert await stands(bench, "thue", "ubnd_tinh", None) is Relation.IN_SCOPE
    assert "thue" not in (await bench.room.desk.chains.current()).offices_for("Hộ tịch")
    bench.stage.later(days=1)
    assert await stands(bench, "thue", "ubnd_tinh", None) is Relation.CONFLICTED
    assert "thue" in (await bench.room.desk.chains.current()).offices_for("Hộ tịch")


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"office": "khong_co"}, "rule.office"),
        ({"above": "khong_co"}, "rule.above"),
        ({"level": "district"}, "rule.level"),
        ({"above": "viec_lam"}, "circle"),
    ],
)
async def test_a_rule_that_does_not_fit_is_refused(bench: Bench, wrong: dict[str, str], problem: str) -> None:
    chains = await bench.desk.chains.current()
    rule = replace(chains.rules["so_nganh"], valid_from=chains.day, **wrong)  # type: ignore[arg-type]
    with pytest.raises(ChainsWrong) as refused:
        await bench.desk.ask(rule, "quan-tri-1")
    assert refused.value.problems == [problem]


async def test_what_happened_already_is_not_changed_by_a_rule(bench: Bench) -> None:
    chains = await bench.desk.chains.current()
    with pytest.raises(ChainsWrong):
        await bench.desk.ask(replace(chains.rules["thue"], valid_from=chains.day - timedelta(days=1)), "quan-tri-1")


async def test_another_process_knows_at_its_next_question(bench: Bench) -> None:
    elsewhere = ChainStore(bench.room.database, bench.room.clock)
    before = await elsewhere.current()
    await bench.agree(await below_the_committee(bench))
    after = await elsewhere.current()
    assert before.revision != after.revision
    assert after.closed(Scope(HUE, None, "ubnd_tinh"), Scope(HUE, WARD, "ubnd_xa"))
