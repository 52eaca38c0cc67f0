"""Evidence is told by its content; pictures come out as pictures and nothing else; ill will costs nobody else."""

from __future__ import annotations

import errno
import hashlib
import random
import resource
import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image, ImageFilter

from bot.reports.evidence.checking import Checker
from bot.reports.evidence.limits import LONG_SIDE, MOST_BYTES, Unfit
from bot.reports.evidence.pictures import UNPACKING
from tests.bot.reports.evidence import samples


async def refused(body: bytes) -> str:
    with pytest.raises(Unfit) as caught:
        await Checker().check(body)
    return caught.value.reason


def opened(body: bytes) -> Image.Image:
    with Image.open(BytesIO(body)) as picture:
        picture.load()
        return picture


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_says_nothing_but_what_it_shows(form: str) -> None:
    sent = samples.located(form)
    assert samples.CANARY in sent, "else this proves nothing"
    kept = await Checker().check(sent)
    assert (kept.media, kept.name) == ("image/jpeg", "photo.jpg")
    assert kept.sha256_original == hashlib.sha256(sent).hexdigest()
    picture = opened(kept.body)
    assert picture.size == (200, 400), "it stands upright"
    assert b"CANARY" not in kept.body
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


async def test_a_large_picture_gets_smaller_and_stays_whole() -> None:
    kept = opened((await Checker().check(samples.saved(samples.noise(4000, 1000), quality=50))).body)
    assert kept.size == (LONG_SIDE, LONG_SIDE // 4)


@pytest.mark.parametrize(
    ("picture", "pixel"),
    [
        (Image.new("RGBA", (60, 60), (255, 0, 0, 0)), (255, 255, 255)),
        (Image.new("LA", (60, 60), (0, 255)), (0, 0, 0)),
        (Image.new("I;16", (60, 60), 65_535), (255, 255, 255)),
        (Image.new("I;16", (60, 60), 30 * 256), (30, 30, 30)),
        (Image.new("1", (60, 60), 1), (255, 255, 255)),
        (Image.new("P", (60, 60)), (0, 0, 0)),
    ],
)
async def test_colours_of_every_kind(picture: Image.Image, pixel: tuple[int, int, int]) -> None:
    kept = opened((await Checker().check(samples.saved(picture, "PNG"))).body)
    assert kept.getpixel((30, 30)) == pixel


async def test_what_hangs_on_a_picture_is_left_behind() -> None:
    """A picture and a program, an archive, a page in one: only the picture goes on."""
    picture = samples.saved(samples.noise())
    for tail in (samples.EICAR, samples.zip_bomb(), b"<script>alert(1)</script>", b"%PDF-1.4 %%EOF", b"MZ" + bytes(99)):
        kept = (await Checker().check(picture + tail)).body
        assert tail[:30] not in kept
        assert opened(kept).size == (320, 240)
        assert kept.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (samples.pdf(), "application/pdf"),
        (samples.pdf() + b"\r\n\0", "application/pdf"),
        (samples.voice(), "audio/ogg"),
        (samples.mp3(), "audio/mpeg"),
        (samples.mp3(b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128)), "audio/mpeg"),
        (samples.iso_media(b"M4A "), "audio/mp4"),
    ],
)
async def test_papers_and_sound_are_kept_as_they_are(body: bytes, media: str) -> None:
    kept = await Checker().check(body)
    assert (kept.media, kept.body) == (media, body)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (samples.EICAR, "kind"),
        (samples.zip_bomb(), "kind"),
        (b"MZ" + bytes(1000), "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "kind"),
        (b"GIF89a" + bytes(100), "kind"),
        (b"\xff\xfb\x90\x00" + bytes(500), "kind"),  # one frame of sound may be chance
        (b" " + samples.pdf(), "kind"),
        (samples.iso_media(b"heic"), "heic"),
        (samples.iso_media(b"isom"), "video"),
        (samples.iso_media(b"qt  "), "video"),
        (b"\x1a\x45\xdf\xa3" + bytes(100), "video"),
        (b"OggS\x00\x02" + bytes(20) + b"\x01\x1e\x80theora" + bytes(99), "video"),
        (b"%PDF-1.7 cut off", "damaged"),
        (samples.pdf() + samples.EICAR, "damaged"),
        (samples.pdf() + b"PK\x03\x04" + bytes(3000), "damaged"),
        (samples.pdf(b"2 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj"), "pdf_active"),
        (samples.pdf(b"2 0 obj<</Type/EmbeddedFile>>endobj"), "pdf_active"),
        (b"\xff\xd8\xff" + bytes(100), "damaged"),
        (samples.saved(samples.noise())[:9000], "damaged"),
        (samples.png_of(50_000, 50_000), "too_many_pixels"),
        (samples.png_of(8_000, 8_000), "too_many_pixels"),
        (samples.pdf(bytes(MOST_BYTES)), "too_large"),
    ],
)
async def test_refused(body: bytes, reason: str) -> None:
    assert await refused(body) == reason


