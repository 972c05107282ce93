"""A page as the tree of its elements, strictly read."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MAY_STAY_OPEN = {"li", "p", "dt", "dd", "tr", "td", "th", "thead", "tbody", "option"}


@dataclass(frozen=True)
class Element:
    """One element: the names of those around it, its own, and its attributes in order."""

    path: tuple[str, ...]
    name: str
    attributes: tuple[tuple[str, str | None], ...]

    def get(self, attribute: str) -> str | None:
        return dict(self.attributes).get(attribute)


@dataclass
class Tree(HTMLParser):
    """Reads a page; an element that is closed without being open, or never closed, is a fault."""

    elements: list[Element] = field(default_factory=list)
    texts: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.elements.append(Element(tuple(self.open), tag, tuple(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in MAY_STAY_OPEN:
            self.open.pop()
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at line {self.getpos()[0]} closes what is not open")

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self.open), data))

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def text(self, without: tuple[str, ...] = ("style", "script")) -> str:
        return " ".join(" ".join(text.split()) for path, text in self.texts if not set(path) & set(without))

    def shape(self) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
        """The tree without its texts and values: which element stands where, with which attributes."""
        return [(each.path, each.name, tuple(name for name, _ in each.attributes)) for each in self.elements]


def tree_of(html: str) -> Tree:
    """Return the tree of a page or of a piece of one."""
    tree = Tree()
    tree.feed(html)
    tree.close()
    if tree.open:
        tree.faults.append(f"never closed: {tree.open}")
    return tree
