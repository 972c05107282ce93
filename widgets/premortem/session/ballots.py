"""What somebody votes, checked and in one form: anything that the subject does not admit is refused in one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from premortem.errors import InvalidAnswer
from premortem.model.answers import DONT_KNOW, RANGE_PARTS, canonical
from premortem.model.event import Json
from premortem.model.questions import Kind, Question
from premortem.model.questions import Option as Answer
from premortem.model.shown import quoted, shown
from premortem.model.subjects import Subject

ABSTAINED: dict[str, Json] = {"abstain": True}
"""The ballot of somebody who abstains; any other is `{"value": what `checked` returns}`."""
FURTHEST = 1e100
"""No figure that anybody means is larger; sums and means of such figures are still finite."""
LONGEST_NAME = 120
"""Letters of a column's words with which a refusal names it; longer ones are shortened."""
_VOTE = "Your vote"
_ASKED = {"number": Kind.NUMBER, "range": Kind.RANGE, "date": Kind.DATE, "text": Kind.TEXT, "scale": Kind.SCALE}


def checked(subject: Subject, raw: Any, currency: str | None = None) -> Json:
    """Return the canonical value of a ballot: what `subjects.Subject` says of its kind, or "don't know".

    A sum may carry the sign of the workbook's `currency`. The value of a question of the workbook is one that the
    question takes as an answer. Raises InvalidAnswer with rule, value and mend.
    """
    match subject.kind:
        case "rank":
            return _order(subject, raw)
        case "dots":
            return _dots(subject, raw)
        case "text":
            return _texts(subject, raw)
        case "rows":
            return _rows(subject, raw, currency)
    value = _single(subject, raw, currency)
    if value is None:
        raise _refuse(raw, "nothing is chosen: vote, or abstain")
    return value


def knows(value: Json) -> bool:
    """Say whether a ballot's value is an answer, and not "don't know"."""
    return not (isinstance(value, str) and value == DONT_KNOW)


def _single(subject: Subject, raw: Any, currency: str | None, name: str = _VOTE) -> Json:
    value = canonical(_question(subject, name), raw, currency)
    if subject.kind == "range" and isinstance(value, Mapping) and None in value.values():
        raise _refuse(raw, f"{', '.join(RANGE_PARTS[:2])} and {RANGE_PARTS[2]} are all wanted: fill in the rest", name)
    return value


def _question(subject: Subject, name: str = _VOTE) -> Question:
    """The subject as the question bank would ask it, so that both take the same answers."""
    yes_no = bool(subject.options) and all(isinstance(option.value, bool) for option in subject.options)
    figure = subject.kind in {"number", "range"}
    return Question(
        name,
        "",
        Kind.YES_NO if yes_no else _ASKED.get(subject.kind, Kind.CHOICE),
        subject.text,
        options=tuple(Answer(option.value, option.label) for option in subject.options),
        unit=subject.unit,
        minimum=-FURTHEST if figure and subject.minimum is None else subject.minimum,
        maximum=FURTHEST if figure and subject.maximum is None else subject.maximum,
        whole=subject.whole,
        earliest=subject.earliest,
        latest=subject.latest,
        length_max=subject.length_max,
    )


def _refuse(raw: Any, rule: str, name: str = _VOTE) -> InvalidAnswer:
    said = f"{rule} (you gave {shown(raw)})."
    return InvalidAnswer(f"{name}: {said}", f"{said[0].upper()}{said[1:]}")


def _order(subject: Subject, raw: Any) -> Json:
    by_text = {str(option.value): option.value for option in subject.options}
    given = raw if isinstance(raw, list | tuple) else []
    named = [str(value) for value in given if isinstance(value, str | int)]
    if not by_text or len(named) != len(given) or sorted(named) != sorted(by_text):
        raise _refuse(raw, "every thing is wanted once, the first one first: put all of them in order")
    return [by_text[name] for name in named]


def _dots(subject: Subject, raw: Any) -> Json:
    known = [str(option.value) for option in subject.options]
    if not isinstance(raw, Mapping) or not set(raw).issubset(known):
        raise _refuse(raw, "how many dots lie on each thing is wanted: set them anew")
    if any(isinstance(dots, bool) or not isinstance(dots, int) or dots < 0 for dots in raw.values()):
        raise _refuse(raw, "dots are whole: set them anew")
    set_down = {name: raw[name] for name in known if raw.get(name)}
    if not set_down:
        raise _refuse(raw, "no dot is set: set one, or abstain")
    if sum(set_down.values()) > subject.dots:
        raise _refuse(raw, f"at most {subject.dots} dots are yours: take some away")
    return set_down


def _texts(subject: Subject, raw: Any) -> Json:
    given = [raw] if isinstance(raw, str) else raw
    if not isinstance(given, list | tuple):
        raise _refuse(raw, "texts are wanted: write one, or abstain")
    if len(given) > max(subject.many, 1) * 10:
        raise _refuse(len(given), f"at most {subject.many} texts fit: join or drop some")
    asked = _question(subject)
    texts = [text for each in given if (text := canonical(asked, each)) is not None]
    if not texts:
        raise _refuse(raw, "nothing is written: write, or abstain")
    if len(texts) > subject.many:
        raise _refuse(len(texts), f"at most {subject.many} texts fit: join or drop some")
    return texts


def _rows(subject: Subject, raw: Any, currency: str | None) -> Json:
    given = [raw] if isinstance(raw, Mapping) else raw
    if not isinstance(given, list | tuple) or not all(isinstance(row, Mapping) for row in given):
        raise _refuse(raw, "a row is wanted, with an answer for each column that you know: fill it in, or abstain")
    rows = [row for each in given[: subject.many + 1] if (row := _row(subject, each, currency))]
    if len(given) > max(subject.many, 1):
        raise _refuse(len(given), f"at most {subject.many} rows are yours: join or drop some")
    if not rows:
        raise _refuse(raw, "nothing is filled in: fill in what you know, or abstain")
    return rows


def _row(subject: Subject, raw: Mapping[Any, Any], currency: str | None) -> dict[str, Json]:
    """One row without what is left open; a text of several lines is put on one."""
    if not set(raw).issubset(column.column for column in subject.columns):
        raise _refuse(raw, "such a row has other columns: load the page again")
    cells: dict[str, Json] = {}
    for column in subject.columns:
        value = _single(column, raw.get(column.column), currency, f"{_VOTE}, {quoted(column.text, LONGEST_NAME)}")
        if isinstance(value, str) and column.kind == "text":
            value = " ".join(value.split())
        if value is not None:
            cells[column.column] = value
    return cells
