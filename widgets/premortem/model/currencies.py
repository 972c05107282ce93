"""Signs and codes of currencies beside a sum: taken off where they are the workbook's, refused where they are not."""

from __future__ import annotations

import re
from collections.abc import Iterable

Currencies = frozenset[str]
CURRENCY = "start.currency"
"""The question whose answer is the workbook's currency."""
_CODES = """
EUR USD GBP CHF JPY AUD CAD SEK PLN INR NOK DKK CZK HUF RON BGN ISK TRY UAH ILS ZAR BRL MXN ARS CLP CNY HKD TWD KRW SGD
NZD MYR THB IDR PHP VND AED SAR
"""
_SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS", "zł": "PLN",
    "¥": "JPY CNY", "￥": "JPY CNY", "kr": "SEK NOK DKK ISK", "kr.": "SEK NOK DKK ISK", "Rs": "INR", "Rs.": "INR",
    "$": "USD AUD CAD NZD SGD HKD TWD MXN ARS CLP", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "Fr.": "CHF", "SFr.": "CHF", "euro": "EUR", "euros": "EUR",
    "dollar": "USD AUD CAD NZD", "dollars": "USD AUD CAD NZD",
}  # fmt: skip
_MEANT: dict[str, Currencies] = {
    **{code.casefold(): frozenset({code}) for code in _CODES.split()},
    **{sign.casefold(): frozenset(codes.split()) for sign, codes in _SIGNS.items()},
}
_LETTER = r"[^\W\d_]"
_MARKS = sorted(_MEANT, key=len, reverse=True)
_WORDS = "|".join(re.escape(mark) for mark in _MARKS if mark[0].isalpha())
_SYMBOLS = "|".join(re.escape(mark) for mark in _MARKS if not mark[0].isalpha())
_BEFORE = re.compile(rf"([+-]?)\s*({_WORDS}|{_SYMBOLS})(?!{_LETTER})\s*([+-]?.*)", re.IGNORECASE | re.DOTALL)
_BEHIND = re.compile(rf"(.*?)\s*((?<!{_LETTER})(?:{_WORDS})|{_SYMBOLS})", re.IGNORECASE | re.DOTALL)
_LONGEST = 100  # characters: no sum is longer


def parted(text: str) -> tuple[str, Currencies | None]:
    """Return a sum without its sign or code, and the currencies that these can mean; None where it has neither."""
    bare = text.strip()
    if len(bare) > _LONGEST:
        return text, None
    before = _BEFORE.fullmatch(bare)
    meant = _MEANT[before[2].casefold()] if before else None
    if before:
        bare = f"{before[1]}{before[3]}"
    behind = _BEHIND.fullmatch(bare)
    if behind:
        other = _MEANT[behind[2].casefold()]
        bare, meant = behind[1].rstrip(), other if meant is None else meant & other
    return (bare, meant) if meant is not None and bare else (text, None)


def against(meant: Iterable[Currencies], currency: str | None) -> str:
    """Return why sums with these signs cannot stand in a workbook of this currency, "" where they can."""
    together = list(meant)
    if not together:
        return ""
    if currency and not all(currency in each for each in together):
        return f"the sums of this workbook are in {currency}: convert this one"
    return "" if frozenset.intersection(*together) else "two currencies in one answer: convert them into one"
