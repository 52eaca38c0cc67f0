"""The locked requirements, read as pip reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
#: What runs the program, what checks it, what looks through both.
FILES = ("requirements.txt", "requirements-dev.txt", "requirements-audit.txt")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """``here``: whether its markers let it be installed on this machine."""

    name: str
    version: str
    hashes: frozenset[str]
    here: bool


def locked(file: str) -> list[Locked]:
    """:raises packaging.requirements.InvalidRequirement: a line is none."""
    lines = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [_read(line) for line in lines if line.strip()]


def _read(line: str) -> Locked:
    requirement = Requirement(_HASH.sub("", line).strip())
    (pin,) = requirement.specifier
    assert pin.operator == "==", line
    here = requirement.marker is None or requirement.marker.evaluate()
    return Locked(requirement.name, pin.version, frozenset(_HASH.findall(line)), here)
