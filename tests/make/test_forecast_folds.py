"""Priors are judged on datasets that did not set them, with the densities that the forecasts themselves would give."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from forecasts import folds
from forecasts.curves import FOUR_PILOTS, HOURS_PILOTS, SINGLE_RUNS, Curve, read
from premortem.analysis import bend, scaling

EXTRACT = Path(__file__).parents[2] / "data" / "curves"
VALUES = np.array([1.2, math.log(0.2), 0.3, math.log(0.05), math.log(0.12), 0.05, math.log(0.06)])


@pytest.fixture(scope="module")
def trees() -> list[Curve]:
    return [curve for curve in read(EXTRACT, SINGLE_RUNS) if curve.kind == "tree"]


def test_a_case_is_scored_as_a_forecast_with_that_prior_would_be(trees: list[Curve]) -> None:
    """Reweighing the grid gives the density and the chance that a fit with the prior itself gives."""
    curve = next(c for c in trees if c.seconds[c.pilots(HOURS_PILOTS[FOUR_PILOTS])[-1]] >= 2)
    cases = folds._cases([curve], {curve.dataset: 0})
    cases = cases.those(cases.pilots == FOUR_PILOTS)
    pilots = curve.pilots(HOURS_PILOTS[FOUR_PILOTS])
    hours, x = curve.seconds[pilots] / 3600, np.log(curve.sizes[pilots] / curve.sizes[pilots[-1]])
    believed = replace(folds.prior(VALUES), rises=np.array([VALUES[5]]), drifts=np.array([math.exp(VALUES[6])]))
    posterior = bend.fit(x, np.log(hours), scaling.shapes(x), believed, (scaling.TIMER_HOURS / hours) ** 2)
    ahead = math.log(curve.sizes[-1] / curve.sizes[pilots[-1]])
    told = posterior.predict(ahead, scaling.shapes(np.array([ahead]))[:, 0])
    truth = math.log(curve.seconds[-1] / 3600)
    density = (told.below(truth + 0.005) - told.below(truth - 0.005)) / 0.01
    assert folds.scores(cases, VALUES)[0] == pytest.approx(math.log(density), abs=0.05)
    assert folds.below(cases, VALUES)[0] == pytest.approx(told.below(truth), abs=0.02)


def test_a_fit_scores_better_on_what_it_was_fitted_to(trees: list[Curve]) -> None:
    """The search only moves to figures under which what happened was likelier."""
    cases = folds._cases(trees[:4], {curve.dataset: 0 for curve in trees[:4]})
    start = np.array([1.8, math.log(0.2), 0.3, math.log(0.05), math.log(0.12), 0.0, math.log(0.06)])
    fitted = folds.best(cases, start)
    before, after = (np.average(folds.scores(cases, values), weights=cases.weights) for values in (start, fitted))
    assert after > before + 0.1
    assert fitted[0] < start[0]


def test_no_dataset_is_judged_by_priors_that_it_helped_to_set(
    trees: list[Curve], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every turn the datasets fitted to and the datasets judged have none in common, and each is judged once."""
    fitted_to, judged = [], []
    monkeypatch.setattr(folds, "best", lambda cases, start: fitted_to.append(set(cases.fold.tolist())) or start)
    real = folds.below
    monkeypatch.setattr(
        folds, "below", lambda cases, values: judged.append(set(cases.fold.tolist())) or real(cases, values)
    )
    folds._judge("tree", trees)
    assert [len(each) for each in judged] == [1] * folds.FOLDS
    assert set.union(*judged) == set(range(folds.FOLDS))
    assert all(not out & held for out, held in zip(judged, fitted_to[1:], strict=True))
