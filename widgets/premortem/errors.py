"""Every error Premortem raises on purpose, as one tree.

PremortemError
├── RefusedInput (ValueError)      what somebody typed, sent or named breaks a rule: one line, nothing has changed
│   ├── ArgumentError              an argument of a function in `premortem.analysis`
│   ├── InvalidAnswer              a value that its question does not admit
│   ├── UnknownQuestion            an id that is not in the question bank
│   ├── UnknownChapter             an id that is not a chapter
│   ├── UnknownLink                a link that opens no workbook
│   ├── ReadOnlyLink               a read-only link used to write
│   ├── VoteClosed                 a vote or a session that takes no more ballots, or people
│   ├── NotLeading                 who does not lead the session wanted to move it on
│   ├── UnreadableFile             an import file that is truncated, of a later version, or not ours
│   └── BankError                  a question file that breaks a rule (file, question id, rule)
├── SourceLost                     the engine behind a scanned table went away in the middle: nothing was kept
└── StoreError                     the log cannot be read or written now
    ├── StoreBusy                  another process holds it: trying again helps
    ├── StoreUnwritable            full, read-only or not permitted: an answer is not saved
    ├── StoreDamaged               the file is not a store, or is corrupt
    └── StoreTooNew                written by a later version of Premortem
"""


class PremortemError(Exception):
    """Anything that goes wrong in a way a person can be told about in one line."""


class RefusedInput(PremortemError, ValueError):
    """Input that breaks a rule; the message says what, which rule, which value, and how to mend it."""


class ArgumentError(RefusedInput):
    """An argument of a function in `premortem.analysis` that breaks its rule."""


class InvalidAnswer(RefusedInput):
    """A value that its question does not admit; `rule` says why, for who sees the question beside it anyway."""

    def __init__(self, message: str, rule: str = "") -> None:
        super().__init__(message)
        self.rule = rule or message


class UnknownQuestion(RefusedInput):
    """A question id, column or row that the workbook does not have."""


class UnknownChapter(RefusedInput):
    """A chapter id that is not in the list."""


class UnknownLink(RefusedInput):
    """A link that opens no workbook in this store."""


class ReadOnlyLink(RefusedInput):
    """A read-only link used to change a workbook."""


class VoteClosed(RefusedInput):
    """A vote, or a session, that is over: nothing can be cast in it any more."""


class NotLeading(RefusedInput):
    """Only whoever leads a session moves it on."""


class UnreadableFile(RefusedInput):
    """A file to import that is truncated, of a later version, or not a Premortem report."""


class BankError(RefusedInput):
    """A question file that breaks a rule of the question bank."""


class SourceLost(PremortemError):
    """The engine behind a scanned table went away, or refused to go on, in the middle of the scan."""


class StoreError(PremortemError):
    """The store cannot be read or written now."""


class StoreBusy(StoreError):
    """Another process holds the store for longer than we wait."""


class StoreUnwritable(StoreError):
    """The store cannot be written: no space, read-only, or not permitted."""


class StoreDamaged(StoreError):
    """The file is not a Premortem store, or is corrupt."""


class StoreTooNew(StoreError):
    """The store was written by a later version of Premortem."""
