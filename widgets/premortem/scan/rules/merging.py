"""Two sets of rules as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from premortem.errors import RefusedInput
from premortem.model.shown import quoted
from premortem.scan.rules.declared import ColumnRule, Rules


def merged(rules: Rules, more: Rules) -> Rules:
    """Return both; where they differ in one thing (a bound, a population, the freshness), `more` counts.

    Raises RefusedInput where a column's rules then contradict each other.
    """
    columns = {**rules.columns}
    for name, rule in more.columns.items():
        columns[name] = _both(columns[name], rule) if name in columns else rule
        if broken := columns[name].contradictions:
            raise RefusedInput(f"The rules of column {quoted(name)} do not go together: {broken[0]}.")
    populations: Mapping[str, Mapping[str, float]] = {**rules.populations, **more.populations}
    return replace(
        rules,
        source=more.source or rules.source,
        keys=tuple(dict.fromkeys((*rules.keys, *more.keys))),
        references=tuple(dict.fromkeys((*rules.references, *more.references))),
        columns=columns,
        dependencies=tuple(dict.fromkeys((*rules.dependencies, *more.dependencies))),
        freshness=more.freshness or rules.freshness,
        populations=populations,
        folder=rules.folder or more.folder,
        tables={**rules.tables, **more.tables},
    )


def _both(rule: ColumnRule, more: ColumnRule) -> ColumnRule:
    default = ColumnRule()
    given = {each.name: getattr(more, each.name) for each in fields(more)}
    both = replace(rule, **{name: value for name, value in given.items() if value != getattr(default, name)})
    if more.missing_max and rule.required and not more.required:  # the later one allows what the earlier one did not
        return replace(both, required=False)
    return replace(both, missing_max=None) if both.required and both.missing_max else both
