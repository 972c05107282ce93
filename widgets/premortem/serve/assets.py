"""The scripts and styles of the page: compressed once, and kept by the browser until they change."""

import functools
import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from tornado.web import HTTPError, RequestHandler

# The address holds the version of what is behind it, so a browser never has to ask again.
FOR_EVER = "public, max-age=31536000, immutable"
COMPRESSIBLE = {".css", ".js", ".json", ".map", ".svg", ".txt"}


class Assets:
    """The files that may be asked for, by their address, and one version for all of them."""

    def __init__(self, folders: Mapping[str, list[Path]]) -> None:
        """List the files once; of several folders with one address the first wins."""
        self.files: dict[str, Path] = {}
        for address, places in folders.items():
            for place in places:
                for file in sorted(place.rglob("*")):
                    if file.is_file():
                        self.files.setdefault(f"{address}/{file.relative_to(place).as_posix()}", file)

        self._sent: dict[tuple[str, bool], bytes] = {}

    def join(self, address: str, parts: list[str]) -> None:
        """Make one script of several, in this order, for `address`; parts that are not there are left out."""
        # Each in a function of its own, so that one's "use strict" is not the other's; the last one is the entry.
        *chunks, entry = [self.files[part].read_bytes() for part in parts if part in self.files]
        scripts = [b"(function(){" + chunk + b"\n})();" for chunk in chunks] + [entry]
        self._sent[address, False] = b"\n".join(scripts)

    def put(self, address: str, content: bytes) -> None:
        """Serve this at `address`, where no file holds it."""
        self._sent[address, False] = content

    @functools.cached_property
    def version(self) -> str:
        """A short name for all that is here, by content: several servers behind one address give the same."""
        digest = hashlib.blake2b(digest_size=6)
        for address in sorted({*self.files, *(address for address, _ in self._sent)}):
            file = self.files.get(address)
            digest.update(address.encode())
            digest.update(file.read_bytes() if file else self.plain(address))
        return digest.hexdigest()

    def plain(self, address: str) -> bytes:
        """Return what is at this address; 404 where it is not in the list, so no path leads out of the folders."""
        if (address, False) not in self._sent:
            if address not in self.files:
                raise HTTPError(404)
            self._sent[address, False] = self.files[address].read_bytes()
        return self._sent[address, False]

    def compressed(self, address: str) -> bytes:
        """Return the same compressed; the first time takes a while for a large file."""
        if (address, True) not in self._sent:
            self._sent[address, True] = gzip.compress(self.plain(address), 6, mtime=0)
        return self._sent[address, True]


class AssetHandler(RequestHandler):
    """Answers for one file of the list."""

    def initialize(self, assets: Assets) -> None:
        """Remember the list; tornado calls this for each request."""
        self.assets = assets

    def get(self, address: str) -> None:
        """Send the file, compressed where the browser takes that."""
        wanted = "gzip" in self.request.headers.get("Accept-Encoding", "")
        compressed = wanted and PurePosixPath(address).suffix in COMPRESSIBLE
        content = self.assets.compressed(address) if compressed else self.assets.plain(address)
        self.set_header("Content-Type", mimetypes.guess_type(address)[0] or "application/octet-stream")
        self.set_header("Cache-Control", FOR_EVER)
        self.set_header("Vary", "Accept-Encoding")
        if compressed:
            self.set_header("Content-Encoding", "gzip")
        self.finish(content)
