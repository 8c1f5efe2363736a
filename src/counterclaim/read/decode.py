"""Bytes to text: UTF-8 first, other encodings by their marks, by declaration, by guess. Each step is recorded.

decode(b"caf\\xe9 in Goma")  ->  "café in Goma", ("decoded as windows-1252",)
"""

from __future__ import annotations

import re

from counterclaim.read.options import rejected
from counterclaim.text import BOM

MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"\x1f\x8b", "gzip inside gzip"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"SQLite format 3", "an SQLite database"),
)
# The encodings of the web; others (EBCDIC, say) are guessed wrongly far more often than they occur.
GUESSED = [
    *(f"cp125{n}" for n in range(9)),
    *("iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_9", "koi8_r", "koi8_u", "cp866", "cp874"),
    *("mac_roman", "mac_cyrillic", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp949"),
]
DECLARABLE = re.compile(r"(windows-125\d|iso-8859-\d{1,2}|koi8-[ru]|macintosh|gbk|gb2312|gb18030|big5|shift_jis|euc-(jp|kr))\Z")
CONTROL_BYTES = bytes({*range(9), *range(14, 27), *range(28, 32)})
CONTROL_SHARE = 0.05  # bytes of random data are 11 % controls; wire copy with transmission marks is under 2 %
SPARSE_SHARE = 0.05  # of bytes over 127: below this no statistics can tell one single-byte encoding from another
GUESS_BYTES = 200_000

_HIGH = bytes(range(128, 256))
_STRAYS = re.compile("[\udc80-\udcff]+")
_CUT = re.compile("[^\udc80-\udcff]?[\udce0-\udcf4][\udc80-\udcbf]{1,2}\\Z")
_SOUND = re.compile("[^\x00-\x7f\udc80-\udcff]")


def decode(data: bytes, source: str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a file and what had to be done to get it, in words; nothing for clean UTF-8.

    `declared` is the encoding that the file itself names (HTML); it is believed only where UTF-8 fails.
    Raises Rejected (binary, undecodable).
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, source)
    if wide := _wide(data):
        return _strictly(data, wide, source)
    _refuse_binary(data, source)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _declared(data, declared) or _guessed(data, source)


def repair_mojibake(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with lines that show mojibake ("donâ€™t") repaired, where the repair leaves no sign of it; and the record."""
    from ftfy import fix_encoding
    from ftfy.badness import badness, is_bad

    if text.isascii() or not is_bad(text):
        return text, ()
    lines = text.split("\n")
    fixed = [fix_encoding(line) if is_bad(line) else line for line in lines]
    kept = [new if badness(new) < badness(old) else old for old, new in zip(lines, fixed, strict=True)]
    changed = sum(old != new for old, new in zip(lines, kept, strict=True))
    return "\n".join(kept), (f"mojibake repaired in lines: {changed}",) if changed else ()


def _strictly(data: bytes, encoding: str, source: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(encoding).removeprefix(BOM), (f"decoded as {encoding}",)
    except UnicodeDecodeError as error:
        raise rejected(source, "undecodable", f"marked as {encoding}, but {error.reason}") from None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in Latin text every other byte is NUL."""
    sample = data[: min(len(data), 4000) // 2 * 2]
    half = len(sample) // 2
    if half < 4 or sample.count(0) < half * 0.7:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.05 else None


def _refuse_binary(data: bytes, source: str) -> None:
    for magic, name in MAGIC:
        if data.startswith(magic):
            raise rejected(source, "binary", name)
    controls = len(data) - len(data.translate(None, CONTROL_BYTES))
    if controls > len(data) * CONTROL_SHARE:
        raise rejected(source, "binary", f"{controls} control characters in {len(data)} bytes")


def _damaged_utf8(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with some bytes that are not: cut off inside a character, or pasted from a windows-1252 page."""
    text = data.decode("utf-8", "surrogateescape")
    runs = sum(1 for _ in _STRAYS.finditer(text))
    sound = sum(1 for _ in _SOUND.finditer(text))
    if sound < 2 * runs and not (runs == 1 and _CUT.match(text[-3:])):
        return None
    return _STRAYS.sub(_stray, text), (f"stray bytes in UTF-8, read as windows-1252 or replaced: {runs}",)


def _stray(run: re.Match[str]) -> str:
    """A single stray byte is a windows-1252 character; a run, or a byte at the very end, is what is left of a cut one."""
    if len(run[0]) > 1 or run.end() == len(run.string):
        return "\ufffd"
    return run[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _declared(data: bytes, declared: str | None) -> tuple[str, tuple[str, ...]] | None:
    name = (declared or "").strip().lower()
    if not DECLARABLE.match(name):
        return None
    encoding = "cp1252" if name == "iso-8859-1" else name  # as browsers read it
    try:
        return data.decode(encoding), (f"decoded as {_named(encoding)}, as declared",)
    except (UnicodeDecodeError, LookupError):
        return None


def _guessed(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    for encoding in (*_sparse(data), *_statistical(data)):
        try:
            return data.decode(encoding), (f"decoded as {_named(encoding)}",)
        except UnicodeDecodeError:
            continue
    raise rejected(source, "undecodable", "not UTF-8, and no other encoding fits")


def _sparse(data: bytes) -> tuple[str, ...]:
    """windows-1252, the web's default, for mostly ASCII text that makes sense in it."""
    from ftfy.badness import is_bad

    high = len(data) - len(data.translate(None, _HIGH))
    if high > len(data) * SPARSE_SHARE:
        return ()
    return () if is_bad(data.decode("cp1252", "replace")) else ("cp1252",)


def _statistical(data: bytes) -> tuple[str, ...]:
    from charset_normalizer import from_bytes

    sample = data if len(data) <= GUESS_BYTES else data[:GUESS_BYTES].rpartition(b" ")[0] or data[:GUESS_BYTES]
    return tuple(match.encoding for match in from_bytes(sample, cp_isolation=GUESSED, preemptive_behaviour=False))


def _named(encoding: str) -> str:
    return encoding.replace("cp125", "windows-125").replace("_", "-")
