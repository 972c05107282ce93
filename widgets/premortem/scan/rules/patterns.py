"""Which regular expressions a rule may use: those that every engine and Python understand alike."""

from __future__ import annotations

import re
import warnings

LENGTH_MAX = 500
REPEATS_MAX = 1_000
_ELSEWHERE = (
    (r"\(\?(<?[=!])", "looks ahead or behind, which most engines cannot"),
    (r"\(\?\(", "has a condition, which most engines cannot"),
    (r"\(\?P?[<'>=]", "has a named group; use (?: ) instead"),
    (r"\(\?[a-zA-Z-]+[:)]", "sets a flag; write both cases, as in [aA]"),
    (r"\\[0-9]", "refers back to a group, which most engines cannot"),
    (r"\{,", "leaves out the least number of repeats; write {0,3}"),
    (r"\\[AZzbBGKRX]", "uses an anchor that engines read differently; the whole cell is matched anyway"),
    (r"\\[pPNuU]", "names a class of characters; write them out, as in [a-zß]"),
    (r"[*+?}]\+|\(\?>", "is possessive, which most engines cannot"),
)


def fault(pattern: str) -> str:
    """Return "" where a pattern may be used, else why not."""
    if len(pattern) > LENGTH_MAX:
        return f"has at most {LENGTH_MAX} characters, this has {len(pattern):,}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Python warns of [[ and && in a class: other engines read them differently
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, FutureWarning) as error:
        return f"is no regular expression that all engines read alike: {error}"
    bare = re.sub(r"\\[^\w]", "e", pattern)  # what is escaped is a character and no construct
    unescaped = re.sub(r"\[\^?\]?[^\]]*\]", "c", bare)
    for construct, says in _ELSEWHERE:
        if re.search(construct, unescaped):
            return says
    counts = (int(each) for each in re.findall(r"\d+", " ".join(re.findall(r"\{[\d,]+\}", unescaped))))
    if any(each > REPEATS_MAX for each in counts):
        return f"repeats more than {REPEATS_MAX:,} times; use `length_max` for lengths"
    return ""
