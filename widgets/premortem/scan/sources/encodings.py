"""In which encoding a text file is written: by its first bytes, else by which reading gives words."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

BLOCK = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; those of UTF-32 first, as that of UTF-16 LE begins one of them."""

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "utf-8": "UTF-8",
        "utf-8-sig": "UTF-8",
        "utf-16": "UTF-16",
        "utf-16-le": "UTF-16",
        "utf-16-be": "UTF-16",
        "utf-32": "UTF-32",
        "cp1252": "Windows-1252 (Western European)",
        "latin-1": "ISO 8859-1 (Western European)",
        "mac-roman": "Mac Roman (Western European)",
        "cp850": "DOS 850 (Western European)",
        "cp1250": "Windows-1250 (Central European)",
        "iso8859-2": "ISO 8859-2 (Central European)",
        "cp1251": "Windows-1251 (Cyrillic)",
        "koi8-r": "KOI8-R (Cyrillic)",
        "cp866": "DOS 866 (Cyrillic)",
        "cp1253": "Windows-1253 (Greek)",
        "cp1254": "Windows-1254 (Turkish)",
        "cp1255": "Windows-1255 (Hebrew)",
        "cp1256": "Windows-1256 (Arabic)",
        "cp932": "Shift JIS (Japanese)",
        "euc-jp": "EUC-JP (Japanese)",
        "gb18030": "GB 18030 (Chinese)",
        "big5": "Big5 (Chinese)",
        "cp949": "EUC-KR (Korean)",
    }
)

_WESTERN = "éèêëàâäáåãæçñíìîïóòôöõøœúùûüýßÉÈÀÄÅÆÇÑÍÓÖØÚÜÁ"
USUAL: Mapping[str, str] = MappingProxyType(
    {
        "cp1252": _WESTERN,
        "mac-roman": _WESTERN,
        "cp850": _WESTERN,
        "cp1250": "ąćęłńóśźżŁŚŻĆáčďéěíňřšťúůýžČŘŠŽőűöüäôľĺŕÁÉÍÓÚÖÜ",
        "iso8859-2": "ąćęłńóśźżŁŚŻĆáčďéěíňřšťúůýžČŘŠŽőűöüäôľĺŕÁÉÍÓÚÖÜ",
        "cp1254": "çğıöşüÇĞİÖŞÜâî",
        "cp1253": "αβγδεζηθικλμνξοπρςστυφχψωάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
        "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯ",
        "koi8-r": "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯ",
        "cp866": "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯ",
        "cp1255": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
        "cp1256": "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآئ",
    }
)
"""Letters that the languages of an encoding use all the time: a reading made of them is the likely one."""

LATIN = frozenset({"cp1252", "mac-roman", "cp850", "cp1250", "iso8859-2", "cp1254"})
WIDE = ("cp932", "euc-jp", "gb18030", "big5", "cp949")
COMMON: Mapping[str, tuple[str, int, int, float]] = MappingProxyType(
    {
        "cp932": ("cp932", 0x88, 0x98, 0.6),
        "euc-jp": ("euc-jp", 0xB0, 0xCF, 0.6),
        "gb18030": ("gb2312", 0xB0, 0xD7, 0.9),
        "big5": ("big5", 0xA4, 0xC6, 0.9),
        "cp949": ("euc-kr", 0xB0, 0xC8, 1.0),
    }
)
"""By codec: the standard whose first bytes from `low` to `high` hold the common characters, and what one counts."""

HARMLESS = frozenset("’\u2018“”„«»–—…€£§°·•©®™²³½µ\u00a0ºª¿¡№¥")
BROKEN = "\ufffd"


@dataclass(frozen=True)
class Encoding:
    """A Python codec, its title for readers, and how it was found: `marked` by the file itself, else guessed.

    `lead` is by how much it beats the second best, 0 to 1; `second` is the title of that one.
    """

    codec: str
    marked: bool = True
    lead: float = 1.0
    second: str = ""
    repairs: bool = False

    @property
    def title(self) -> str:
        """Its name as readers know it."""
        return TITLES[self.codec]

    @property
    def plain(self) -> bool:
        """Whether DuckDB reads the bytes as they are."""
        return self.codec in {"utf-8", "utf-8-sig"} and not self.repairs


