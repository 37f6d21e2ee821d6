"""Searches in a marked cell: a parent, and a child run for each trial."""

from __future__ import annotations

from typing import Any

import mlflow
import pytest
from mlflow.tracking import MlflowClient
from support.shells import Shell

GRID = """
import numpy as np
from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeClassifier
X, y = np.arange(60.0).reshape(30, 2), np.arange(30) % 2
GridSearchCV(DecisionTreeClassifier(), {'max_depth': [1, 2, 3]}, cv=2).fit(X, y);
"""
# As Optuna calls an objective: once a trial, in the thread of the cell, and it may raise.
TRIALS = """
import mlflow
def objective(number):
    with mlflow.start_run(nested=True, run_name=f'trial-{{number}}'):
        mlflow.log_param('number', number)
        if number == {fails}:
            raise ValueError('this trial diverged')
        mlflow.log_metric('loss', 1 / (number + 1))
for number in range(4):
    objective(number)
mlflow.log_metric('best', 0.25)
"""


def children(run: Any) -> list[Any]:
    found = MlflowClient().search_runs(
        [run.info.experiment_id], f"tags.`mlflow.parentRunId` = '{run.info.run_id}'", order_by=["start_time ASC"]
    )
    return list(found)


def test_a_grid_search_has_a_child_for_each_candidate(shell: Shell, experiment: str) -> None:
    pytest.importorskip("sklearn")
    assert shell.run(f"%%mlflow {experiment} --no-models{GRID}").success
    run = shell.last_run()
    assert (run.info.status, run.data.params["best_max_depth"] in "123") == ("FINISHED", True)
    assert "best_cv_score" in run.data.metrics
    found = children(run)
    assert sorted(child.data.params["max_depth"] for child in found) == ["1", "2", "3"]
    assert {child.info.status for child in found} == {"FINISHED"}
    assert "autologged fits wrote" not in shell.output
    assert mlflow.active_run() is None


def test_trials_are_children_of_the_cells_run(shell: Shell, experiment: str) -> None:
    assert shell.run(f"%%mlflow {experiment} --no-autolog{TRIALS.format(fails='None')}").success
    run = shell.last_run()
    assert (run.info.status, run.data.params, run.data.metrics) == ("FINISHED", {}, {"best": 0.25})
    found = children(run)
    assert [child.data.metrics["loss"] for child in found] == [1, 1 / 2, 1 / 3, 1 / 4]
    assert {child.info.status for child in found} == {"FINISHED"}


def test_a_trial_that_raises_fails_with_the_cell_and_the_others_stay_finished(shell: Shell, experiment: str) -> None:
    assert not shell.run(f"%%mlflow {experiment} --no-autolog{TRIALS.format(fails=2)}").success
    run = shell.last_run()
    assert run.info.status == "FAILED"
    assert [child.info.status for child in children(run)] == ["FINISHED", "FINISHED", "FAILED"]
    assert mlflow.active_run() is None


def test_optuna_trials_are_children_too(shell: Shell, experiment: str) -> None:
    pytest.importorskip("optuna")
    cell = (
        "import mlflow, optuna\noptuna.logging.set_verbosity(optuna.logging.ERROR)\n"
        "def objective(trial):\n    with mlflow.start_run(nested=True):\n"
        "        x = trial.suggest_float('x', -1, 1)\n        mlflow.log_param('x', x)\n        return x * x\n"
        "study = optuna.create_study()\nstudy.optimize(objective, n_trials=3)"
    )
    assert shell.run(f"%%mlflow {experiment} --no-autolog\n{cell}").success, shell.output
    assert len(children(shell.last_run())) == 3
