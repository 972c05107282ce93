"""What came of a vote in plain sentences; a coefficient only beside them, by its name. No sentence names a person."""

from __future__ import annotations

from collections.abc import Sequence

from premortem.model.wording import listed, number
from premortem.session.figure_words import figures, figures_far_apart, ranges, ranges_far_apart
from premortem.session.outcomes import (
    FEWEST_TOLD,
    Choices,
    Column,
    Dots,
    Figures,
    Levels,
    Order,
    Ranges,
    Result,
    Rows,
    Tally,
    Texts,
)
from premortem.session.values import quoted

CLOSE, LEANING = 0.6, 0.3
"""From which agreement on a group is called close together, or leaning one way: a convention of this workbook."""
MUCH, SOME = 0.7, 0.4
"""The same for Kendall's W."""
CHANCE = 0.05
_MOST = 0.75


def sentences(result: Result, currency: str | None = None) -> tuple[str, ...]:
    """Return the finding in one or two sentences, the first of them the headline."""
    if result.people == 0:
        return (_nobody(result),)
    found: tuple[str, ...] = ()
    match result:
        case Levels():
            found = _levels(result)
        case Choices():
            found = (_choices(result),)
        case Ranges():
            found = ranges(result, currency)
        case Figures():
            found = figures(result, currency)
        case Order():
            found = _order(result)
        case Dots():
            found = _dots(result)
        case Texts():
            found = (_texts(result),)
        case Rows():
            found = (_rows(result),)
    return found


def column(of: Column, currency: str | None = None) -> tuple[str, ...]:
    """Return the finding of one column of the rows, as `sentences` does of a vote."""
    if of.result.people or of.result.unsure:
        return sentences(of.result, currency)
    return ("Nobody has filled this in.",)


def far_apart(result: Result, currency: str | None = None) -> str:
    """Return what lies farthest apart, by what was chosen and not by whom; "" where nothing does."""
    match result:
        case Levels(counts=counts):
            chosen = [tally for tally in counts if tally.people]
            if len(chosen) > 1 and counts.index(chosen[-1]) - counts.index(chosen[0]) > (len(counts) - 1) / 2:
                return f"Farthest apart: {_with_people(chosen[0])} and {_with_people(chosen[-1])}."
        case Ranges():
            return ranges_far_apart(result, currency)
        case Figures():
            return figures_far_apart(result, currency)
        case Order(places=places) if result.people > 1 and places:
            widest = max(places, key=lambda each: each.given[-1] - each.given[0])
            first, last = widest.given[0], widest.given[-1]
            if last - first > 1:
                return f"You differ most on {quoted([widest.option])}: from place {first} to place {last}."
    return ""


def measure(result: Result) -> str:
    """Return the measure of agreement with its name and what its ends mean; "" where none is told."""
    match result:
        case Levels(agreement=float(found)) as levels:
            ends = "1: all on one level; 0: evenly spread; \u22121: half at either end"
            told = [f"Agreement {_signed(found)} (van der Eijk's agreement; {ends})."]
            if levels.panel:
                verdict = "disagrees" if levels.panel.disagreement else "does not disagree"
                told.append(f"By the RAND/UCLA rule for eight people or more, this group {verdict}.")
            return " ".join(told)
        case Order(concordance=found) if found:
            chance = "hardly ever" if found.p < 0.001 else f"in {_times(found.p)}"
            ends = "1: all the same order; 0: no common one"
            random = f"If all had put them in order at random, so much agreement would come about {chance}"
            return f"Agreement {_signed(found.w)} (Kendall's W; {ends}). {random}."
    return ""


def turnout(result: Result) -> str:
    """Return who voted and who did not, in words: `9 voted, 1 abstained, 2 had not voted`."""
    parts = [f"{result.people} voted" if result.people else "Nobody voted"]
    parts.extend(
        f"{people} {what}"
        for people, what in (
            (result.unsure, "did not know"),
            (result.abstained, "abstained"),
            (result.missing, "had not voted"),
            (result.unread, "could not be read"),
        )
        if people
    )
    return f"{', '.join(parts)}."


def filled(of: Column) -> str:
    """Return how many filled in a column, "" where all did: `5 answered, 1 did not know, 2 left it open`."""
    if not (of.open or of.result.unsure):
        return ""
    parts = ((of.result.people, "answered"), (of.result.unsure, "did not know"), (of.open, "left it open"))
    return f"{', '.join(f'{people} {what}' for people, what in parts if people)}."


def _nobody(result: Result) -> str:
    if result.abstained and not (result.unsure or result.missing):
        return "Everybody abstained. Ask what is missing: the question, or something to judge by."
    if result.unsure and not (result.abstained or result.missing):
        return "Nobody knows. That is an answer: who could find out?"
    return "There is no answer yet: nobody voted for anything."


def _levels(result: Levels) -> tuple[str, ...]:
    chosen = [tally for tally in result.counts if tally.people]
    if result.people == 1:
        return (f"One person voted: {quoted([chosen[0].option])}.", "One vote says nothing about agreement.")
    if len(chosen) == 1:
        return (f"{_everybody(result)} chose {quoted([chosen[0].option])}.",)
    if result.people < FEWEST_TOLD:
        each = listed([f"{quoted([tally.option])} ({tally.people})" for tally in chosen])
        return (f"You chose {each}.", f"{result.people} people are few: talk about the difference.")
    if result.agreement is None:
        return (_majority(result.counts, result.people),)
    return _spread(result, result.agreement), _middle(result)


