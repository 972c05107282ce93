"""All checks, each a function from a counted table to what it saw: on one table, against rules, and with names."""

from __future__ import annotations

from premortem.scan.checks.alone import CHECKS_OF_ONE
from premortem.scan.checks.declared import CHECKS_OF_RULES
from premortem.scan.checks.with_names import CHECKS_OF_NAMES
from premortem.scan.job import Check

CHECKS_MADE: tuple[Check, ...] = (*CHECKS_OF_ONE, *CHECKS_OF_RULES, *CHECKS_OF_NAMES)
