"""The question bank as Python sees it: what each question asks, why, and what may be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from premortem.errors import UnknownChapter, UnknownQuestion
from premortem.model.shown import shown


class Kind(Enum):
    """How a question is answered."""

    CHOICE = "choice"
    SCALE = "scale"
    NUMBER = "number"
    RANGE = "range"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"
    YES_NO = "yes-no"
    TABLE = "table"


class Screen(Enum):
    """Where a question stands: on its chapter's first screen, or one click deeper."""

    FIRST = "first"
    DEPTH = "depth"


@dataclass(frozen=True)
class Option:
    """One admissible answer of a choice or a scale; `meaning` describes it in plain words."""

    value: str | int
    label: str
    meaning: str = ""


@dataclass(frozen=True)
class Case:
    """A real case: what happened when this was not asked, and who says so."""

    what: str
    source: str


@dataclass(frozen=True)
class Question:
    """One question, or one column of a table question.

    `minimum`, `maximum` and `unit` limit numbers, money and ranges; `unit` "money" means the workbook's currency.
    `columns` and `rows_max` belong to tables; `heading` names the column that titles a row; what people write into an
    `unseen` table only they themselves see until it is revealed. `own_name` marks the column in which whoever fills in
    a row may name themselves; `second_round` the table with the same columns that asks all of it again after talking.
    """

    id: str
    chapter: str
    kind: Kind
    text: str
    help: str = ""
    why: str = ""
    source: str = ""
    screen: Screen = Screen.FIRST
    cases: tuple[Case, ...] = ()
    options: tuple[Option, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    earliest: str | None = None
    latest: str | None = None
    length_max: int = 2000
    lines: int = 1
    columns: tuple[Question, ...] = ()
    rows_max: int = 40
    row_name: str = "row"
    unseen: bool = False
    own_name: bool = False
    second_round: str = ""
    retired: bool = False

    @property
    def heading(self) -> Question:
        """The column that names a row: the first one."""
        return self.columns[0]

    def column(self, column_id: str) -> Question:
        """Return the column with this id; raise UnknownQuestion where the table has none."""
        for column in self.columns:
            if column.id == column_id:
                return column
        known = ", ".join(column.id for column in self.columns) or "none: it is not a table"
        raise UnknownQuestion(f"{self.id} has no column {shown(column_id)}: use one of {known}.")


@dataclass(frozen=True)
class ChapterQuestions:
    """The questions of one chapter, in the order in which they are asked.

    `rests_on` names the table whose rows are versions of what the chapter's answers hold for: a new one makes them
    stale until they are given anew or confirmed.
    """

    id: str
    title: str
    asks: str
    intro: str
    minutes: int
    questions: tuple[Question, ...]
    rests_on: str = ""

    def on(self, screen: Screen) -> tuple[Question, ...]:
        """Return the live questions of one screen."""
        return tuple(q for q in self.questions if q.screen is screen and not q.retired)


@dataclass(frozen=True)
class Bank:
    """All questions, by chapter and by id."""

    chapters: Mapping[str, ChapterQuestions]
    _by_id: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self,
            "_by_id",
            {q.id: q for chapter in self.chapters.values() for q in chapter.questions},
        )

    def __iter__(self) -> Iterator[Question]:
        return iter(self._by_id.values())

    def __getitem__(self, question_id: str) -> Question:
        """Return the live question with this id; raise UnknownQuestion otherwise."""
        question = self.ever(question_id)
        if question.retired:
            raise UnknownQuestion(f"The question {question.id} is retired and takes no answers: leave it out.")
        return question

    def find(self, question_id: object) -> Question | None:
        """Return the question with this id, retired or not; None where there never was one."""
        return self._by_id.get(question_id) if isinstance(question_id, str) else None

    def ever(self, question_id: str) -> Question:
        """Return the question with this id, retired or not; raise UnknownQuestion where there never was one."""
        question = self.find(question_id)
        if question is None:
            near = _nearest(question_id, self._by_id)
            mend = f"did you mean {near}?" if near else "`premortem questions` lists all ids."
            raise UnknownQuestion(f"There is no question {shown(question_id)}: {mend}")
        return question

    def chapter(self, chapter_id: str) -> ChapterQuestions:
        """Return the questions of one chapter; raise UnknownChapter where there is none of this id."""
        if not isinstance(chapter_id, str) or chapter_id not in self.chapters:
            known = ", ".join(self.chapters)
            raise UnknownChapter(f"There is no chapter {shown(chapter_id)}: use one of {known}.")
        return self.chapters[chapter_id]


def _nearest(wanted: object, known: Mapping[str, Question]) -> str | None:
    if not isinstance(wanted, str):
        return None
    from difflib import get_close_matches  # only when something went wrong

    found = get_close_matches(wanted[:200], list(known), n=1, cutoff=0.7)
    return found[0] if found else None
