"""Rules that a team declares of a table: reading, writing, merging, and what becomes of them elsewhere."""

from premortem.scan.rules.confirmed import confirmed, rules_of, without_rule
from premortem.scan.rules.declared import (
    OTHER,
    ColumnRule,
    DateOrder,
    Dependency,
    Freshness,
    Kind,
    Reference,
    Rules,
    Value,
)
from premortem.scan.rules.merging import merged
from premortem.scan.rules.reading import read
from premortem.scan.rules.schema_module import pandera_schema
from premortem.scan.rules.writing import write

__all__ = [
    "OTHER",
    "ColumnRule",
    "DateOrder",
    "Dependency",
    "Freshness",
    "Kind",
    "Reference",
    "Rules",
    "Value",
    "confirmed",
    "merged",
    "pandera_schema",
    "read",
    "rules_of",
    "without_rule",
    "write",
]
