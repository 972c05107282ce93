"""The version of Premortem, where everything may read it without importing the rest."""

__version__ = "0.1.0"
