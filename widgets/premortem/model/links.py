"""Links as people paste them."""

from __future__ import annotations


def link_in(text: str) -> str:
    """Return the link in what somebody pasted: a link alone, or a whole address with `?workbook=...`."""
    from urllib.parse import parse_qs, urlsplit  # only for a link that somebody pasted

    try:
        found = parse_qs(urlsplit(text.strip()).query).get("workbook") if "?" in text else None
    except ValueError:  # no address at all, such as http://[?
        found = None
    return found[0] if found else text.strip()
