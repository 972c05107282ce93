"""The page of a chapter: one template shows its findings, inside the app and inside the report. Escaped here, once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

import jinja2
from markupsafe import Markup

from premortem.files import PACKAGE
from premortem.model import wording
from premortem.model.questions import Bank
from premortem.model.verdicts import Findings


@cache
def environment() -> jinja2.Environment:
    """Return the template environment: autoescape everywhere, an undefined name is an error."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader([PACKAGE / "chapters", PACKAGE / "report"]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(number=wording.number, count=wording.count, percent=wording.percent)
    return found


def render(
    findings: Findings,
    bank: Bank,
    currency: str | None,
    *,
    live: bool = False,
    picture: str = "",
    read_only: bool = False,
    reasons: Sequence[str] = (),
    outdated: Sequence[str] = (),
) -> str:
    """Return a chapter's findings as HTML.

    `live` adds what only works in the app (go to a question, take up an action); `picture` is the chart as SVG
    made by us, for the report; `reasons` are those of the premortem round that point to the chapter; `outdated` names
    the questions answered under an older objective. What people typed is escaped by the template.
    """
    template = environment().get_template(f"{findings.chapter.replace('-', '_')}/page.html")
    page = template.render(
        findings=findings,
        verdict=findings.verdict,
        chapter=findings.chapter,
        title=bank.chapter(findings.chapter).title,
        questions={question.id: question for question in bank},
        amount=partial(wording.amount, currency=currency),
        money=partial(wording.money, currency=currency),
        live=live and not read_only,
        reasons=reasons,
        outdated=outdated,
        picture=Markup(picture),  # noqa: S704 - drawn by our own charts, whose texts Vega escapes
    )
    return page.replace(" %", "\u00a0%")  # the sign never stands alone on the next line
