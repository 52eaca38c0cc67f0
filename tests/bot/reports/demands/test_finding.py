"""Demands against the shipped procedures, with the evidence, and a floor under the measured figure."""

from __future__ import annotations

from bot.reports.demands import examine

from .measure import examples, measure, services


def test_a_paper_of_another_case_is_told_from_one_of_none() -> None:
    driving = services()["3.000346"]
    assert examine(driving, "209736", "chứng chỉ đào tạo lái xe").verdict == "on_list"
    assert examine(driving, "6c2370", "chứng chỉ đào tạo lái xe").verdict == "other_case"
    assert examine(driving, "6c2370", "sổ hộ khẩu").verdict == "not_on_list"


def test_the_finding_carries_row_law_and_the_forbidding_words() -> None:
    told = examine(services()["1.001193"], None, "giấy chứng sinh")
    assert "Giấy chứng sinh" in told.rows[0].evidence.name
    assert told.legal
    assert any("không được yêu cầu" in sentence for sentence in told.forbids)


def test_a_copy_of_what_is_only_shown_is_not_on_the_list() -> None:
    birth = services()["1.001193"]
    assert examine(birth, None, "cccd của mẹ").verdict == "on_list"
    assert examine(birth, None, "photo công chứng cccd").verdict == "not_on_list"


def test_an_unknown_case_is_said_to_be_unknown() -> None:
    assert not examine(services()["3.000346"], "không có trường hợp này", "giấy khám sức khỏe").case_known


def test_a_fee_set_by_the_province_cannot_be_judged() -> None:
    assert examine(services()["1.013225"], None, "5 triệu").verdict == "fee_unknown"


def test_the_published_sum_stands_beside_the_verdict() -> None:
    told = examine(services()["2.000635"], None, "80k")
    assert told.verdict == "fee_above"
    assert told.fee is not None
    assert told.fee.value == 8_000


def test_the_measured_figure_does_not_fall() -> None:
    right, of = measure([example for example in examples() if example.held])["all verdicts"]
    assert right / of >= 0.93