def at_first_sight(head: bytes) -> Encoding:
    """Return the encoding that the first bytes tell; UTF-8 where nothing speaks against it yet."""
    for mark, codec in MARKS:
        if head.startswith(mark):
            return Encoding(codec)
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    half = max(len(head[:4096]) // 2, 1)
    if odd > 0.4 * half and even < 0.05 * half:
        return Encoding("utf-16-le", marked=False)
    if even > 0.4 * half and odd < 0.05 * half:
        return Encoding("utf-16-be", marked=False)
    return Encoding("utf-8")


def guess(path: Path) -> Encoding:
    """Return the likeliest encoding of a file that is not UTF-8, by its lines with bytes above 127.

    A file that is UTF-8 but for a few bytes stays UTF-8: these bytes become U+FFFD, and somebody has to be told.
    """
    lines, good, bad = _telling_lines(path)
    if good >= 4 * bad:
        return Encoding("utf-8", marked=False, repairs=True)
    ranked = sorted(((_likeness(lines, codec), codec) for codec in (*USUAL, *WIDE)), key=lambda each: -each[0])
    (best, codec), (second, other) = (
        ranked[0],
        next(each for each in ranked[1:] if not _reads_alike(lines, ranked, each)),
    )
    if best <= 0:
        return Encoding("latin-1", marked=False, lead=0.0, second=TITLES["cp1252"])
    return Encoding(codec, marked=False, lead=min(best - max(second, 0.0), 1.0), second=TITLES[other])


def _reads_alike(lines: bytes, ranked: list[tuple[float, str]], other: tuple[float, str]) -> bool:
    try:
        return lines.decode(ranked[0][1]) == lines.decode(other[1])
    except UnicodeDecodeError:
        return False


def _telling_lines(path: Path, enough: int = 200_000) -> tuple[bytes, int, int]:
    """Return lines with bytes above 127, and how many sequences of them are UTF-8 and how many are not."""
    telling, size, good, bad = [], 0, 0, 0
    with path.open("rb") as file:
        while block := file.readline(BLOCK):
            if block.isascii():
                continue
            text = block.decode("utf-8", errors="replace")
            broken = text.count(BROKEN)
            bad += broken
            good += sum(ord(each) > 127 for each in text) - broken
            telling.append(block[:4096])
            size += len(telling[-1])
            if size > enough:
                break
    return b"".join(telling), good, bad


def _likeness(lines: bytes, codec: str) -> float:
    """Return how much a reading looks like words: 1 for nothing but usual letters, below 0 for noise."""
    try:
        text = lines.decode(codec, errors="ignore" if codec in WIDE else "strict")
        kept = len(text.encode(codec, errors="ignore"))
    except UnicodeDecodeError:
        return -1.0
    if kept < 0.98 * len(lines):
        return -1.0
    marks = [found.start() for found in re.finditer(r"[^\x00-\x7f]", text)]
    if not marks:
        return -1.0
    if codec in WIDE:
        return sum(_wide_points(text[place], codec) for place in marks) / len(marks)
    return sum(_points(text, place, codec) for place in marks) / len(marks)


def _points(text: str, place: int, codec: str) -> float:
    """Return 1 for a usual letter that stands among letters of its own kind, below 0 for what words do not hold."""
    character, around = text[place], text[place - 1 : place] + text[place + 1 : place + 2]
    if character in HARMLESS:
        return 0.7 if codec.startswith("cp12") else 0.3
    if character not in USUAL[codec]:
        return 0.0 if character.isalpha() else -1.0
    if character.isupper() and around[:1].islower():
        return -0.5
    among_ascii = any(each.isascii() and each.isalpha() for each in around)
    if codec in LATIN:
        return 1.0 if among_ascii else 0.2
    if among_ascii:
        return -0.3
    return 1.0 if any(map(str.isalpha, around)) else 0.3


def _wide_points(character: str, codec: str) -> float:
    """Return 1 for kana or Hangul where they belong, less for a Chinese character, below 0 for a rare one."""
    if "\u3040" <= character <= "\u30ff":
        return 1.0 if codec in {"cp932", "euc-jp"} else -0.5
    if "\u4e00" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3":
        standard, low, high, points = COMMON[codec]
        return points if low <= character.encode(standard, errors="replace")[0] <= high else -0.5
    return 0.2 if unicodedata.category(character)[0] in "PZ" else -0.5


def to_utf8(source: Path, target: Path, encoding: Encoding) -> int:
    """Write a file anew as UTF-8, a megabyte at a time; return how many characters could not be read (now U+FFFD)."""
    decoder = codecs.getincrementaldecoder(encoding.codec)(errors="replace")
    broken = 0
    with source.open("rb") as old, target.open("wb") as new:
        while True:
            block = old.read(BLOCK)
            text = decoder.decode(block, final=not block)
            broken += text.count(BROKEN) - block.count(b"\xef\xbf\xbd")
            new.write(text.encode("utf-8", errors="replace"))
            if not block:
                return max(broken, 0)
