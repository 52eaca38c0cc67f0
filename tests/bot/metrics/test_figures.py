"""Figures: who may read them, what stands in them on both databases, and that no label can carry a person."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlalchemy import text

from bot.alarms import Disk
from bot.alarms.words import WORDS
from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.metrics.counting import BUCKETS_S, OTHER, REPORT_STEPS, Count, Figure, Spread
from bot.metrics.exposition import exposition
from bot.metrics.standing import StandingFigures
from bot.web.figures import figures_router
from handlers.report.steps import STEPS
from handlers.report.talk import NOTICE, REVIEW
from knowledge.store import KnowledgeStore

TOKEN = "a-token-of-enough-length"
Samples = dict[tuple[str, tuple[str, ...]], float]


@pytest.fixture
def standing(database: Database, clock: FixedClock, tmp_path: Path) -> StandingFigures:
    return StandingFigures(database, clock, Disk(tmp_path, lambda _: 4_096), KnowledgeStore(database, clock))


async def asked(
    standing: StandingFigures, token: str | None, headers: dict[str, str], host: str = "127.0.0.1"
) -> httpx.Response:
    site = FastAPI()
    site.include_router(figures_router(standing, SecretStr(token) if token else None, "1.2"))
    transport = httpx.ASGITransport(site, client=(host, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.get("/metrics", headers=headers)


def read(page: str) -> Samples:
    """:returns: values by name and labels, these in the order of their names."""
    families = list(text_string_to_metric_families(page))
    return {
        (each.name, tuple(each.labels[name] for name in sorted(each.labels))): each.value
        for family in families
        for each in family.samples
    }


async def test_without_a_token_only_this_machine_reads(standing: StandingFigures) -> None:
    for host in ("127.0.0.1", "127.8.8.8", "::1"):
        assert (await asked(standing, None, {}, host)).status_code == 200
    for host in ("192.0.2.7", "10.0.0.1", "2001:db8::1", "testclient"):
        assert (await asked(standing, None, {}, host)).status_code == 404
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):  # through a proxy on this machine
        assert (await asked(standing, None, {header: "127.0.0.1"})).status_code == 404


async def test_with_a_token_nobody_reads_without_it(standing: StandingFigures) -> None:
    assert (await asked(standing, TOKEN, {"Authorization": f"Bearer {TOKEN}"}, "192.0.2.7")).status_code == 200
    for given in ("", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ", f"Bearer {TOKEN[:-1]}"):
        assert (await asked(standing, TOKEN, {"Authorization": given})).status_code == 404


async def test_what_waits_is_late_or_dead_can_be_read(
    standing: StandingFigures, database: Database, clock: FixedClock
) -> None:
    now = epoch_ms(clock.now())
    async with database.write() as connection:
        await connection.execute(
            text("INSERT INTO due (key, kind, at, subject, state) VALUES ('a', 'x', :at, NULL, 'new')"),
            {"at": now - 90_000},
        )
        row = {"at": now}
        await connection.execute(
            text("INSERT INTO alarm (kind, since, seen_at, detail) VALUES ('disk_low', :at, :at, '')"), row
        )
    found = read((await asked(standing, None, {})).text)
    assert found["motcua_database_up", ()] == 1
    assert found["motcua_due_late", ()] == 1
    assert found["motcua_due_late_oldest_seconds", ()] == 90
    assert found["motcua_disk_free_bytes", ()] == 4_096
    assert found["motcua_database_bytes", ()] > 100_000
    assert {kind: found["motcua_alarm", (kind,)] for kind in WORDS} == {kind: kind == "disk_low" for kind in WORDS}
    assert found["motcua_waiting", ("telegram", "in")] == found["motcua_dead_letters", ("web", "out")] == 0
    assert found["motcua_version", ("1.2",)] == 1
    assert found["process_resident_memory_bytes", ()] > 0
    assert found["process_open_fds", ()] > 0
    assert ("motcua_backup_age_seconds", ()) not in found


async def test_a_database_that_is_away_is_told_as_such(
    standing: StandingFigures, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(**_: object) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(database, "read", down)
    answer = await asked(standing, None, {})
    assert answer.status_code == 200
    found = read(answer.text)
    assert found["motcua_database_up", ()] == 0
    assert found["motcua_disk_free_bytes", ()] == 4_096


def test_a_label_says_only_what_is_on_its_list() -> None:
    count = Count("motcua_trial", "A trial.", channel=frozenset({"web"}))
    spread = Spread("motcua_trial_seconds", "A trial.", channel=frozenset({"web"}))
    try:
        count.add(channel="web")
        count.add(2, channel="Nguyễn Thị Canary")
        spread.see(-3, channel="0912345678")
        spread.see(BUCKETS_S[-1] + 1, channel="web")
        page = exposition([], "0").decode()
    finally:
        for figure in (count, spread):
            del Figure.all[figure.name]
    assert "Canary" not in page
    assert "0912345678" not in page
    found = read(page)
    assert (found["motcua_trial_total", ("web",)], found["motcua_trial_total", (OTHER,)]) == (1, 2)
    assert found["motcua_trial_seconds_count", ("web",)] == 1
    assert found["motcua_trial_seconds_bucket", ("web", str(BUCKETS_S[-1]))] == 0
    assert found["motcua_trial_seconds_bucket", (OTHER, str(BUCKETS_S[0]))] == 1


def test_every_figure_has_closed_labels_of_few_values() -> None:
    assert Figure.all
    for figure in Figure.all.values():
        assert figure.name.startswith("motcua_")
        assert all(isinstance(values, frozenset) and len(values) < 30 for values in figure.labels.values())


def test_the_steps_counted_are_those_of_the_form() -> None:
    assert {*STEPS, NOTICE, REVIEW} == REPORT_STEPS


def test_the_start_does_not_wait_for_the_library() -> None:
    said = "import sys, bot.app; sys.exit('prometheus_client' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], check=False).returncode == 0


def test_every_alarm_stands_in_the_operators_table() -> None:
    page = (Path(__file__).parents[3] / "docs/operators.md").read_text(encoding="utf-8")
    section = page.partition("## What it tells you")[2].partition("\n## ")[0]
    assert {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")} == set(WORDS)
