from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.cases import ALL, PaperItem, next_question, papers, questions
from knowledge.cases.items import items_of
from knowledge.cases.labels import LONGEST, shortened
from knowledge.model import PublicService
from tests.shelves import shipped

Choice = tuple[str, ...]


def choices(service: PublicService, begun: Choice = ()) -> Iterator[Choice]:
    """Every way through the questions, and all cases at once."""
    question = next_question(service, begun)
    if question is None:
        yield begun
        return
    yield (*begun, ALL)
    for option in question.options:
        yield from choices(service, (*begun, option.key))


def labels(items: Iterable[PaperItem]) -> list[str]:
    return [item.label for item in items]


def test_birth_registration_as_a_parent_needs_it() -> None:
    mine = papers(shipped()["1.001193"])
    assert [(item.label, item.way) for item in mine.hand_in] == [
        ("Tờ khai đăng ký khai sinh", "paper"),
        ("Mẫu điện tử đăng ký khai sinh", "online"),
        ("Giấy chứng sinh", None),
    ]
    assert [(item.condition, item.label) for item in mine.conditional] == [
        ("nếu trẻ bị bỏ rơi", "Biên bản về việc trẻ bị bỏ rơi"),
        ("nếu nhờ người khác làm", "Văn bản ủy quyền (người thân: không cần chứng thực)"),
        ("nếu mang thai hộ", "Xác nhận của cơ sở y tế về việc mang thai hộ"),
    ]
    assert [(item.condition, item.label) for item in mine.show] == [
        (None, "Giấy tờ tùy thân có ảnh (căn cước, hộ chiếu…)"),
        ("nếu không tra cứu được", "Giấy tờ chứng minh nơi cư trú"),
    ]
    assert len(mine.notes) == 25
    assert all(item.evidence.originals == item.evidence.copies == 0 for item in mine.notes)
    assert [*mine.one_of, *mine.addons, *mine.others] == []
    assert mine.cases == ()


def test_no_row_is_lost_and_none_stands_twice() -> None:
    """Over all ways through the questions each row is shown; only a repeated text may stand once for two rows."""
    for service in shipped().values():
        words = {" ".join(item.evidence.name.split()).rstrip(" .;,:") for item in items_of(service)}
        shown: set[str] = set()
        for choice in choices(service):
            items = papers(service, choice).all_items()
            numbers = [item.number for item in items]
            assert len(set(numbers)) == len(numbers), (service.identifier, choice)
            shown |= {" ".join(item.evidence.name.split()).rstrip(" .;,:") for item in items}
        assert shown == words, service.identifier


def test_a_case_shows_its_own_papers_and_those_of_everybody() -> None:
    aid = shipped()["2.000829"]
    (question,) = questions(aid)
    poor = next(option for option in question.options if option.label.vi == "Người thuộc hộ nghèo")
    mine = papers(aid, (poor.key,))
    assert "Giấy chứng nhận hộ nghèo" in labels(mine.hand_in)
    assert "Đơn yêu cầu trợ giúp pháp lý" in labels(mine.hand_in)
    headings = {item.heading.text for item in mine.all_items() if item.heading}
    assert headings == {poor.heading}


def test_one_of_several_is_enough() -> None:
    aid = shipped()["2.000829"]
    child = next(option for option in questions(aid)[0].options if option.label.vi == "Trẻ em")
    (group,) = papers(aid, (child.key,)).one_of
    assert group.heading.one_of
    assert [item.enumerator for item in group.items] == ["a", "b", "c"]


def test_additional_papers_keep_their_condition() -> None:
    (group,) = papers(shipped()["1.001612"]).addons
    assert group.condition
    assert group.heading.one_of
    assert group.heading.label is not None
    assert group.heading.label.vi == "ủy quyền cho người khác làm thủ tục"
    assert not any("ủy quyền cho tổ chức" in item.label for item in papers(shipped()["1.001612"]).hand_in)


def test_papers_of_the_agency_are_apart() -> None:
    dispute = papers(shipped()["1.013967"])
    assert [group.heading.kind for group in dispute.others] == ["other"]
    assert len(dispute.hand_in) == 1


def test_a_form_listed_under_another_case_is_not_forgotten() -> None:
    residence = shipped()["1.004222"]
    own, family, *_ = questions(residence)[0].options
    assert papers(residence, (own.key,)).forms_elsewhere == ()
    assert "Tờ khai thay đổi thông tin cư trú (CT01 hoặc CT02)" in labels(
        papers(residence, (family.key,)).forms_elsewhere
    )


def test_a_list_that_the_portal_numbered_keeps_its_order() -> None:
    permit = shipped()["1.014199"]
    first = questions(permit)[0].options[0].key
    inner = next(question for question in questions(permit) if question.after == first)
    mine = papers(permit, (first, inner.options[0].key))
    numbers = [item.number for item in mine.hand_in]
    assert numbers == sorted(numbers)
    assert mine.conditional == ()


def test_forms_come_first_and_conditions_last() -> None:
    for code in ("1.004222", "2.000806", "1.013831", "1.001456"):
        service = shipped()[code]
        for choice in choices(service):
            mine = papers(service, choice)
            by_section: dict[str | None, list[bool]] = {}
            for item in mine.hand_in:
                by_section.setdefault(item.section.text if item.section else None, []).append(not item.form)
            assert all(forms == sorted(forms) for forms in by_section.values()), (code, choice)
            assert not any(item.conditional for item in mine.hand_in)


def test_labels_are_short_and_cut_between_words() -> None:
    for service in shipped().values():
        for item in items_of(service):
            assert 0 < len(item.label) <= LONGEST, (service.identifier, item.label)
    witness = "Giấy chứng sinh; trường hợp không có thì nộp văn bản của người làm chứng xác nhận"
    assert shortened(witness) == "Giấy chứng sinh"
    surrogacy = "Văn bản xác nhận của cơ sở y tế đã thực hiện kỹ thuật hỗ trợ sinh sản cho việc mang thai"
    assert shortened(surrogacy) == "Văn bản xác nhận của cơ sở y tế đã thực hiện kỹ thuật hỗ…"
