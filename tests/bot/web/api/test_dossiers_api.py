"""The agencies' API: keys and their scopes, batches whole or not at all, and a fuzzer that finds nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.bot.dossiers.conftest import row
from tests.bot.web.api.conftest import Served

DOSSIERS, STATISTICS = "/api/v1/dossiers", "/api/v1/statistics/dossiers"


def _documented(found: Any) -> Any:
    """An operation whose documentation could be read; one that could not fails here."""
    return found.ok()


def post(served: Served, *rows: dict[str, Any], key: str | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {served.key if key is None else key}"}
    return httpx.post(served.address + DOSSIERS, json={"dossiers": rows}, headers=headers, trust_env=False)


def test_a_batch_goes_in_and_sent_again_changes_nothing(served: Served) -> None:
    rows = [row(n) for n in range(1, 11)]
    assert post(served, *rows).json() == {"added": 10, "changed": 0, "unchanged": 0}
    assert post(served, *rows).json() == {"added": 0, "changed": 0, "unchanged": 10}
    assert post(served, row(1, status="9", status_at="2026-02-27")).json()["changed"] == 1


def test_one_fault_refuses_the_batch_and_names_row_and_column(served: Served) -> None:
    answer = post(served, row(1), row(2, status="quá hạn"), row(3, applicant_name="Canary " * 40))
    assert answer.status_code == 422
    problems = answer.json()["problems"]
    assert [(problem["row"], problem["column"]) for problem in problems] == [(2, "status"), (3, "applicant_name")]
    assert "Canary" not in answer.text
    assert post(served, row(1)).json()["added"] == 1


def test_a_key_speaks_for_its_agency_only(served: Served) -> None:
    foreign = row(1, code="H26.51-260225-0001", agency_code="H26.51")
    assert post(served, foreign).json()["problems"][0]["column"] == "agency_code"
    lookalike = row(1, code="H57-260225-0001", agency_code="H57")
    assert post(served, lookalike).status_code == 200


@pytest.mark.parametrize("token", ["x", "mc_", "mc_" + "x" * 43, "x" * 500])
def test_without_a_key_nothing(served: Served, token: str) -> None:
    answer = post(served, row(1), key=token)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_revoked_key_and_a_missing_scope(served: Served) -> None:
    assert post(served, row(1), key=served.revoked).status_code == 401
    assert post(served, row(1), key=served.reader).status_code == 403


def test_a_body_that_is_too_large_is_not_read(served: Served) -> None:
    headers = {"Authorization": f"Bearer {served.key}", "Content-Type": "application/json"}
    answer = httpx.post(served.address + DOSSIERS, content=b" " * 5_000_000, headers=headers, trust_env=False)
    assert answer.status_code == 413


def test_figures_of_the_keys_agency(served: Served) -> None:
    post(served, row(1), row(2, status="9", status_at="2026-02-27"), row(3, due_at="2026-02-26"))
    headers = {"Authorization": f"Bearer {served.reader}"}
    figures = httpx.get(served.address + STATISTICS, headers=headers, trust_env=False).json()
    assert [(figure["agency_code"], figure["procedure_code"]) for figure in figures] == [("H57.132", "1.004222")]
    assert (figures[0]["on_time"]["count"], figures[0]["on_time"]["n"]) == (2, 3)
    assert figures[0]["on_time"]["low"] < 2 / 3 < figures[0]["on_time"]["high"]


@pytest.mark.parametrize("path", [DOSSIERS, STATISTICS])
def test_a_fuzzer_finds_no_way_to_break_it(served: Served, path: str) -> None:
    """Whatever is sent: no server error, and only answers that the documentation names, in the form it gives."""
    schema = schemathesis.openapi.from_url(f"{served.address}/api/openapi.json")
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]

    headers = {"Authorization": f"Bearer {served.key}"}

    for found in schema.include(path=path).get_all_operations():

        @settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=_documented(found).as_strategy())
        def fuzz(case: Any) -> None:
            case.call_and_validate(headers=headers, checks=checks)

        fuzz()
