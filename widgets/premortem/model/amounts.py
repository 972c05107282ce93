"""The figure of a finding in words, and as one by which two deliveries of different length can be compared."""

from __future__ import annotations

from premortem.model.evidence import Finding

_PER_ROW = frozenset({"cells", "rows"})


def in_words(amount: float | None, unit: str) -> str:
    """Return a figure with its unit: `12 %`, `1,234 cells`, `AUC 0.93`; "" where there is none."""
    if amount is None:
        return ""
    match unit:
        case "share":
            return percent(amount)
        case "AUC" | "PSI" | "ratio":
            return f"{unit} {amount:.2f}"
        case "points":
            return f"{amount:.3g} points"
        case _:
            return f"{_count(amount)} {unit[:-1] if amount == 1 else unit}"


def between(low: float, high: float, unit: str) -> str:
    """Return the two ends of an interval with their unit once: `11 to 13 %`, `0.96 to 0.98`."""
    first, last = briefly(low, unit), briefly(high, unit)
    return f"{first.removesuffix(' %').removesuffix(' pt')} to {last}"


def briefly(amount: float | None, unit: str) -> str:
    """Return a figure as short as fits into a cell of the matrix: `12 %`, `1,234`, `0.93`; "" where there is none."""
    if amount is None:
        return ""
    match unit:
        case "share":
            return percent(amount)
        case "AUC" | "PSI" | "ratio":
            return f"{amount:.2f}"
        case "points":
            return f"{amount:.3g} pt"
        case "days":
            return f"{_count(amount)} d"
        case _:
            return _short(amount)


def percent(share: float) -> str:
    """Return a share with two digits that tell; what is not quite nothing, or not quite all, is never rounded to it."""
    if 0 < share < 0.0001:
        return "< 0.01 %"
    if 0.995 <= share < 1:
        return "> 99 %"
    number = 100 * share
    return f"{number:.0f} %" if number >= 9.95 or number == 0 else f"{number:.2g} %"


def comparable(finding: Finding, rows: int) -> float | None:
    """Return the figure by which two deliveries are compared: of cells and rows their share of all rows."""
    if finding.amount is None or finding.unit not in _PER_ROW:
        return finding.amount
    return finding.amount / rows if rows else None


def interval(finding: Finding, rows: int) -> tuple[float, float] | None:
    """Return the ends of a finding's interval in the measure of `comparable`; None where it has none."""
    if finding.low is None or finding.high is None:
        return None
    if finding.unit not in _PER_ROW:
        return finding.low, finding.high
    return (finding.low / rows, finding.high / rows) if rows else None


def _count(amount: float) -> str:
    return f"{amount:,.0f}" if amount == int(amount) or amount >= 100 else f"{amount:.3g}"


def _short(amount: float) -> str:
    if amount >= 999_500:
        return f"{amount / 1e6:.3g} M"
    return f"{amount / 1e3:.0f} k" if amount >= 9_999.5 else _count(amount)
