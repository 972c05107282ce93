"""Numbers in words, as chapters write them; a session writes the same, so they lie in the model."""

from premortem.model.wording import amount, count, listed, money, number, percent

__all__ = ["amount", "count", "listed", "money", "number", "percent"]