def _spread(result: Levels, agreement: float) -> str:
    chosen = [tally for tally in result.counts if tally.people]
    if camps := result.camps:
        low = f"{camps.low_people} at {quoted(camps.low, 'or')}"
        high = f"{camps.high_people} at {quoted(camps.high, 'or')}"
        return f"You are in two camps: {low}, {high}, and {camps.between or 'nobody'} between."
    if agreement >= LEANING:
        window = _window(result.counts, result.people)
        people = sum(tally.people for tally in window)
        at = quoted([tally.option for tally in window if tally.people], "or")
        where = f"{people} of {result.people} at {at}"
        lead = "Most of you are close together" if agreement >= CLOSE else "You lean one way, but not all of you"
        return f"{lead}: {where}."
    ends = f"from {quoted([chosen[0].option])} to {quoted([chosen[-1].option])}"
    return f"You do not agree: your votes are spread {ends}."


def _window(counts: Sequence[Tally], people: int) -> Sequence[Tally]:
    """The fewest neighbouring levels that hold three quarters of all votes; of several the fullest."""
    for width in range(1, len(counts) + 1):
        windows = [counts[at : at + width] for at in range(len(counts) - width + 1)]
        best = max(windows, key=lambda window: sum(tally.people for tally in window))
        if sum(tally.people for tally in best) >= _MOST * people:
            return best
    return counts


def _middle(result: Levels) -> str:
    assert result.middle is not None
    low, high = result.middle
    if low == high:
        return f"The middle answer is {quoted([low])}."
    return f"The middle answer lies between {quoted([low])} and {quoted([high])}."


def _choices(result: Choices) -> str:
    if result.people == 1:
        return f"One person voted: {quoted(result.first)}."
    return _majority(result.counts, result.people)


def _majority(counts: Sequence[Tally], people: int) -> str:
    most = max(tally.people for tally in counts)
    first = [tally.option for tally in counts if tally.people == most]
    if most == people:
        return f"{'Both' if people == 2 else f'All {people}'} of you chose {quoted(first)}."
    if len(first) > 1:
        if most == 1:
            return f"{people} of you, {people} different choices."
        split = "You are split in half: " if 2 * most == people else "No choice is ahead: "
        return f"{split}{quoted(first)} have {most} votes each, of {people}."
    if 2 * most > people:
        return f"{most} of {people} chose {quoted(first)}."
    half = "just half" if 2 * most == people else "less than half"
    return f"Most votes, but {half} of all, went to {quoted(first)}: {most} of {people}."


def _order(result: Order) -> tuple[str, ...]:
    first = [each.option for each in result.places if each.place == 1]
    ahead = f"{quoted(first)} {'comes' if len(first) == 1 else 'share the first place'}"
    ahead = f"{ahead}{' first' if len(first) == 1 else ''}"
    if result.people == 1:
        return (f"One person's order: {ahead}.",)
    if all(len(set(each.given)) == 1 for each in result.places):
        return (f"{_everybody(result)} put them in the same order: {ahead}.",)
    found = result.concordance
    if found is None:
        return (f"On average {ahead}.", f"{result.people} people are few: talk about the difference.")
    if found.p >= CHANCE or found.w < SOME:
        return ("You do not agree on the order.", f"On average {ahead}, but the average hides the differences.")
    lead = "You put them in much the same order" if found.w >= MUCH else "You agree on a part of the order"
    return (f"{lead}: on average {ahead}.",)


def _dots(result: Dots) -> tuple[str, ...]:
    top = [item for item in result.items if item.dots == result.items[0].dots]
    if result.even:
        return (
            "The dots are spread out evenly: nothing stands out.",
            "Talk before you choose.",
        )
    if len(top) > 1:
        lead = f"{quoted([item.option for item in top])} have the most dots, {top[0].dots} each of {result.total}."
    else:
        lead = f"{quoted([top[0].option])} has the most dots: {top[0].dots} of {result.total}."
    if result.half > 1 and 2 * result.half < len(result.items):
        return lead, f"Half of the dots lie on {result.half} of {len(result.items)}."
    return (lead,)


def _texts(result: Texts) -> str:
    texts = sum(text.times for text in result.texts)
    who = "One of you" if result.people == 1 else f"{result.people} of you"
    return f"{who} wrote {texts} {'text' if texts == 1 else 'texts'}."


def _rows(result: Rows) -> str:
    who = "One of you has" if result.people == 1 else f"{result.people} of you have"
    rows = "a row" if result.rows == result.people else f"{result.rows} rows"
    return f"{who} filled in {rows}, each alone."


def _everybody(result: Result) -> str:
    return "Both of you" if result.people == 2 else f"All {result.people} of you"


def _with_people(tally: Tally) -> str:
    return f"{quoted([tally.option])} ({tally.people})"


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "\u2212")


def _times(p: float) -> str:
    return f"1 of {number(1 / p, 1)} groups" if p < 0.4 else f"{number(100 * p, 2)} of 100 groups"
