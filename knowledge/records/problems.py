"""What is wrong with a line, in words an administrator understands. The words stand in problems.yaml."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.model.local import NOT_A_CODE, WRONG_ALIAS

# pydantic's names of errors -> the sentence of problems.yaml. What is missing here is told as "other".
SENTENCE_OF = {
    "json_invalid": "malformed_json",
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_type": "not_text",
    "string_too_short": "empty_text",
    "string_pattern_mismatch": "wrong_form",
    "string_unicode": "not_utf8",
    "int_type": "not_whole_number",
    "int_from_float": "not_whole_number",
    "float_type": "not_number",
    "bool_type": "not_true_or_false",
    "list_type": "not_list",
    "model_type": "not_object",
    "literal_error": "not_one_of",
    "date_type": "not_date",
    "date_from_datetime_parsing": "not_date",
    "date_parsing": "not_date",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
}
#: What knowledge/model/local.py says of a field or row -> the sentence of problems.yaml, here and in knowledge/files.
REASONS = {
    "a commune without its province": "commune_alone",
    "it ends before it begins": "days_turned",
    "write the hour as 15:00": "wrong_hour",
    NOT_A_CODE: "wrong_place",
    WRONG_ALIAS: "wrong_alias",
}
LONGEST_VALUE = 60


@dataclasses.dataclass(frozen=True)
class Problem:
    """`field` as in the file, rows counted from 1: "documents[3].originals"; empty when the whole line is meant."""

    file: str
    line: int
    field: str
    kind: str
    values: dict[str, str] = dataclasses.field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """One line: file, line, field, and what is wrong. Languages: en, vi."""
        words = _sentences()[language]
        place = words["place_field" if self.field else "place_line"].format(
            file=self.file, line=self.line, field=self.field
        )
        return f"{place}: {words[self.kind].format(**self.values)}"


def problems_of(error: ValidationError, file: str, line: int) -> Iterator[Problem]:
    """One problem for each thing that pydantic found; of a field that may be of two types, only the first."""
    told: set[str] = set()
    for detail in error.errors(include_url=False):
        place = _field(detail)
        if place not in told:
            told.add(place)
            reason = REASONS.get(str(detail.get("ctx", {}).get("error", "")))
            yield Problem(file, line, place, reason or SENTENCE_OF.get(detail["type"], "other"), _values(detail))


def _field(detail: ErrorDetails) -> str:
    name = ""
    for part in detail["loc"]:
        if isinstance(part, int):
            name += f"[{part + 1}]"
        elif part not in ("int", "float"):  # pydantic adds the branch of a union, which is no field
            name += f".{part}" if name else part
    return name


def _values(detail: ErrorDetails) -> dict[str, str]:
    given = detail["input"]
    shown = given if isinstance(given, str) else repr(given)
    cut = shown if len(shown) <= LONGEST_VALUE else shown[:LONGEST_VALUE] + "…"
    context = detail.get("ctx", {})
    return {
        "given": cut,
        "expected": str(context.get("expected", context.get("pattern", ""))),
        "reason": str(context.get("error", detail["msg"])),
    }


@cache
def _sentences() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("problems.yaml").read_text("utf-8"))
    return words
