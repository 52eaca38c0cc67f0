"""The picture: every letter can be drawn, the code can be read back, nothing of the program stands in the file."""

from __future__ import annotations

import unicodedata
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from bot.places import gazetteer
from bot.reports.offices import offices
from bot.reports.receipt import Sheet, draw, verify_link
from bot.reports.receipt.sheet import WIDTH, _font, _lines
from bot.reports.taxonomy import categories
from bot.texts.catalogue import path_of
from bot.texts.update import read

LINK = "https://motcua.example.gov.vn/verify?n=PA26-7K3M9Q&c=7K3M-9QAB-CDEF"
#: The labels of the sheet stand in the catalogues; emoji of other texts are not for the picture.
WORDS = "".join(
    unicodedata.normalize("NFC", text)
    for text in (
        *(label for category in categories().values() for label in (category.vi, category.en)),
        *(label for office in offices().values() for label in (office.vi, office.en)),
        *(name[0] for name in gazetteer().communes.values()),
        *gazetteer().provinces.values(),
    )
)


def sheet(**changed: object) -> Sheet:
    rows = (("Loại", "Đòi giấy tờ ngoài quy định"), ("Nơi", "Phường Ngũ Hành Sơn, Thành phố Đà Nẵng"))
    facts = {
        "desk": "Một Cửa",
        "title": "Đã ghi nhận phản ánh, kiến nghị",
        "number": "PA26-7K3M9Q",
        "rows": rows,
        "code_label": "Mã kiểm tra",
        "code": "7K3M-9QAB-CDEF",
        "how_to_check": "Quét mã.",
        "remark": "Ảnh này không cho biết nội dung.",
        "link": LINK,
    }
    return Sheet(**{**facts, **changed})  # type: ignore[arg-type]


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_of_every_name_can_be_drawn(bold: bool) -> None:
    font = _font(40, bold)

    def drawn(letter: str) -> bytes:
        return bytes(font.getmask(letter))

    nothing = drawn("\uffff")
    vietnamese = {m.string for m in read(path_of("vi"), "vi") if "case_notices" in str(m.locations)}
    letters = set(WORDS) | set("".join(map(str, vietnamese)))
    assert drawn("漢") == nothing
    assert len(letters) > 140
    assert [letter for letter in sorted(letters) if letter.isalnum() and drawn(letter) == nothing] == []


def test_the_code_is_read_back_from_the_picture_and_from_a_small_copy_of_it() -> None:
    picture = opened(draw(sheet()))
    small = picture.resize((picture.width // 2, picture.height // 2))
    for image in (picture, small):
        assert [found.text for found in zxingcpp.read_barcodes(image)] == [LINK]


def test_without_a_page_there_is_no_code() -> None:
    assert zxingcpp.read_barcodes(opened(draw(sheet(link=None)))) == []


def test_the_file_tells_nothing_besides() -> None:
    image = Image.open(BytesIO(draw(sheet())))
    assert image.info == {}
    assert image.width == WIDTH
    assert image.getexif() == {}


def test_the_same_facts_make_the_same_picture() -> None:
    assert draw(sheet()) == draw(sheet())


@pytest.mark.parametrize("text", ["Ủy ban nhân dân " * 20, "Ư" * 300, "a", "một hai"])
def test_lines_fit_and_lose_nothing(text: str) -> None:
    font = _font(40, False)
    lines = _lines(text, font, 500)
    assert all(font.getlength(line) <= 500 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_long_names_make_the_picture_longer_never_wider() -> None:
    long = (("Nơi", "Xã Nguyễn Thị Minh Khai và những nơi lân cận rất dài " * 6),)
    usual, longer = opened(draw(sheet())), opened(draw(sheet(rows=(*sheet().rows, *long))))
    assert longer.width == usual.width
    assert longer.height > usual.height


def test_the_link_is_made_for_the_address_people_use() -> None:
    assert verify_link("https://motcua.example.gov.vn/", "PA26-7K3M9Q", "7K3M-9QAB-CDEF") == LINK
    assert verify_link(None, "PA26-7K3M9Q", "7K3M-9QAB-CDEF") is None
