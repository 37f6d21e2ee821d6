"""Fits that overwrite each other in a run do not do so silently."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator

import mlflow
import pytest

from runlens import fits

sklearn_linear = pytest.importorskip("sklearn.linear_model")
sklearn_search = pytest.importorskip("sklearn.model_selection")
sklearn_pipeline = pytest.importorskip("sklearn.pipeline")

X = [[float(row), float(row % 3)] for row in range(30)]
Y = [row % 2 for row in range(30)]


@pytest.fixture(autouse=True)
def autologging(server_uri: str, experiment: str) -> Iterator[None]:
    mlflow.set_tracking_uri(server_uri)
    mlflow.set_experiment(experiment)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mlflow.sklearn.autolog(log_models=False, silent=True)
        yield
        mlflow.sklearn.autolog(disable=True, silent=True)


def fit(c: float = 1.0) -> None:
    sklearn_linear.LogisticRegression(C=c).fit(X, Y)


def notice_of(cell: Callable[[], object]) -> str | None:
    with mlflow.start_run() as run:
        fits.watch(run.info.run_id)
        cell()
        return fits.overwritten(run.info.run_id)


def test_two_fits_with_other_parameters() -> None:
    notice = notice_of(lambda: [fit(1.0), fit(1e-6)])
    assert notice is not None
    assert notice.startswith("2 autologged fits wrote to this run.")
    assert "the first one’s values are kept of the parameter C." in notice
    assert "the last one’s values are kept of the metrics training_" in notice
    assert "nested=True" in notice
    assert len(notice) <= 500


def nested_fits() -> None:
    for c in (1.0, 1e-6):
        with mlflow.start_run(nested=True):
            fit(c)


def pipeline() -> None:
    sklearn_pipeline.make_pipeline(sklearn_linear.LogisticRegression()).fit(X, Y).score(X, Y)


def search() -> None:
    sklearn_search.GridSearchCV(sklearn_linear.LogisticRegression(), {"C": [0.1, 1.0]}, cv=2).fit(X, Y)


def own_values() -> None:
    mlflow.log_metric("accuracy", 0.1)
    mlflow.log_metrics({"accuracy": 0.2, "loss": 0.3}, step=1)
    mlflow.log_params({"lr": 0.1})


@pytest.mark.parametrize("cell", [fit, nested_fits, pipeline, search, own_values])
def test_no_notice_where_nothing_is_lost(cell: Callable[[], object]) -> None:
    assert notice_of(cell) is None


def test_fits_of_another_run_are_not_this_ones() -> None:
    with mlflow.start_run() as run:
        fits.watch(run.info.run_id)
    with mlflow.start_run():
        fit(1.0)
        fit(1e-6)
    assert fits.overwritten(run.info.run_id) is None
    assert fits.overwritten("unknown") is None
