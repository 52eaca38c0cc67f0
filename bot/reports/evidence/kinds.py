"""What a file is, told by its content; names and declared types count for nothing."""

from __future__ import annotations

from typing import Literal

from bot.reports.evidence.limits import Unfit
from bot.reports.evidence.sound import is_mp3, is_ogg_sound

Media = Literal["image/jpeg", "image/png", "image/webp", "application/pdf", "audio/ogg", "audio/mpeg", "audio/mp4"]

#: ISO base media files by their major brand (mp4ra.org): sound alone, pictures of Apple's, all else is film.
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B "})
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
_FILM = (b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xba", b"FLV\x01")


def kind_of(body: bytes) -> Media:
    """:raises Unfit: it is none of ours, saying of what kind it is where that helps."""
    if not body:
        raise Unfit("empty")
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "image/webp"
    if body.startswith(b"%PDF-"):
        return "application/pdf"
    if body[4:8] == b"ftyp":
        return _iso_media(body[8:12])
    if is_ogg_sound(body):
        return "audio/ogg"
    if is_mp3(body):
        return "audio/mpeg"
    film = body.startswith(_FILM) or (body.startswith(b"RIFF") and body[8:11] == b"AVI") or body.startswith(b"OggS")
    raise Unfit("video" if film else "kind")


def _iso_media(brand: bytes) -> Media:
    if brand in _SOUND_BRANDS:
        return "audio/mp4"
    raise Unfit("heic" if brand in _HEIF_BRANDS else "video")
