"""What came of a vote: as figures, in words, and as the one piece of HTML that phone, projector and report show."""

from __future__ import annotations

from functools import cache

import jinja2

from premortem.files import PACKAGE
from premortem.model.subjects import Option
from premortem.session import drawing, plain_words
from premortem.session.counting import result
from premortem.session.outcomes import Result, Rows
from premortem.session.state import Vote
from premortem.session.values import quoted, said

__all__ = ["Result", "html", "result", "said", "words"]


def words(found: Result, currency: str | None = None) -> str:
    """Return the finding in one or two plain sentences, of rows one more a column; no sentence names a person."""
    columns = found.columns if isinstance(found, Rows) else ()
    asked = (quoted([Option("", each.result.subject.text)]) for each in columns)
    named = (f"{text}: {plain_words.column(each, currency)[0]}" for text, each in zip(asked, columns, strict=True))
    return " ".join((*plain_words.sentences(found, currency), *named))


def html(vote: Vote, *, currency: str | None, names: bool = True) -> str:
    """Return what came of a vote as HTML, "" before it is shown: no script, nothing told by colour alone.

    Names stand in it only where ballots carry them, and only with `names`. Style: `forms/static/result.css`; a class
    `result-large` on anything around it makes it readable from the back of a room.
    """
    if vote.ballots is None:
        return ""
    found = result(vote.subject, vote.ballots, missing=vote.missing)
    page = (
        _environment()
        .get_template("result.html")
        .render(
            found=found,
            subject=vote.subject,
            sentences=plain_words.sentences(found, currency),
            tell=plain_words,
            turnout=plain_words.turnout(found),
            names=names,
            currency=currency,
            draw=drawing,
        )
    )
    return page.replace(" %", "\u00a0%")  # the sign never stands alone on the next line


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([PACKAGE / "session"]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
