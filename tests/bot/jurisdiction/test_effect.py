"""What a change would mean is said before it is confirmed: who loses sight, what nobody would see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.agencies import Agency
from bot.clock import local
from bot.staff import Role, Scope
from tests.bot.digests.stage import DA_NANG, HUE
from tests.bot.jurisdiction.conftest import COMMITTEE, OTHER_WARD, WARD, Bench

AT_COMMITTEE = (Scope(HUE, None, "ubnd_tinh"),)
IN_HUE = (Scope(HUE),)


async def below(bench: Bench) -> Agency:
    return replace(await bench.ward(), superior=(await bench.named(COMMITTEE)).id)


async def test_who_loses_sight_and_that_nobody_is_left(bench: Bench) -> None:
    await bench.stage.member("uy-ban", scopes=IN_HUE, posts=AT_COMMITTEE)
    await bench.stage.member("so-lieu", Role.HEAD, IN_HUE)
    await bench.stage.file(commune=WARD, office="ubnd_xa")
    await bench.stage.file(commune=OTHER_WARD, office="ubnd_xa")
    effect = await bench.desk.effect(await below(bench))
    assert [(member.id, count) for member, count in effect.lose] == [("uy-ban", 1)]
    assert list(effect.nobody) == [Scope(HUE, WARD, "ubnd_xa")]
    assert (list(effect.gain), effect.moved) == ([], 0)


async def test_with_an_inspectorate_somebody_is_left(bench: Bench) -> None:
    await bench.stage.member("uy-ban", scopes=IN_HUE, posts=AT_COMMITTEE)
    await bench.stage.member("thanh-tra", scopes=IN_HUE, posts=(Scope(HUE),))
    await bench.stage.file(commune=WARD, office="ubnd_xa")
    assert list((await bench.desk.effect(await below(bench))).nobody) == []


async def test_an_agency_nobody_may_look_into_is_named_before_any_case_comes(bench: Bench) -> None:
    await bench.stage.member("da-nang", scopes=(Scope(DA_NANG),))
    assert list((await bench.desk.effect(await below(bench))).nobody) == [Scope(HUE, WARD, "ubnd_xa")]


async def test_taking_a_superior_away_is_shown_as_a_gain(bench: Bench) -> None:
    await bench.stage.member("uy-ban", scopes=IN_HUE, posts=AT_COMMITTEE)
    await bench.stage.file(commune=WARD, office="ubnd_xa")
    await bench.agree(await below(bench))
    effect = await bench.desk.effect(replace(await bench.named("UBND phường Một"), superior=None))
    assert [(member.id, count) for member, count in effect.gain] == [("uy-ban", 1)]


async def test_of_a_successor_it_is_said_what_moves_and_who_reaches_it_no_more(bench: Bench) -> None:
    await bench.stage.member("phuong", scopes=(Scope(HUE, WARD),))
    await bench.stage.member("thanh-tra", scopes=IN_HUE)
    await bench.stage.file(commune=WARD, office="ubnd_xa")
    new, old = await bench.ward("UBND phường Hai", OTHER_WARD), await bench.ward()
    ends = local(bench.room.clock.at).date() + timedelta(days=30)
    effect = await bench.desk.effect(replace(old, valid_to=ends, successor=new.id))
    assert effect.moved == 1
    assert [(member.id, count) for member, count in effect.lose] == [("phuong", 1)]
    assert list(effect.nobody) == []
