"""From a finding to the risk it points to: a sentence that could turn out true or false, without a cell of the data."""

from __future__ import annotations

from collections.abc import Mapping

from premortem.model.evidence import Finding

SENTENCE_MAX = 200
COLUMNS_NAMED, NAME_SHOWN = 2, 34
# What each check makes one fear; {columns} stands for the names of the columns, {amount} for the figure in brackets.
_FEARED: Mapping[str, str] = {
    "reading": "The file is not read as it was meant{amount}, and some of its rows are wrong.",
    "missing": "What is missing from {columns}{amount} is not missing by chance, and misleads what is built on it.",
    "disguised-missing": "Cells of {columns} that say nothing{amount} are taken for real values.",
    "duplicate-rows": "Rows that are there twice{amount} are slips, and count double.",
    "mixed-type": "Text among the numbers of {columns}{amount} is lost or misread on the way.",
    "format": "The few cells of {columns} that are written in another way{amount} are misread.",
    "category-collision": "One and the same thing in {columns} is counted as several{amount}.",
    "near-duplicate": "Slips of the pen in {columns}{amount} are counted as things of their own.",
    "encoding": "Broken letters or stray characters in {columns}{amount} keep records from being matched.",
    "constant": "{columns} holds one value only because something went wrong on the way.",
    "outliers": "Numbers in {columns} far from all others{amount} are wrong, and pull the result with them.",
    "dependency": "Where {columns} do not go together{amount}, one of them is wrong.",
    "key": "Rows that should be told apart by {columns} are not{amount}, and are counted or matched wrongly.",
    "orphans": "Rows whose {columns} points to nothing{amount} lack what belongs to them.",
    "range": "Values of {columns} outside what was declared{amount} are wrong.",
    "freshness": "The data come too late for their use, by {columns}{amount}.",
    "imbalance": "The rare answer in {columns}{amount} is too rare to be learned.",
    "leakage": "{columns} is only known after the moment at which the system must answer{amount}.",
    "conflicting-labels": "The same facts get different answers{amount} because what decides is not in the data.",
    "label-noise": "Answers in {columns} are wrong often enough{amount} to be learned as if they were right.",
    "missing-by-group": "Gaps in {columns} fall on some groups more than on others{amount}, and it serves these worse.",
    "representation": "Some of those it will be used on are hardly in the data, by {columns}{amount}.",
    "label-rate-gap": "Answers that differ between groups of {columns}{amount} repeat an old injustice.",
    "error-rate-gap": "Its errors fall on some groups of {columns} more than on others{amount}.",
    "overlap": "Rows of the test are in the other table too{amount}, so the test looks better than the work will be.",
    "drift": "{columns} goes on moving{amount}, and what was learned no longer holds.",
}


def feared(finding: Finding, amount: str) -> str:
    """Return the risk that a finding points to, in at most SENTENCE_MAX characters; `amount` is its figure in words."""
    names = [f"\u2018{_brief(each)}\u2019" for each in finding.columns[:COLUMNS_NAMED]]
    if beyond := len(finding.columns) - len(names):
        names.append(f"{beyond} more")
    columns = " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
    figure = f" ({amount})" if amount else ""
    said = _FEARED[finding.check].format(columns=columns or "the table", amount=figure)
    return said if len(said) <= SENTENCE_MAX else f"{said[: SENTENCE_MAX - 1].rstrip()}…"


def _brief(name: str) -> str:
    return name if len(name) <= NAME_SHOWN else f"{name[: NAME_SHOWN - 1]}…"
