"""The checks on one table that need nothing but the table, in the order in which they are made."""

from __future__ import annotations

from premortem.scan.checks import (
    categories,
    constant,
    dependencies,
    disguised,
    duplicates,
    formats,
    letters,
    missing,
    near_duplicates,
    outliers,
    types,
)
from premortem.scan.job import Check

CHECKS_OF_ONE: tuple[Check, ...] = (
    missing.CHECK,
    disguised.CHECK,
    constant.CHECK,
    letters.CHECK,
    types.CHECK,
    formats.CHECK,
    categories.CHECK,
    near_duplicates.CHECK,
    outliers.CHECK,
    duplicates.CHECK,
    dependencies.CHECK,
)
