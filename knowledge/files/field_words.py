"""The place of a change in the words of the workbook: "evidences[2].name" is "Giấy tờ 2, Tên giấy tờ"."""

from __future__ import annotations

import re

from knowledge.files.layout import VALUE, Sheet, layout
from knowledge.records.mapping import RENAMED, ROWS_RENAMED

_RECORD_NAME = {model: record for record, model in RENAMED.items()}
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def field_words(path: str, language: str) -> str:
    """Sheet, row and column as headed in ``language`` (vi, en); what the workbook does not have, as it is."""
    steps = [name or int(number) for name, number in _STEP.findall(path)]
    names = [step for step in steps if isinstance(step, str)]
    rows = [str(step) for step in steps if isinstance(step, int)]
    for sheet in sorted(layout().sheets, key=lambda each: -len(each.path)):
        above = _model_path(sheet)
        if rows and names[: len(above)] == above and above:
            return _told(sheet, rows, names[len(above) :], language)
    first = _RECORD_NAME.get(names[0], names[0])
    main = layout().sheets[0]
    column = main.column(".".join([first, *names[1:]])) or main.column(first)
    return path if column is None else column.vi if language == "vi" else column.en


def _model_path(sheet: Sheet) -> list[str]:
    """["channels", "costs"] of the sheet "methods[].fees"."""
    names = sheet.path.replace("[]", "").split(".") if sheet.path else []
    if not names:
        return []
    first = RENAMED.get(names[0], names[0])
    return [first, *(ROWS_RENAMED.get(first, {}).get(name, name) for name in names[1:])]


def _told(sheet: Sheet, rows: list[str], rest: list[str], language: str) -> str:
    head = f"{sheet.vi if language == 'vi' else sheet.en} {'/'.join(rows)}"
    back = {new: old for old, new in ROWS_RENAMED.get(_model_path(sheet)[0], {}).items()}
    name = ".".join(back.get(each, each) for each in rest)
    column = sheet.column(name) if name and name != VALUE else None
    return head if column is None else f"{head}, {column.vi if language == 'vi' else column.en}"
