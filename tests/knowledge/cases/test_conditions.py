"""Rows as the portal writes them, and what the rule makes of them."""

from __future__ import annotations

import pytest

from knowledge.cases.conditions import split
from tests.shelves import shipped


@pytest.mark.parametrize(
    ("row", "condition", "paper"),
    [
        (
            "Trường hợp trẻ em bị bỏ rơi thì phải có biên bản về việc trẻ bị bỏ rơi do cơ quan có thẩm quyền lập.",
            "nếu trẻ em bị bỏ rơi",
            "Biên bản về việc trẻ bị bỏ rơi do cơ quan có thẩm quyền lập.",
        ),
        (
            "Trường hợp khai sinh cho trẻ em sinh ra do mang thai hộ phải có văn bản xác nhận của cơ sở y tế.",
            "nếu khai sinh cho trẻ em sinh ra do mang thai hộ",
            "Văn bản xác nhận của cơ sở y tế.",
        ),
        (
            "Đối với Quân đội nhân dân: Giấy giới thiệu của đơn vị cấp trung đoàn",
            "đối với Quân đội nhân dân",
            "Giấy giới thiệu của đơn vị cấp trung đoàn",
        ),
        (
            "d) Trường hợp mất tích trở về thì có thêm bản sao Quyết định của Tòa án.",
            "nếu mất tích trở về",
            "Bản sao Quyết định của Tòa án.",
        ),
        (
            "Văn bản ủy quyền (được chứng thực) trong trường hợp ủy quyền thực hiện việc đăng ký. Trường hợp người "
            "được ủy quyền là cha thì không phải chứng thực.",
            "nếu ủy quyền thực hiện việc đăng ký",
            "Văn bản ủy quyền (được chứng thực)",
        ),
        ("Biên bản tổ chức đối thoại (nếu có)", "nếu có", "Biên bản tổ chức đối thoại"),
        ("Bản sao hợp đồng (đối với xe cải tạo)", "đối với xe cải tạo", "Bản sao hợp đồng"),
    ],
)
def test_condition_and_paper_are_told_apart(row: str, condition: str, paper: str) -> None:
    read = split(row)
    assert (read.condition, read.paper) == (condition, paper)
    assert read.conditional
    assert not read.by_channel


@pytest.mark.parametrize(
    "row",
    [
        "Giấy chứng sinh; trường hợp không có Giấy chứng sinh thì nộp văn bản của người làm chứng.",
        "Sổ bảo hiểm xã hội, trừ trường hợp người đang hưởng lương hưu, trợ cấp hằng tháng;",
        "Đơn xin nhận con nuôi",
    ],
)
def test_a_paper_for_everybody_stays_whole(row: str) -> None:
    read = split(row)
    assert read.condition is None
    assert not read.conditional
    assert read.paper == row


def test_guidance_is_not_taken_for_a_paper() -> None:
    read = split("Trường hợp không quy định rõ bản chính thì có thể nộp bản sao hợp lệ")
    assert read.condition is None
    assert read.conditional


@pytest.mark.parametrize(
    ("row", "way"),
    [
        ("Tờ khai theo mẫu (nếu người có yêu cầu lựa chọn nộp hồ sơ theo hình thức trực tiếp);", "paper"),
        ("Mẫu điện tử (do người yêu cầu cung cấp, nếu lựa chọn nộp hồ sơ theo hình thức trực tuyến)", "online"),
        ("Tờ khai (nếu lựa chọn nộp hồ sơ theo hình thức trực tuyến hoặc gửi hồ sơ qua hệ thống bưu chính)", None),
    ],
)
def test_the_way_of_filing_is_no_condition(row: str, way: str | None) -> None:
    read = split(row)
    assert read.by_channel
    assert read.way == way


def test_both_parts_are_words_of_the_row() -> None:
    leads = ("nếu ", "đối với ", "khi ")
    for service in shipped().values():
        for evidence in service.evidences:
            read = split(evidence.name)
            assert read.paper.lower() in evidence.name.lower()
            if read.condition is not None:
                lead = next(lead for lead in leads if read.condition.startswith(lead))
                assert read.condition.removeprefix(lead) in evidence.name
