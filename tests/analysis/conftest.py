"""How the property tests of this folder run."""

from hypothesis import settings

# A busy machine is no failure: what must hold here has nothing to do with time.
settings.register_profile("analysis", deadline=None)
settings.load_profile("analysis")
