"""The checks for which something was named: a label, groups, a prediction, or a second table."""

from __future__ import annotations

from premortem.scan.checks import (
    conflicting,
    drift,
    error_rates,
    imbalance,
    leakage,
    missing_by,
    noise,
    overlap,
    rates,
    representation,
)
from premortem.scan.job import Check

CHECKS_OF_NAMES: tuple[Check, ...] = (
    imbalance.CHECK,
    leakage.CHECK,
    conflicting.CHECK,
    noise.CHECK,
    missing_by.CHECK,
    representation.CHECK,
    rates.CHECK,
    error_rates.CHECK,
    overlap.CHECK,
    drift.CHECK,
)
