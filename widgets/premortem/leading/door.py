"""How phones find a session: the link, and the picture of it that a camera reads."""

from __future__ import annotations

import os
from functools import lru_cache
from urllib.parse import urlsplit

from premortem.serve.join.address import VARIABLE


def door(code: str) -> dict[str, str]:
    """Return what a page shows of the way in: `code`, `link`, `place` (the link as people type it) and `qr`, a picture.

    `link`, `place` and `qr` are "" where this server has no page for phones, or the session no code any more.
    """
    base = os.environ.get(VARIABLE, "")
    if not base or not code:
        return {"code": code, "link": "", "place": "", "qr": ""}
    link = f"{base.rstrip('/')}/{code}"
    parts = urlsplit(base)
    return {"code": code, "link": link, "place": f"{parts.netloc}{parts.path}", "qr": _qr(link)}


@lru_cache(4)
def _qr(link: str) -> str:
    """The QR code as a data address of an SVG picture, which a page can show without any markup being taken over."""
    import segno  # only where a session runs

    # "M" can be read with 15 % of it spoiled: a beamer's blur, a hand at its edge.
    picture = segno.make_qr(link, error="m")
    return str(picture.svg_data_uri(border=4, scale=8, dark="#000", light="#fff", omitsize=True))
