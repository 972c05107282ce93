"""What waiting a year is worth, in words: the open point, the reasons, what would change it, the figures."""

from __future__ import annotations

from premortem.chapters.prototype_or_infrastructure import waiting as waits
from premortem.chapters.prototype_or_infrastructure.waiting import Case, Waiting, Worth
from premortem.model.state import Range
from premortem.model.verdicts import Change, Figure
from premortem.model.wording import listed, money, percent

SOURCE = "Dixit & Pindyck, Investment under Uncertainty, Princeton University Press 1994, chapter 2"
_NAMED = 3


def named(waiting: Waiting) -> str:
    """Return the parts that cannot be undone, joined for a sentence; beyond a few, the rest are counted."""
    few, rest = list(waiting.parts[:_NAMED]), len(waiting.parts) - _NAMED
    return listed([*few, f"{rest} more"] if rest > 0 else few) or "the purchase"


def hangs_on(waiting: Waiting) -> str:
    """Return the answer that the open point hangs on."""
    if waiting.missing:
        return waiting.missing[0].question
    return waits.CAN_WAIT if waiting.case is Case.WAIT else waits.NOW


def to_do(waiting: Waiting, currency: str | None) -> str:
    """Return what must be settled before going on, as one sentence."""
    parts, worth = named(waiting), waiting.worth
    if worth is None:
        return f"Work out whether to wait a year with {parts}: it is not to be undone afterwards."
    if waiting.case is Case.LOSES:
        return f"Do not buy {parts} on these terms: on average that loses {money(-worth.value.now, currency)}."
    gain = money(worth.value.flexibility, currency)
    if waiting.can == "dearer":
        most = money(worth.dearest, currency)
        return f"Wait a year with {parts} unless it will cost more than {most} by then: waiting is worth {gain} more."
    unless = "" if waiting.can else ", or show that it cannot wait"
    return f"Wait a year with {parts}{unless}: that is worth {gain} more than {_now(worth)}."


def _now(worth: Worth) -> str:
    return "buying now" if worth.value.now >= 0 else "leaving it for good"


def verdict(waiting: Waiting, currency: str | None) -> str:
    """Say in words what waiting a year is worth, and why."""
    worth = waiting.worth
    if worth is None:
        return "Whether waiting a year is worth more than buying now is not known yet: it counts as if it were."
    bought = f"Bought now it brings {money(worth.value.now, currency)} on average, all years and its price counted"
    if waiting.can == "gone":
        return f"{bought}. It cannot wait, so there is nothing to be gained by waiting: that sum decides."
    waited = f"deciding in a year brings {money(worth.value.wait, currency)}"
    if waiting.case is Case.WAIT:
        return f"{bought}; {waited}. {_why_wait(worth)}"
    if waiting.case is Case.LOSES:
        return f"{bought}; {waited}. Neither pays as it was answered."
    return f"{bought}; {waited}. {_why_not(worth)}"


def _why_wait(worth: Worth) -> str:
    if worth.pays_even_badly:
        return "It brings so little as things stand now that a year later is the better time to begin."
    return "If things go badly in the meantime you do not buy, and keep your money: that is what waiting is worth."


def _why_not(worth: Worth) -> str:
    if worth.pays_even_badly:
        return "Even if things go badly it would be bought, so a year of waiting only costs what that year brings."
    return "What the first year brings is more than what waiting might spare you."


def changes(waiting: Waiting, currency: str | None) -> tuple[Change, ...]:
    """Return which answers would change what waiting is worth, and to what."""
    worth = waiting.worth
    if worth is None:
        more = len(waiting.missing) - 1
        rest = f", and {more} more answers" if more > 1 else ", and one more answer" if more else ""
        text = f"To know {waiting.missing[0].why}{rest}: then it is plain whether to buy now or to wait."
        return (Change(text, waiting.missing[0].question),)
    found = []
    if waiting.case is Case.WAIT:
        if worth.value.now >= 0:
            text = (
                "An offer that ends, or a competitor who takes the place: then waiting is worth nothing, and buying now"
            )
            found.append(Change(f"{text} pays.", waits.CAN_WAIT))
        if worth.turns_at is not None:
            text = f"A chance above {percent(worth.turns_at, 2)} that things go well: then buy now."
            found.append(Change(text, waits.CHANCE))
        most = money(worth.dearest, currency)
        found.append(Change(f"A price above {most} next year: then waiting no longer pays.", waits.PRICE))
    elif waiting.case is Case.LOSES:
        less = worth.purchase.price + worth.value.now
        if less > 0:
            text = f"A price below {money(less, currency)}: then buying now no longer loses."
            found.append(Change(text, waits.PRICE))
        else:
            found.append(Change("A year in which it brings something: as answered it never does.", waits.WELL))
    return tuple(found)


def figures(waiting: Waiting) -> tuple[Figure, ...]:
    """Return what buying now, deciding in a year, and the wait itself are worth."""
    worth = waiting.worth
    if worth is None:
        return ()
    found = [_figure("Buying now what cannot be undone, on average", worth.now)]
    if waiting.can != "gone":
        found.append(_figure("Deciding in a year whether to buy it", worth.wait))
        how = "no range of its own: it is the difference of two averages"
        label, worth_of_waiting = "What the right to wait a year is worth", worth.value.flexibility
        found.append(Figure(label, worth_of_waiting, "money", None, None, how, SOURCE, waits.CHANCE))
    return tuple(found)


def _figure(label: str, sums: Range) -> Figure:
    how = "if things go badly, or well, for certain"
    return Figure(label, sums.best, "money", sums.low, sums.high, how, SOURCE, waits.CHANCE)
