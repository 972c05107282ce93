"""Who gains by stopping early or late, by the kind of contract, in words."""

from __future__ import annotations

EARLY_OR_LATE = {
    "fixed-price": (
        "Fixed price: the supplier gains by stopping early, because each further day comes out of their own pocket; "
        "you would have them go on. So the contract must hold the test that has to be passed, not only the date."
    ),
    "day-rate": (
        "Day rate: the supplier gains by going on, because each further day is paid; you lose on every day that costs "
        "more than it brings. So you must be the one who says stop."
    ),
    "capped": (
        "Day rate with a cap: up to the cap the supplier gains by going on, and from there on by being done. So look "
        "at a measurement well before the cap, and decide then."
    ),
    "own-staff": (
        "Own staff: nobody is paid for one day more or less, but those who have put much into a project think it "
        "likelier to succeed (Arkes & Blumer 1985). So let somebody decide who has not built it."
    ),
}
OPEN = (
    "How the work is paid is not known. A fixed price pays for stopping early, a day rate for stopping late: find out "
    "which way it pulls."
)
CAVEAT = (
    "Whoever pays and will use the result must hold the decision, with the right to stop after any measurement: each "
    "kind of contract rewards the supplier for another stop (Bajari & Tadelis 2001). In two studies of software "
    "projects a fixed price went with a higher risk of failure; that is no proof of a cause, because such clients also "
    "chose suppliers otherwise and took less part (Jørgensen, Mohagheghi & Grimstad 2017)."
)


def who_gains(contract: str | None) -> str:
    """Return who gains by stopping early or late under this kind of contract."""
    return EARLY_OR_LATE.get(contract or "", OPEN)
