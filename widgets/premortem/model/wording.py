"""Numbers in words: one way to write counts, shares and money on every surface."""

from __future__ import annotations

import math

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}
_LARGE = ((1e12, "trillion"), (1e9, "billion"))
_MISSING = "not known"


def number(value: float | None, digits: int = 3) -> str:
    """Write a number to `digits` significant digits with thousands separated: `12,500`, `0.0577`."""
    if value is None or math.isnan(value):
        return _MISSING
    if math.isinf(value):
        return "without limit"
    if value == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    return f"{rounded:,.{max(places, 0)}f}".rstrip("0").rstrip(".") if places > 0 else f"{rounded:,.0f}"


def count(value: float | None) -> str:
    """Write a whole number with every digit: `2,381`."""
    return _MISSING if value is None else f"{value:,.0f}"


def percent(share: float | None, digits: int = 3) -> str:
    """Write a share between 0 and 1 as a percentage: `0.0577` as `5.77 %`."""
    return _MISSING if share is None else f"{number(100 * share, digits)} %"


def money(amount: float | None, currency: str | None, digits: int = 3) -> str:
    """Write a sum in the currency, to `digits` significant digits: `€308,000`, `CHF 12,500`, `$1.3 billion`."""
    if amount is None or math.isnan(amount):
        return _MISSING
    sign = _SIGNS.get(currency or "")
    prefix = sign or (f"{currency} " if currency else "")
    return f"{'-' if amount < 0 else ''}{prefix}{_sum(abs(amount), digits, cents=bool(prefix))}"


def _sum(amount: float, digits: int, *, cents: bool) -> str:
    """Write a sum: cents with both places, and from a billion on in words, as nobody counts so many noughts."""
    for power, word in _LARGE:
        if power <= amount < math.inf:
            return f"{number(amount / power, digits)} {word}"
    written = number(amount, digits)
    return f"{written}0" if cents and amount >= 1 and written[-2:-1] == "." else written


def amount(value: float | None, unit: str, currency: str | None) -> str:
    """Write a value in its unit, where `money` stands for the workbook's currency and `%` for a share 0 to 1."""
    if unit == "money":
        return money(value, currency)
    if unit == "%":
        return percent(value)
    return f"{number(value)} {unit}".rstrip() if value is not None else _MISSING


def listed(items: list[str] | tuple[str, ...]) -> str:
    """Join names as in a sentence: `a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
