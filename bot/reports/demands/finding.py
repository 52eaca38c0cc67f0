"""The finding: is the paper on the list for this case, is the fee the published one; with the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.reports.demands.papers import matching_rows, wants_copy
from bot.reports.demands.published_fees import PublishedFee, compare, demanded_amount, published_fees
from knowledge.cases import Heading, PaperItem
from knowledge.cases.choices import case_headings
from knowledge.cases.items import items_of
from knowledge.model import PublicService
from knowledge.search.text import fold, words

Verdict = Literal["on_list", "other_case", "not_on_list", "fee_matches", "fee_above", "fee_unknown"]
_FORBIDS = re.compile(
    r"không được (?:yêu cầu|đòi hỏi)|không yêu cầu (?:người|công dân|xuất trình|nộp)|không phải (?:nộp|xuất trình)"
    r"|không bắt buộc phải công chứng",
    re.IGNORECASE,
)
_FORBIDS_COPY = re.compile(r"không được yêu cầu[^.;]*(?:bản sao|bản chụp)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;])\s+|\n+")
_LAW = re.compile(r"(?:Luật|Nghị định|Thông tư|Nghị quyết|Quyết định)(?: [^\W\d]+){0,4} số \d+/\d{4}/[A-ZĐ0-9-]+")
_FEE_WORDS = re.compile(r"\b(?:tien(?! (?:hon|an|su))|phi|le phi)\b")
LIKE_A_CASE = 0.6


@dataclass(frozen=True)
class Finding:
    """What the published list says about a demand.

    :ivar rows: the rows that name the paper: those of the citizen's case where there are any, else of other cases
    :ivar fee: the published sum that decided
    :ivar legal: the rule that the matched row or the procedure names, as the portal prints it
    :ivar forbids: sentences of the procedure, word for word, that forbid asking for more; the most telling first
    :ivar case_known: whether the case that was named is one of the procedure
    """

    verdict: Verdict
    rows: tuple[PaperItem, ...] = ()
    fee: PublishedFee | None = None
    legal: str | None = None
    forbids: tuple[str, ...] = ()
    case_known: bool = True


def examine(service: PublicService, case: str | None, demanded: str) -> Finding:
    """Compare a paper or a sum that was demanded with the published list.

    :param case: key or label of a case or branch of the procedure, or None when it is not known.
    """
    amount = demanded_amount(demanded)
    if amount is None and _FEE_WORDS.search(fold(demanded)) and not matching_rows(demanded, items_of(service)):
        return Finding("fee_unknown", legal=_legal(service, ()))
    if amount is not None:
        verdict, fee = compare(amount, published_fees(service, demanded), demanded)
        return Finding(verdict, fee=fee, legal=_legal(service, (), fee.words if fee else ""))
    return _paper(service, case, demanded)


def _paper(service: PublicService, case: str | None, demanded: str) -> Finding:
    rows = matching_rows(demanded, items_of(service))
    chosen = cases_meant(service, case)
    other = {heading.text for heading in case_headings(service)} - {heading.text for heading in chosen or ()}
    mine = [row for row in rows if not chosen or row.heading is None or row.heading.text not in other]
    forbids = tuple(sorted(forbidding_words(service), key=_less_telling))
    if mine and _copy_of_what_is_only_shown(demanded, mine, forbids):
        return Finding("not_on_list", tuple(mine), None, _legal(service, mine), forbids)
    verdict: Verdict = "on_list" if mine else "other_case" if rows else "not_on_list"
    decisive = mine or rows
    return Finding(
        verdict, tuple(decisive), None, _legal(service, decisive), forbids, case is None or chosen is not None
    )


def cases_meant(service: PublicService, case: str | None) -> list[Heading] | None:
    """The cases behind a key or a label, of a branch too; None when not named or not known."""
    if not case or not case.strip():
        return None
    headings = case_headings(service)
    wanted = set(words(fold(case)))
    for heading in headings:
        if case in (heading.key, heading.text):
            return [heading]
    branch = [heading for heading in headings if case == heading.branch_key]
    if branch:
        return branch
    best, best_likeness = None, 0.0
    for heading in headings:
        labels = [
            heading.text,
            *(text for label in (heading.label, heading.branch) if label for text in (label.vi, label.en)),
        ]
        likeness = max(_likeness(wanted, label) for label in labels)
        if likeness > best_likeness:
            best, best_likeness = heading, likeness
    return [best] if best is not None and best_likeness >= LIKE_A_CASE else None


def _likeness(wanted: set[str], label: str) -> float:
    known = set(words(fold(label)))
    return len(wanted & known) / len(wanted | known) if wanted | known else 0.0


def forbidding_words(service: PublicService) -> Iterator[str]:
    """Sentences that forbid asking for more papers, or say that one need not be handed in."""
    seen: set[str] = set()
    texts = [*(row.name for row in service.evidences), *service.steps, service.conditions or ""]
    for text in texts:
        for sentence in _SENTENCE.split(text):
            plain = sentence.strip(" +-\t")
            if _FORBIDS.search(plain) and plain not in seen:
                seen.add(plain)
                yield plain


def _less_telling(words: str) -> tuple[bool, bool]:
    """The sentence that forbids asking for more stands before those on single papers."""
    return "nộp thêm" not in words, "không được yêu cầu" not in words


def _copy_of_what_is_only_shown(demanded: str, rows: list[PaperItem], forbids: tuple[str, ...]) -> bool:
    only_shown = all(row.role == "show" for row in rows)
    return only_shown and wants_copy(demanded) and any(_FORBIDS_COPY.search(sentence) for sentence in forbids)


def _legal(service: PublicService, rows: list[PaperItem] | tuple[PaperItem, ...], also: str = "") -> str | None:
    for text in (*(row.evidence.name for row in rows), also):
        if named := _LAW.search(text):
            return named[0]
    law = next(iter(service.legal_resources), None)
    return f"{law.number} {law.title}".strip() if law else None
