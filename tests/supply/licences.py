"""docs/licences.md from what is installed: `make licences`."""

from __future__ import annotations

from importlib.metadata import metadata

from tests.supply.locked import ROOT, locked

PAGE = ROOT / "docs" / "licences.md"
#: Files of others that stand in this repository.
VENDORED = (("htmx 2.0.11", "0BSD", "`bot/web/static/htmx.min.js`, as its package ships it"),)
#: Parts whose metadata names no licence: as their LICENSE file says.
TOLD = {"pyrage": "MIT"}
_HEAD = """# Licences

What the program is built on, as each package names its licence. Written by `make licences`; a test holds it against
`requirements.txt`. python-telegram-bot (LGPL-3.0) and the MPL-2.0 parts are used as they come, and can be replaced.

| package | version | licence |
|---|---|---|
"""


def page() -> str:
    rows = [
        f"| {each.name} | {each.version} | {licence(each.name)} |" for each in locked("requirements.txt") if each.here
    ]
    files = [f"| {name} | {licence} | {place} |" for name, licence, place in VENDORED]
    return (
        _HEAD
        + "\n".join(rows)
        + "\n\nFiles of others in this repository:\n\n| what | licence | where |\n|---|---|---|\n"
        + "\n".join(files)
        + "\n\nProcedures, offices and places come from public sources named in `knowledge/data/SOURCES.md`.\n"
    )


def licence(name: str) -> str:
    """As the package says: its licence expression, its classifiers, or the first words of its licence field."""
    if name in TOLD:
        return TOLD[name]
    told = metadata(name)
    if told["License-Expression"]:
        return str(told["License-Expression"])
    classifiers = [each.split(" :: ")[-1] for each in told.get_all("Classifier") or [] if each.startswith("License")]
    return " / ".join(classifiers) or str(told["License"] or "").strip().partition("\n")[0][:60]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
