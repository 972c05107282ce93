"""The package is light to import, reaches all its parts, and its results cannot be changed."""

import dataclasses
import subprocess
import sys

import numpy as np
import pytest

import premortem.analysis
from premortem.analysis import acceptance, arguments, curve, growth
from premortem.errors import ArgumentError


def test_every_part_is_reached_by_attribute() -> None:
    """`premortem.analysis.growth` works without an import of its own, and a typo does not."""
    for name in premortem.analysis.__all__:
        assert getattr(premortem.analysis, name).__name__ == f"premortem.analysis.{name}"
    with pytest.raises(AttributeError, match="grwth"):
        _ = premortem.analysis.grwth


def test_importing_everything_stays_light() -> None:
    """No part loads scipy.stats, scipy.optimize or pandas: a page's start depends on it."""
    code = (
        "import sys, premortem.analysis as a; [getattr(a, name) for name in a.__all__];"
        "print([name for name in ('scipy.stats', 'scipy.optimize', 'pandas', 'statsmodels') if name in sys.modules])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_parts_of_numpy_that_nobody_uses_load_only_when_somebody_does_and_are_whole_then() -> None:
    code = (
        "import sys, premortem.analysis as a; [getattr(a, name) for name in a.__all__];"
        "print([name for name in ('numpy.f2py.crackfortran', 'unittest', 'numpy.ma.core') if name in sys.modules]);"
        "import numpy as np, numpy.testing;"
        "numpy.testing.assert_allclose([1.0], [1.0]); print(np.ma.array([1, 2], mask=[0, 1]).sum());"
        "print(np.polynomial.Polynomial([1, 2])(3), callable(np.f2py.run_main), np.ctypeslib.ndpointer is not None)"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.split("\n")[:3] == ["[]", "1", "7.0 True True"]


def test_results_are_frozen() -> None:
    """A result stays what it was when it was shown."""
    results = (
        acceptance.plan(0.9, 0.95),
        growth.forecast([1, 2], [1, 2], 10),
        curve.forecast([1, 2], [0.5, 0.6]),
    )
    for result in results:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(result, dataclasses.fields(result)[0].name, 1)


@pytest.mark.parametrize("value", [True, np.True_, "1", None, [1], 1j, float("nan"), float("inf"), 10**400, b"1"])
def test_a_number_is_a_finite_real_number(value: object) -> None:
    """Truth values, text, lists and infinities are no numbers."""
    with pytest.raises(ArgumentError, match=r"^share must be a finite number, got "):
        arguments.number("share", value)


@pytest.mark.parametrize("value", [1, 1.0, np.float32(1), np.int64(1), np.array(1.0)])
def test_numbers_of_numpy_count(value: object) -> None:
    """A scalar from an array or a data frame is as good as one typed in."""
    assert arguments.number("share", value) == 1.0
    assert type(arguments.number("share", value)) is float


def test_a_message_is_one_short_line_whatever_the_value() -> None:
    """A large array is cut short, and line breaks in it do not reach the message."""
    with pytest.raises(ArgumentError) as caught:
        arguments.number("share", np.zeros((100, 100)))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200
