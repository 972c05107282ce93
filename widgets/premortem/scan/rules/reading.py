"""Reads rules from YAML; docs/rules.md tells the format."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from premortem.model.shown import quoted
from premortem.scan.rules import document, patterns
from premortem.scan.rules.declared import (
    OTHER,
    VERSION,
    ColumnRule,
    DateOrder,
    Dependency,
    Freshness,
    Kind,
    Reference,
    Rules,
    Value,
)
from premortem.scan.rules.document import Listed, Scalar, Tree
from premortem.scan.rules.faults import Faults, plain_number

PARTS = ("version", "source", "keys", "references", "columns", "dependencies", "freshness", "populations")
COLUMN_PARTS = (
    "type", "required", "missing_max", "minimum", "maximum", "earliest", "latest", "dates", "values", "pattern",
    "length_max",
)  # fmt: skip
VALUES_MAX = 10_000
SHARES_MAX = 1.0001


def read(source: Path | str) -> Rules:
    """Return the rules in a file, or in a text of YAML; a text that is one line and ends in .yaml or .yml is a path.

    Raises RefusedInput with one line for each fault: the file, the line in it, the place, the rule, how to mend it.
    """
    if isinstance(source, str) and "\n" not in source and source.endswith((".yaml", ".yml")):
        source = Path(source)
    if isinstance(source, str):
        return _Reader("the rules").rules(document.parse(source, "the rules"), None)
    name = quoted(source.name).strip("“”")
    return _Reader(name).rules(document.parse(document.text_of(source), name), source.parent)


class _Reader:
    """One rules file being read."""

    def __init__(self, name: str) -> None:
        self.faults = Faults(name)

    def rules(self, tree: Tree, folder: Path | None) -> Rules:
        parts = self.faults.named(tree, "the file", PARTS)
        self._version(parts.get("version"), tree.line)
        rules = Rules(
            source=self.faults.text(parts["source"], "source") or "" if "source" in parts else "",
            keys=tuple(self._keys(parts.get("keys"))),
            references=tuple(self._references(parts.get("references"))),
            columns=self._columns(parts.get("columns")),
            dependencies=tuple(self._dependencies(parts.get("dependencies"))),
            freshness=self._freshness(parts.get("freshness")),
            populations=self._populations(parts.get("populations")),
            folder=folder,
        )
        self.faults.refuse()
        return rules

    def _version(self, tree: Tree | None, line: int) -> None:
        if tree is None:
            self.faults.add(line, "version", f"is missing; write `version: {VERSION}`")
        elif plain_number(tree) != VERSION:
            given = quoted(tree.text) if isinstance(tree, Scalar) else "a list"
            self.faults.add(tree.line, "version", f"must be {VERSION}, the format this Premortem knows, not {given}")

    def _keys(self, tree: Tree | None) -> list[tuple[str, ...]]:
        keys = (self.faults.names(each, "keys", each.line) for each in self._several(tree, "keys", "keys"))
        return [each for each in dict.fromkeys(keys) if each]

    def _several(self, tree: Tree | None, place: str, of: str) -> tuple[Tree, ...]:
        """Return the items of a part that may be left out or left empty."""
        if tree is None or (isinstance(tree, Scalar) and tree.empty) or (isinstance(tree, Listed) and not tree.items):
            return ()
        return self.faults.listed(tree, place, of)

    def _references(self, tree: Tree | None) -> list[Reference]:
        found = []
        for each in self._several(tree, "references", "references"):
            parts = self.faults.named(each, "references", ("columns", "of", "their"))
            columns = self.faults.names(parts.get("columns"), "references: columns", each.line)
            theirs = self.faults.names(parts.get("their"), "references: their", each.line)
            of = self._table(parts.get("of"), each.line)
            if columns and theirs and len(columns) != len(theirs):
                rule = f"has {len(columns)} columns and {len(theirs)} of theirs; they go in pairs"
                self.faults.add(each.line, "references", rule)
            elif columns and theirs and of:
                found.append(Reference(columns, of, theirs))
        return found

    def _table(self, tree: Tree | None, line: int) -> str | None:
        if tree is None:
            rule = f"is missing; `{OTHER}` is the second table, else a path beside this file"
            self.faults.add(line, "references: of", rule)
            return None
        of = self.faults.text(tree, "references: of")
        if of and (
            "://" in of
            or "\\" in of
            or PurePosixPath(of).is_absolute()
            or of[1:2] == ":"
            or ".." in PurePosixPath(of).parts
        ):
            rule = (
                f"must be `{OTHER}` or a path beside this file, or below it, with / between folders, not {quoted(of)}"
            )
            self.faults.add(tree.line, "references: of", rule)
        return of

    def _columns(self, tree: Tree | None) -> dict[str, ColumnRule]:
        parts = {} if tree is None else self.faults.named(tree, "columns")
        return {name: self._column(f"columns: {quoted(name)}", each) for name, each in parts.items()}

    def _column(self, place: str, tree: Tree) -> ColumnRule:
        parts, faults = self.faults.named(tree, place, COLUMN_PARTS), self.faults

        def at(part: str) -> str:
            return f"{place}: {part}"

        length = faults.number(parts["length_max"], at("length_max"), 0) if "length_max" in parts else None
        if length is not None and length != int(length):
            faults.add(tree.line, at("length_max"), f"must be a whole number, not {length:g}")
        kind = faults.choice(parts["type"], at("type"), Kind) if "type" in parts else None
        rule = ColumnRule(
            type=kind,
            required="required" in parts and faults.truth(parts["required"], at("required")),
            minimum=faults.number(parts["minimum"], at("minimum")) if "minimum" in parts else None,
            maximum=faults.number(parts["maximum"], at("maximum")) if "maximum" in parts else None,
            earliest=faults.day(parts["earliest"], at("earliest")) if "earliest" in parts else None,
            latest=faults.day(parts["latest"], at("latest")) if "latest" in parts else None,
            values=self._values(parts["values"], at("values"), kind) if "values" in parts else None,
            pattern=self._pattern(parts["pattern"], at("pattern")) if "pattern" in parts else None,
            length_max=None if length is None else int(length),
            missing_max=faults.number(parts["missing_max"], at("missing_max"), 0, 1)
            if "missing_max" in parts
            else None,
            dates=(faults.choice(parts["dates"], at("dates"), DateOrder) if "dates" in parts else None)
            or DateOrder.YEAR_FIRST,
        )
        for each in rule.contradictions:
            faults.add(tree.line, place, each)
        return rule

    def _values(self, tree: Tree, place: str, kind: Kind | None) -> tuple[Value, ...] | None:
        items = self.faults.listed(tree, place, "values")
        numbers = [plain_number(each) for each in items]
        found: list[Value | None] = [*numbers]
        if kind is Kind.TEXT or None in numbers:  # compared as text then: as it is written, 1.50 and not 1.5
            found = [self.faults.text(each, place) for each in items]
        if len(found) > VALUES_MAX:
            rule = f"are at most {VALUES_MAX:,}, here {len(found):,}; use `references` for long lists"
            self.faults.add(tree.line, place, rule)
        return tuple(dict.fromkeys(each for each in found if each is not None)) or None

    def _pattern(self, tree: Tree, place: str) -> str | None:
        pattern = self.faults.text(tree, place)
        if pattern and (says := patterns.fault(pattern)):
            self.faults.add(tree.line, place, says)
        return pattern

    def _dependencies(self, tree: Tree | None) -> list[Dependency]:
        found = []
        for each in self._several(tree, "dependencies", "dependencies"):
            parts = self.faults.named(each, "dependencies", ("from", "to"))
            given = self.faults.names(parts.get("from"), "dependencies: from", each.line)
            fixed = self.faults.names(parts.get("to"), "dependencies: to", each.line)
            if both := set(given) & set(fixed):
                rule = f"{quoted(min(both))} stands on both sides; leave it out of one"
                self.faults.add(each.line, "dependencies", rule)
            elif given and fixed:
                found.append(Dependency(given, fixed))
        return found

    def _freshness(self, tree: Tree | None) -> Freshness | None:
        if tree is None or (isinstance(tree, Scalar) and tree.empty):
            return None
        parts = self.faults.named(tree, "freshness", ("column", "days"))
        for part in ("column", "days"):
            if part not in parts:
                self.faults.add(tree.line, f"freshness: {part}", "is missing; write `column` and `days`")
        if len(parts) < 2:
            return None
        column = self.faults.text(parts["column"], "freshness: column")
        days = self.faults.number(parts["days"], "freshness: days", 0)
        return None if column is None or days is None else Freshness(column, days)

    def _populations(self, tree: Tree | None) -> dict[str, dict[str, float]]:
        found = {}
        for column, each in ({} if tree is None else self.faults.named(tree, "populations")).items():
            place = f"populations: {quoted(column)}"
            groups = self.faults.named(each, place)
            shares = {
                name: self.faults.number(share, f"{place}: {quoted(name)}", 0, 1) for name, share in groups.items()
            }
            known = {name: share for name, share in shares.items() if share is not None}
            if not groups:
                self.faults.add(each.line, place, "must name groups with their share, such as {women: 0.51}")
            if sum(known.values()) > SHARES_MAX:
                rule = f"the shares sum to {sum(known.values()):g}; they must not sum to more than 1"
                self.faults.add(each.line, place, rule)
            found[column] = known
        return found
