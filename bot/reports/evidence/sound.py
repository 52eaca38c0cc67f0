"""Sound, told by its first bytes: a voice note (Ogg with Opus or Vorbis, RFC 7845 and RFC 3533) or MP3."""

from __future__ import annotations

#: First packet of a sound stream, behind the page header of the Ogg file.
_OGG_CODECS = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")
_OGG_HEADER = 27
#: ISO/IEC 11172-3, table of bit rates of MPEG-1 layer III in kbit/s; MPEG-2's below. Index 0 is "free", 15 forbidden.
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_LAYER_3 = 1
_ID3_HEADER = 10


def is_ogg_sound(body: bytes) -> bool:
    if not body.startswith(b"OggS\x00") or len(body) <= _OGG_HEADER:
        return False
    packet = _OGG_HEADER + body[26]  # behind the table of segments
    return body[packet : packet + 8].startswith(_OGG_CODECS)


def is_mp3(body: bytes) -> bool:
    """Two whole frames in a row: one alone is two bytes that any file may have by chance."""
    start = _after_tag(body)
    length = _frame_length(body[start : start + 4])
    return length is not None and _frame_length(body[start + length : start + length + 4]) is not None


def _after_tag(body: bytes) -> int:
    """An ID3v2 tag tells its size in four bytes of seven bits."""
    if not body.startswith(b"ID3") or len(body) < _ID3_HEADER:
        return 0
    size = 0
    for byte in body[6:10]:
        size = size << 7 | byte & 0x7F
    return _ID3_HEADER + size


def _frame_length(header: bytes) -> int | None:
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, sampling, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if version not in _SAMPLES or layer != _LAYER_3 or not 0 < rate < 15 or sampling == 3:
        return None
    kbits = (_RATES_1 if version == 3 else _RATES_2)[rate]
    return (144 if version == 3 else 72) * kbits * 1000 // _SAMPLES[version][sampling] + padding
