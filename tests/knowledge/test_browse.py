from __future__ import annotations

from knowledge import browse
from tests.shelves import shipped


def test_every_procedure_has_a_field_and_every_event_its_procedures() -> None:
    assert browse.problems((service.identifier, service.sector) for service in shipped().values()) == []


def test_no_field_is_listed_without_procedures() -> None:
    assert {field.sector for field in browse.fields()} == {service.sector for service in shipped().values()}


def test_what_does_not_fit_is_told() -> None:
    told = browse.problems([("1.001193", "Hộ tịch"), ("9.000000", "Nghề cá")])
    assert "9.000000: field 'Nghề cá' is not in fields.yaml" in told
    assert any(line.startswith("life event kethon: no procedure") for line in told)


def test_everyday_procedures_of_life_come_first() -> None:
    first = {event.key: event.codes[0] for event in browse.life_events()}
    assert first["sinhcon"] == "1.001193"
    assert first["mohkd"] == "1.001612"
    assert browse.fields()[0].label("en") == "👶 Civil status"
