"""The reasons as they were written, and where each belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from premortem.model.bank import shipped_bank
from premortem.model.reasons import ELSEWHERE, REASONS
from premortem.model.state import State

QUOTED_MAX = 90


@dataclass(frozen=True)
class Reason:
    """One reason for the failure: its row, its words, the chapter it points to, first sign, and what is done."""

    row: str
    why: str
    chapter: str | None
    sign: str | None
    prevent: str | None

    @property
    def answered(self) -> bool:
        """Whether it is said what is to be done about it."""
        return self.prevent is not None

    @property
    def quoted(self) -> str:
        """Its words in quotes, cut where they are long: the whole stands among the sorted reasons."""
        plain = " ".join(self.why.split())
        return f"“{plain if len(plain) <= QUOTED_MAX else f'{plain[: QUOTED_MAX - 1].rstrip()}…'}”"


@dataclass(frozen=True)
class Group:
    """The reasons that point to one chapter; `title` is the group's name for it."""

    chapter: str
    title: str
    reasons: tuple[Reason, ...]


def reasons(state: State) -> tuple[Reason, ...]:
    """Return the reasons that have words, in their order."""
    rows = state.rows(REASONS)
    return tuple(
        Reason(row.id, why, row.text("chapter"), row.text("sign"), row.text("prevent"))
        for row in rows
        if (why := row.text("why"))
    )


def titles() -> Mapping[str, str]:
    """Return what each group is called, in the order of a session."""
    options = shipped_bank()[REASONS].column("chapter").options
    return {str(option.value): option.label for option in options}


def grouped(found: tuple[Reason, ...]) -> tuple[Group, ...]:
    """Return the reasons by chapter, those not sorted yet last; a group without a reason is left out."""
    groups = [Group(c, title, tuple(r for r in found if r.chapter == c)) for c, title in titles().items()]
    unsorted = Group("", "Not sorted yet", tuple(reason for reason in found if reason.chapter is None))
    return tuple(group for group in (*groups, unsorted) if group.reasons)


def untouched(found: tuple[Reason, ...]) -> tuple[str, ...]:
    """Return the names of the groups that no reason points to: what nobody thought of, or nobody dared to write."""
    pointed = {reason.chapter for reason in found}
    return tuple(title for chapter, title in titles().items() if chapter not in pointed and chapter != ELSEWHERE)