@pytest.mark.parametrize("width", [1200, 2400, 4200])
async def test_a_citizen_card_is_known_by_its_code(width: int) -> None:
    assert await refused(samples.with_code(samples.CARD, width)) == "citizen_card"
    assert await refused(samples.with_code(samples.CARD.replace("012345678", ""), width)) == "citizen_card"


async def test_a_card_held_askew_and_not_quite_sharp() -> None:
    with Image.open(BytesIO(samples.with_code(samples.CARD, 1600))) as photo:
        taken = photo.rotate(17, Image.Resampling.BICUBIC, fillcolor="grey").filter(ImageFilter.GaussianBlur(1))
    assert await refused(samples.saved(taken, "WEBP")) == "citizen_card"


async def test_other_codes_are_no_cards() -> None:
    for payload in (
        "https://example.org/?MHS=H57.132-260804-0583",
        "001099012345",
        "00020101021138570010A000000727",
    ):
        assert (await Checker().check(samples.with_code(payload))).media == "image/jpeg"


async def test_a_picture_that_unpacks_to_fifty_megabytes_costs_the_program_nothing() -> None:
    """Fifty million pixels out of fifty kilobytes: allowed, unpacked elsewhere, and the program's memory stays."""
    bomb = samples.flat_png(10_000, 5_000)
    assert len(bomb) < 100_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kept = await Checker().check(bomb)
    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert opened(kept.body).size == (LONG_SIDE, LONG_SIDE // 2)
    assert grown_kb < 40_000


def test_whoever_unpacks_can_open_nothing() -> None:
    """Also not by a hole in a library: the system refuses it."""
    script = f"""
import runpy, socket
runpy.run_path({str(UNPACKING)!r})["tie_hands"]()
for door in (lambda: open("/proc/self/environ"), lambda: open("/dev/shm/x", "w"), socket.socket):
    try:
        door()
    except OSError as error:
        print(error.errno)
try:
    bytes(2 * 1024 ** 3)
except MemoryError:
    print("memory")
"""
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(errno.EMFILE)] * 3 + ["memory"]


async def test_any_bytes_are_kept_or_refused_and_nothing_else_happens() -> None:
    """Damage of every kind to files of every kind."""
    dice = random.Random(7)
    whole = [samples.saved(samples.noise(64, 48), form) for form in ("JPEG", "PNG", "WEBP")]
    whole += [samples.pdf(), samples.voice(), samples.mp3(), samples.located("PNG")]
    checker = Checker()
    outcomes: set[str] = set()
    for turn in range(42):
        body = bytearray(whole[turn % len(whole)])
        for _ in range(dice.randint(1, 12)):
            body[dice.randrange(len(body))] = dice.randrange(256)
        if turn % 3 == 0:
            del body[dice.randint(len(body) // 2, len(body)) :]
        try:
            kept = await checker.check(bytes(body))
        except Unfit as unfit:
            outcomes.add(unfit.reason)
        else:
            outcomes.add(kept.media)
    assert {"image/jpeg", "damaged"} <= outcomes
