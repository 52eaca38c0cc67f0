"""How an office reads a heading wins over how everybody reads it."""

from __future__ import annotations

from knowledge.cases import papers, questions
from knowledge.cases.choices import case_headings
from knowledge.cases.headings import heading_in, heading_of
from knowledge.model import HeadingReading, LocalAdditions, PublicService
from tests.shelves import shipped

RESIDENCE = shipped()["1.004222"]
NEW = ("Trường hợp nhà ở xã hội:", "Trường hợp nhà của cơ quan:")


def read_as(service: PublicService, *readings: HeadingReading) -> PublicService:
    return service.model_copy(update={"local": LocalAdditions(headings=readings)})


def headed(service: PublicService, *headings: str) -> PublicService:
    """The first rows under headings that nobody has read yet."""
    rows = service.evidences[: len(headings)]
    under = tuple(row.model_copy(update={"heading": text}) for row, text in zip(rows, headings, strict=True))
    return service.model_copy(update={"evidences": under})


def test_a_heading_that_nobody_has_read_hides_nothing_until_the_office_reads_it() -> None:
    service = headed(RESIDENCE, *NEW)
    assert questions(service) == []
    readings = [HeadingReading(text=text, kind="case", label_vi=f"Nhà {place}") for place, text in enumerate(NEW)]
    (question,) = questions(read_as(service, *readings))
    assert [option.label.vi for option in question.options] == ["Nhà 0", "Nhà 1"]
    assert [option.label.en for option in question.options] == ["Nhà 0", "Nhà 1"], "without English, the Vietnamese"
    turned = read_as(service, *reversed(readings))
    assert [heading.text for heading in case_headings(turned)] == list(reversed(NEW)), "offered in the office's order"


def test_each_case_shows_its_own_papers() -> None:
    readings = [HeadingReading(text=text, kind="case") for text in NEW]
    service = read_as(headed(RESIDENCE, *NEW), *readings)
    first, second = (option.key for option in questions(service)[0].options)
    mine, theirs = ({item.evidence.name for item in papers(service, (key,)).all_items()} for key in (first, second))
    assert mine == {service.evidences[0].name}
    assert theirs == {service.evidences[1].name}


def test_the_office_mends_a_reviewed_reading_and_keeps_what_it_does_not_name() -> None:
    known = case_headings(RESIDENCE)[0]
    renamed = HeadingReading(text=known.text, kind="case", label_vi="Nhà mình", label_en="My own home")
    read = heading_in(read_as(RESIDENCE, renamed), known.text)
    assert (read.label.vi, read.label.en) == ("Nhà mình", "My own home") if read.label else False
    assert (read.rank, read.key, read.branch) == (known.rank, known.key, known.branch)
    unnamed = heading_in(read_as(RESIDENCE, HeadingReading(text=known.text, kind="section")), known.text)
    assert (unnamed.kind, unnamed.label) == ("section", known.label)


def test_without_the_office_it_is_read_as_by_everybody() -> None:
    for service in list(shipped().values())[:50]:
        for row in service.evidences:
            if row.heading is not None:
                assert heading_in(service, row.heading) == heading_of(service.identifier, row.heading)
