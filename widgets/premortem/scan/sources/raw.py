"""One pass over the bytes of a file: its digest, whether it is UTF-8, its line ends, its NUL bytes."""

from __future__ import annotations

import codecs
import errno
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING

from premortem.errors import RefusedInput

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK = 1 << 20
BLOCK = 1 << 19
"""So much is looked through at a time: with the arrays made of it, it stays in the cache of a core."""

LF, SPACE = 10, 32


@dataclass(frozen=True)
class Raw:
    """What the bytes of a file show: sizes and counts are of bytes; `lone_cr` of CR that no LF follows.

    `gaps` says whether two line ends follow each other anywhere: only then can there be empty lines. `plain` says that
    it holds the printable characters of ASCII, tabs and line ends, and nothing else.
    """

    size: int
    digest: str
    utf8: bool
    nuls: int
    lf: int
    crlf: int
    lone_cr: int
    gaps: bool
    ends_open: bool
    plain: bool = False

    @property
    def lines(self) -> int:
        """Lines, the last one also where no line end closes it."""
        return self.lf + self.lone_cr + self.ends_open

    @property
    def several_line_ends(self) -> bool:
        """Whether more than one kind of line end occurs, be it within a cell."""
        return sum(count > 0 for count in (self.crlf, self.lf - self.crlf, self.lone_cr)) > 1


def look_through(path: Path, stop: Callable[[], bool] = lambda: False) -> Raw:
    """Read a file once, block by block; `stop` is asked before each and ends the pass early."""
    import numpy as np

    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    size = nuls = lf = cr = crlf = 0
    utf8, plain, gaps, last = True, True, False, b""
    with path.open("rb") as file:
        while (block := file.read(BLOCK)) and not stop():
            digest.update(block)
            size += len(block)
            utf8 = utf8 and _decodes(decoder, block)
            nuls += block.count(0) if b"\0" in block else 0
            octets = np.frombuffer(block, dtype=np.uint8)
            ends = octets == LF
            lines = int(np.count_nonzero(ends))
            returns = block.count(b"\r") if b"\r" in block else 0
            plain = plain and _is_plain(block, octets, lines + returns)
            lf, cr = lf + lines, cr + returns
            gaps = gaps or bool((ends[1:] & ends[:-1]).any()) or _touch(last, block)
            if returns:
                crlf += block.count(b"\r\n")
                gaps = gaps or b"\r\r" in block or b"\n\r\n" in block
            crlf += last.endswith(b"\r") and block.startswith(b"\n")
            last = block[-2:]
    utf8 = utf8 and not decoder.getstate()[0]
    ends_open = last[-1:] not in {b"\n", b"\r"}
    return Raw(size, digest.hexdigest(), utf8, nuls, lf, crlf, cr - crlf, gaps, ends_open, plain)


def _is_plain(block: bytes, octets: NDArray[np.uint8], line_ends: int) -> bool:
    """Whether there is nothing but the printable characters of ASCII, tabs and line ends."""
    if not block.isascii() or b"\x7f" in block:
        return False
    import numpy as np

    low = int(np.count_nonzero(octets < SPACE))
    return low == line_ends or low == line_ends + block.count(b"\t")


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    if block.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def _touch(last: bytes, block: bytes) -> bool:
    return last[-1:] in {b"\n", b"\r"} and block[:1] in {b"\n", b"\r"} and last[-1:] + block[:1] != b"\r\n"


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def beginning(path: Path, enough: int = CHUNK, at_most: int = 1 << 24) -> tuple[bytes, bool]:
    """Return the first bytes of a file, at least one line where `at_most` allows, and whether that is all of it."""
    with path.open("rb") as file:
        head = file.read(enough)
        while b"\n" not in head and b"\r" not in head and len(head) < at_most and (more := file.read(enough)):
            head += more
        return head, not file.read(1)


def existing(path: Path) -> Path:
    """Return the path of a file or folder that can be read; raise RefusedInput where it cannot.

    What is neither (a pipe, a device) is refused before it is opened: it might never end.
    """
    with reported(path):
        try:
            mode = path.stat().st_mode
        except ValueError as error:  # a NUL character, half a letter
            raise RefusedInput("a path cannot hold such characters: type the path of the file") from error
        if S_ISDIR(mode):
            next(path.iterdir(), None)
        elif not S_ISREG(mode):
            raise RefusedInput(f"{path.name} is a device or a pipe, not a file: save the table as a file first")
        else:
            with path.open("rb") as file:
                file.read(1)
    return path


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn what the file system refuses within into one line about this path."""
    try:
        yield
    except FileNotFoundError as error:
        raise RefusedInput(f"there is no file {path.name!r} at that path: check the spelling and the folder") from error
    except PermissionError as error:
        raise RefusedInput(
            f"{path.name} may not be read by this program: give it permission to read the file"
        ) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise RefusedInput("the disk of the scratch folder is full: free some space and scan again") from error
        why = error.strerror or type(error).__name__
        raise RefusedInput(f"{path.name} cannot be read ({why}): copy it to another place and try again") from error
