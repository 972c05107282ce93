"""YAML as a tree of texts with their lines: nothing in the file is ever built into an object.

YAML turns `no` into false, `007` into 7 and `12:30` into 750. Here a scalar stays as it is written, and the rule that
reads it decides what it is. Aliases are refused: nine lines of them can stand for a billion values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from premortem.errors import RefusedInput
from premortem.model.shown import quoted

if TYPE_CHECKING:
    from yaml.nodes import Node

SIZE_MAX = 1_000_000
DEPTH_MAX = 8
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True)
class Scalar:
    """A value as it is written; `plain` says that it stands without quotation marks."""

    text: str
    plain: bool
    line: int

    @property
    def empty(self) -> bool:
        """Whether nothing is given."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True)
class Listed:
    """A list and the line where it starts."""

    items: tuple[Tree, ...]
    line: int


@dataclass(frozen=True)
class Named:
    """Names with their values in the order of the file; a name may stand there twice."""

    items: tuple[tuple[Scalar, Tree], ...]
    line: int


Tree: TypeAlias = Scalar | Listed | Named


def text_of(path: Path) -> str:
    """Return the text of a rules file; raise RefusedInput where it cannot be read or is larger than SIZE_MAX bytes."""
    try:
        with path.open("rb") as file:
            raw = file.read(SIZE_MAX + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise RefusedInput(f"{quoted(path.name)} cannot be read as rules: {reason}. Check the path.") from error
    if len(raw) > SIZE_MAX:
        raise RefusedInput(f"{quoted(path.name)}: a rules file has at most 1 MB, this one has more; split it.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1} is none"
        raise RefusedInput(f"{quoted(path.name)}: a rules file is UTF-8 text and {where}; save it as UTF-8.") from error


def parse(text: str, name: str) -> Tree:
    """Return the tree of YAML text; raise RefusedInput, one line that starts with the name, where there is none."""
    import yaml

    if len(text) > SIZE_MAX:
        raise RefusedInput(f"{name}: rules have at most 1 MB of text, these have {len(text):,} characters; split them.")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _bounded(yaml.parse(text, Loader=loader), name)
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RefusedInput(f"{name}, line {line}: this is no YAML: {error.problem}; mend that line.") from error
    except yaml.YAMLError as error:  # characters that YAML does not admit
        raise RefusedInput(f"{name}: this is no YAML: {' '.join(str(error).split())[:200]}.") from error
    return Scalar("", plain=True, line=1) if node is None else _tree(node)


def _bounded(events: Iterator[object], name: str) -> None:
    import yaml

    depth = 0
    for event in events:
        line = getattr(getattr(event, "start_mark", None), "line", 0) + 1
        if isinstance(event, yaml.AliasEvent):
            raise RefusedInput(f"{name}, line {line}: an alias (*{event.anchor}) is not allowed; write the value out.")
        if getattr(event, "tag", None):
            raise RefusedInput(f"{name}, line {line}: a tag (!...) is not allowed; leave it out.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_MAX:
            raise RefusedInput(
                f"{name}, line {line}: lists and names may stand in each other {DEPTH_MAX} deep and no deeper; "
                "see docs/rules.md."
            )


def _tree(node: Node) -> Tree:
    import yaml

    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, not node.style, line)  # of a plain one the compiled parser says "", the other None
    if isinstance(node, yaml.SequenceNode):
        return Listed(tuple(_tree(each) for each in node.value), line)
    assert isinstance(node, yaml.MappingNode)
    return Named(tuple((_name(key), _tree(value)) for key, value in node.value), line)


def _name(node: Node) -> Scalar:
    tree = _tree(node)
    return tree if isinstance(tree, Scalar) else Scalar("(a list as a name)", plain=False, line=tree.line)
