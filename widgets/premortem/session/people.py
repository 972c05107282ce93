"""Who is in a session, and under which name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from premortem.errors import InvalidAnswer, VoteClosed
from premortem.model.shown import shown
from premortem.session.state import Person, Session, Vote

NAME_MAX = 40
MOST_PEOPLE = 60
"""Nobody leads more people than this through one workbook; a thousand joins stop here."""
THIN_BELOW = 4
"""With fewer people than this a distribution tells who voted what, whatever is kept secret."""
_JOINERS = "\u200c\u200d\u200e\u200f"  # Persian, Arabic, Hindi and emoji need them
_BLANK = "\u115f\u1160\u2800\u3164\uffa0" + _JOINERS  # printable by the rules, and yet nobody sees them


def checked_name(name: object) -> str:
    """Return a name on one line; raise InvalidAnswer where it is empty, too long or would deceive its readers.

    Control characters and those that turn the direction of writing are refused: with them a name can look like another.
    """
    if not isinstance(name, str):
        raise InvalidAnswer(f"A name is text (you gave {shown(name)}): write your name.")
    plain = " ".join(name.split())
    if not plain.strip(_BLANK + " "):
        raise InvalidAnswer("This session asks for a name: write the one by which the others know you.")
    if len(plain) > NAME_MAX:
        raise InvalidAnswer(f"A name has at most {NAME_MAX} characters, this one has more: shorten it.")
    if not all(character.isprintable() or character in _JOINERS for character in plain):
        raise InvalidAnswer("A name holds no control characters: type it anew.")
    return plain


def distinct(name: str, others: Iterable[Person]) -> str:
    """Return the name, with a number behind it where one of the others bears it already."""
    taken = {_looks(other.name) for other in others}
    if _looks(name) not in taken:
        return name
    return next(tried for n in range(2, 10_000) if _looks(tried := f"{name} ({n})") not in taken)


def _looks(name: str) -> str:
    """Names that a reader takes for the same are the same here."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c not in _BLANK)


def refuse_without_place(session: Session, person: str) -> None:
    """Raise VoteClosed where the session is full for this person.

    Places go in order of coming, whoever was removed having none: two who come at once for the last one are both in
    the log, and this tells the second that there was none.
    """
    with_place = [each.id for each in session.people.values() if not each.removed]
    if person not in with_place[:MOST_PEOPLE] and len(with_place) >= MOST_PEOPLE:
        raise VoteClosed(f"{MOST_PEOPLE} people are in this session, and no more fit: ask whoever leads it.")


def voters(session: Session, vote: Vote) -> frozenset[str]:
    """Return who counts in a vote: who is here, and who voted and went; nobody who was removed."""
    return frozenset(
        person.id
        for person in session.people.values()
        if not person.removed and (person.here or person.id in vote.cast)
    )


def is_thin(session: Session) -> bool:
    """Say whether so few are here that keeping votes unnamed hides little."""
    return session.privacy != "open" and len(session.here) < THIN_BELOW
