"""Packed files, unpacked a megabyte at a time and never beyond what was allowed: a small file can hold a huge one."""

from __future__ import annotations

import hashlib
import shutil
import zlib
from pathlib import Path

from premortem.errors import RefusedInput
from premortem.scan.sources.opened import Limits

BLOCK = 1 << 18
SMALL = 50_000_000
"""Below this size a file may grow by any ratio: a table of one repeated row packs a thousand to one."""
KEPT_FREE = 500_000_000


def allowed_size(packed: int, limits: Limits, room: int) -> int:
    """Return how many bytes a packed file may grow to, by the limits and the room on the disk."""
    return min(limits.unpacked, max(SMALL, packed * limits.ratio), max(room - KEPT_FREE, 0))


def unpack_gzip(source: Path, target: Path, limits: Limits) -> str:
    """Unpack a gzip file, also one of several parts; return the SHA-256 of the packed bytes.

    Raise RefusedInput where it grows beyond what is allowed, is cut off, or is damaged.
    """
    allowed = allowed_size(source.stat().st_size, limits, shutil.disk_usage(target.parent).free)
    digest, written = hashlib.sha256(), 0
    part = zlib.decompressobj(wbits=31)
    with source.open("rb") as packed, target.open("wb") as plain:
        while block := packed.read(BLOCK):
            digest.update(block)
            while True:
                if part.eof:  # a further part, or the zeros that pad the last one
                    block = block.lstrip(b"\0")
                    if not block:
                        break
                    part = zlib.decompressobj(wbits=31)
                try:
                    out = part.decompress(block, BLOCK)
                except zlib.error as error:
                    raise RefusedInput(f"{source.name} is a damaged gzip file: pack or fetch it again") from error
                written += plain.write(out)
                if written > allowed:
                    raise RefusedInput(_too_large(source, allowed))
                block = part.unused_data if part.eof else part.unconsumed_tail
                if not block and len(out) < BLOCK:
                    break
        if not part.eof:
            raise RefusedInput(f"{source.name} is cut off: the gzip file ends early, fetch it again")
    return digest.hexdigest()


def _too_large(source: Path, allowed: int) -> str:
    return (
        f"{source.name} unpacks to more than {allowed / 1e6:,.0f} MB, which is not allowed: "
        "unpack it yourself and scan the file, or a part of it"
    )
