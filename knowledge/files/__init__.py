"""The knowledge base from and to files: JSON lines, YAML, and a workbook that an office fills in a day."""

from __future__ import annotations

from knowledge.files.problems import Told
from knowledge.files.reading import Offer, read_file
from knowledge.files.writing import FORMATS, MEDIA, Format, write_services

__all__ = ["FORMATS", "MEDIA", "Format", "Offer", "Told", "read_file", "write_services"]
