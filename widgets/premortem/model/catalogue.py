"""The question bank as a list for people (Markdown) and for programs (JSON)."""

from __future__ import annotations

from collections.abc import Iterator

from premortem.model.events import Json
from premortem.model.questions import Bank, ChapterQuestions, Kind, Question

_FORMS = {
    Kind.CHOICE: "one of the values in limits.options",
    Kind.SCALE: "one of the values in limits.options, a whole number",
    Kind.NUMBER: "a number",
    Kind.RANGE: 'an object {"low": number, "best": number, "high": number}, rising',
    Kind.MONEY: "a number, in the workbook's currency",
    Kind.DATE: "text: year-month-day",
    Kind.TEXT: "text",
    Kind.YES_NO: "true or false",
    Kind.TABLE: "a list of rows, each an object {column id: value}",
}


def as_json(bank: Bank, chapter: str | None = None) -> list[Json]:
    """Return every live question with id, chapter, kind, limits, an example, and how an answer is written."""
    chapters = [bank.chapter(chapter)] if chapter else list(bank.chapters.values())
    return [_described(question) for each in chapters for question in each.questions if not question.retired]


def _described(question: Question) -> dict[str, Json]:
    return {
        "id": question.id,
        "chapter": question.chapter,
        "kind": question.kind.value,
        "text": question.text,
        "help": question.help,
        "why": question.why,
        "source": question.source,
        "screen": question.screen.value,
        "answer": f'{_FORMS[question.kind]}; "don\'t know"; or null for no answer',
        "limits": limits(question),
        "example": example(question),
    }


def limits(question: Question) -> dict[str, Json]:
    """Return what may be answered, by the names that its kind uses."""
    match question.kind:
        case Kind.CHOICE | Kind.SCALE:
            options = [{"value": o.value, "label": o.label, "meaning": o.meaning} for o in question.options]
            return {"options": options}
        case Kind.NUMBER | Kind.RANGE | Kind.MONEY:
            low, high = question.minimum, question.maximum
            return {"minimum": low, "maximum": high, "whole": question.whole, "unit": question.unit}
        case Kind.DATE:
            return {"earliest": question.earliest or "1990-01-01", "latest": question.latest or "2100-12-31"}
        case Kind.TEXT:
            return {"length_max": question.length_max}
        case Kind.TABLE:
            columns = [
                {"id": c.id, "kind": c.kind.value, "text": c.text, "limits": limits(c), "example": example(c)}
                for c in question.columns
            ]
            return {"rows_max": question.rows_max, "columns": columns}
        case Kind.YES_NO:
            return {}


def example(question: Question) -> Json:  # noqa: PLR0911 - one line for each kind
    """Return an answer that the question admits."""
    match question.kind:
        case Kind.CHOICE | Kind.SCALE:
            return question.options[0].value
        case Kind.NUMBER | Kind.MONEY:
            return _middle(question)
        case Kind.RANGE:
            return {"low": _middle(question), "best": _middle(question), "high": _middle(question)}
        case Kind.DATE:
            return question.latest or "2026-12-31"
        case Kind.TEXT:
            return "A few words"[: question.length_max]
        case Kind.YES_NO:
            return True
        case Kind.TABLE:
            return [{column.id: example(column) for column in question.columns}]


def _middle(question: Question) -> float | int:
    low = 0 if question.minimum is None else question.minimum
    high = low + 10 if question.maximum is None else question.maximum
    middle = min(low + (high - low) / 2, low + 10)
    return int(middle) if question.whole or middle == int(middle) else middle


def as_markdown(bank: Bank) -> str:
    """Return the question bank as one Markdown page, generated into docs/questions.md."""
    lines = [
        "# The questions",
        "",
        "Generated from `data/questions` by `make questions`; edit the YAML, not this page. Every question also takes",
        '"don\'t know". An id is permanent: a question is retired, never renamed.',
    ]
    for chapter in bank.chapters.values():
        lines += ["", f"## {chapter.title} (`{chapter.id}`)", "", f"*{chapter.asks}* {chapter.minutes} minutes."]
        lines += ["", chapter.intro]
        lines.extend(_chapter_lines(chapter))
    return "\n".join(lines) + "\n"


def _chapter_lines(chapter: ChapterQuestions) -> Iterator[str]:
    for question in chapter.questions:
        if question.retired:
            continue
        yield from ("", f"### {question.text}", "")
        yield f"`{question.id}` · {question.kind.value} · {question.screen.value} screen{_limits_in_words(question)}"
        yield from ("", question.help, "", f"**Why it matters.** {question.why}", "", f"Source: {question.source}")
        for case in question.cases:
            yield from ("", f"> **It happened:** {case.what} ({case.source})")
        for option in question.options:
            yield from ("",) if option is question.options[0] else ()
            yield f"- `{option.value}` {option.label}{': ' + option.meaning if option.meaning else ''}"
        for column in question.columns:
            yield from ("",) if column is question.columns[0] else ()
            options = ", ".join(f"`{option.value}`" for option in column.options)
            of = f" ({options})" if options else ""
            said = f"{column.kind.value}{_limits_in_words(column)}{of}. {column.help}"
            yield f"- `{column.id}` {column.text} · {said}".rstrip()


def _limits_in_words(question: Question) -> str:
    unit = "money" if question.unit == "money" else question.unit
    if question.kind in {Kind.NUMBER, Kind.RANGE, Kind.MONEY}:
        low = "" if question.minimum is None else f" from {question.minimum:,.15g}"
        high = "" if question.maximum is None else f" to {question.maximum:,.15g}"
        bounds = f"{low}{high} {unit}".rstrip()
        return f" ·{bounds}" if bounds else ""
    if question.kind is Kind.TEXT:
        return f" · at most {question.length_max:,} characters"
    return f" · at most {question.rows_max} rows" if question.kind is Kind.TABLE else ""
