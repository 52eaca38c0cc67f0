"""No text of ours claims what it must not: every entry, and every template with all its branches joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from bot.reports.offices import offices
from bot.reports.taxonomy import categories
from bot.texts import Language, Texts
from bot.texts.catalogue import load_catalogue, path_of
from bot.texts.update import ROOT, read

LIST = Path(__file__).parent / "forbidden_claims.txt"
LANGUAGES: tuple[Language, ...] = ("vi", "en")
TEMPLATES = [
    *sorted((ROOT / "bot" / "texts" / "templates").rglob("*.j2")),
    *sorted((ROOT / "bot" / "web").rglob("*.j2")),
]


def patterns() -> list[re.Pattern[str]]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [re.compile(line, re.IGNORECASE) for line in lines if line.strip() and not line.startswith("#")]


def claims_in(text: str) -> list[str]:
    """What ``text`` claims and must not; markup and line ends do not hide it."""
    plain = " ".join(unicodedata.normalize("NFC", re.sub(r"<[^>]*>", "", text)).split())
    return [found[0] for pattern in patterns() if (found := pattern.search(plain))]


def pieces(template: str, language: Language) -> Iterator[str]:
    """The words of a template in their order, of every branch, as a reader of that language gets them."""
    tree = Texts().environment(language).parse(template)
    for node in tree.find_all((nodes.TemplateData, nodes.Call)):
        if isinstance(node, nodes.TemplateData):
            yield node.data
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "gettext":
            (msgid,) = node.args
            assert isinstance(msgid, nodes.Const)
            yield load_catalogue(language).gettext(msgid.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_claims_what_it_must_not(language: Language) -> None:
    found = {str(entry.string): claims_in(str(entry.string)) for entry in read(path_of(language), language)}
    assert {text: claims for text, claims in found.items() if claims} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_template_claims_what_it_must_not(path: Path, language: Language) -> None:
    words = list(pieces(path.read_text(encoding="utf-8"), language))
    assert claims_in("".join(words)) == []
    assert claims_in(" ".join(words)) == []


def test_no_name_of_a_category_or_an_office_claims_what_it_must_not() -> None:
    names = [(each.vi, each.en) for each in categories().values()] + [(each.vi, each.en) for each in offices().values()]
    assert [claim for name in names for claim in claims_in(" | ".join(name))] == []


def test_a_template_is_read_in_all_its_branches_and_in_its_language() -> None:
    said = "".join(
        pieces("bảo mật {% if a %}<i>tuyệt</i>{% else %}-{% endif %} đối {% trans %}Fee{% endtrans %}", "vi")
    )
    assert said == "bảo mật <i>tuyệt</i>- đối Phí, lệ phí"
    assert claims_in("".join(pieces("bảo mật {% if a %}tuyệt {% endif %}đối", "vi")))


@pytest.mark.parametrize(
    "text",
    [
        "Đơn tố cáo của bạn đã được thụ lý.",
        "Thông tin được bảo mật <b>tuyệt đối</b>",
        "Bạn hoàn toàn\nẩn danh",
        "Cán bộ đó sẽ bị kỷ luật",
        "Phản ánh được giải quyết trong vòng 15 ngày",
        "Bạn sẽ được pháp luật bảo vệ",
        "Your complaint has been accepted as a case",
        "You are completely anonymous",
        "The official will be punished",
        "We guarantee an answer",
        "It is answered within 15 working days",
    ],
)
def test_the_list_finds_what_it_is_for(text: str) -> None:
    assert claims_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tin của bạn được ghi nhận là phản ánh, kiến nghị số PA26-7K3M9Q.",
        "Việc này có thể là việc tố cáo.",
        "Đoạn chat này không mã hóa đầu cuối.",
        "This is feedback, not a formal denunciation or complaint.",
        "Dự kiến trả lời trước: %(day)s",
    ],
)
def test_the_list_lets_true_words_stand(text: str) -> None:
    assert claims_in(text) == []
