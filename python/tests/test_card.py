"""The card of a run on a real server, and on servers that are slow or gone."""

from __future__ import annotations

import json
import math
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import mlflow
import pytest

from runlens import card as card_module
from runlens.card import RUN_MIME, Card
from runlens.cell import Cell
from runlens.payload import http_uri

CELL = Cell("# mlflow:\nx", "x", "cell-1", 7, None)


class Outputs:
    """What a front end would be given: outputs, and updates of them."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, dict[str, Any]]] = []
        self.updated: list[tuple[str, dict[str, Any]]] = []

    @property
    def last(self) -> dict[str, Any]:
        found: dict[str, Any] = self.updated[-1][1][RUN_MIME]
        json.dumps(found, allow_nan=False)
        return found


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> Outputs:
    found = Outputs()
    monkeypatch.setattr(card_module, "display", lambda data, raw, display_id: found.shown.append((display_id, data)))
    monkeypatch.setattr(
        card_module, "update_display", lambda data, raw, display_id: found.updated.append((display_id, data))
    )
    return found


@pytest.fixture
def client(server_uri: str, experiment: str) -> Any:
    mlflow.set_tracking_uri(server_uri)
    mlflow.set_experiment(experiment)
    return mlflow.MlflowClient()


def card_of(run: Any, previous: str | None = None, uri: str | None = None) -> Card:
    info = run.info
    name, uri = info.run_name, uri or mlflow.get_tracking_uri()
    return Card(CELL, info.run_id, name, info.experiment_id, "an experiment", uri, previous)


def test_one_output_that_is_updated_in_place(client: Any, outputs: Outputs) -> None:
    with mlflow.start_run(run_name="gallant-fox-12") as run:
        card = card_of(run)
        card.show()
        mlflow.log_param("lr", 0.1)
    card.finish(client, "FINISHED", None, ["a notice"])
    (shown_id, shown), (updated_id, updated) = outputs.shown[0], outputs.updated[0]
    assert shown_id == updated_id
    assert set(shown) == set(updated) == {RUN_MIME, "text/html", "text/plain"}
    assert shown[RUN_MIME]["run"]["status"] == "RUNNING"
    assert outputs.last["run"]["status"] == "FINISHED"
    assert outputs.last["run"]["end_time"] >= outputs.last["run"]["start_time"]
    assert outputs.last["cell"] == {"id": "cell-1", "execution_count": 7}
    assert outputs.last["params"] == [["lr", "0.1"]]
    assert outputs.last["notices"] == ["a notice"]


def test_metrics_with_their_curves_and_what_is_not_finite(client: Any, outputs: Outputs) -> None:
    with mlflow.start_run() as run:
        mlflow.log_metric("accuracy", 0.97)
        mlflow.log_metric("grows", math.inf)
        batch = [mlflow.entities.Metric("loss", 9.0 if step == 432 else 0.5, step, step) for step in range(900)]
        client.log_batch(run.info.run_id, metrics=[*batch, mlflow.entities.Metric("loss", math.nan, 900, 900)])
    card_of(run).finish(client, "FAILED", ("FloatingPointError", "loss is nan"), [])
    metrics = {metric["key"]: metric for metric in outputs.last["metrics"]}
    assert metrics["accuracy"]["points"] == []
    assert metrics["grows"]["value"] == "Infinity"
    assert metrics["loss"]["value"] == "NaN"
    assert metrics["loss"]["step"] == 900
    assert len(metrics["loss"]["points"]) <= 64
    assert [432, 9.0] in metrics["loss"]["points"]
    assert metrics["loss"]["points"][-1] == [900, "NaN"]
    assert outputs.last["error"] == {"type": "FloatingPointError", "message": "loss is nan"}


def test_compares_with_the_run_before(client: Any, outputs: Outputs) -> None:
    with mlflow.start_run() as before:
        mlflow.log_params({"dropout": 0.12, "lr": 0.1, "gone": 1})
        mlflow.log_metrics({"auc": 0.85})
    with mlflow.start_run() as run:
        mlflow.log_params({"dropout": 0.14, "lr": 0.1, "new": 2})
        mlflow.log_metrics({"auc": 0.87, "f1": 0.8})
    card_of(run, before.info.run_id).finish(client, "FINISHED", None, [])
    assert outputs.last["previous_run_id"] == before.info.run_id
    assert outputs.last["changed_params"] == [
        {"key": "dropout", "before": "0.12", "after": "0.14"},
        {"key": "gone", "before": "1", "after": None},
        {"key": "new", "before": None, "after": "2"},
    ]
    assert {metric["key"]: metric["previous"] for metric in outputs.last["metrics"]} == {"auc": 0.85, "f1": None}


def test_the_run_before_may_be_gone(client: Any, outputs: Outputs) -> None:
    with mlflow.start_run() as run:
        mlflow.log_metric("auc", 0.87)
    card_of(run, "0" * 32).finish(client, "FINISHED", None, [])
    assert outputs.last["metrics"][0]["value"] == 0.87
    assert "Couldn’t read the cell’s last run" in outputs.last["notices"][0]


def test_models_artifacts_and_children(client: Any, outputs: Outputs, experiment: str) -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    with mlflow.start_run() as run:
        mlflow.log_text("x", "plots/a.txt")
        mlflow.log_text("x", "runlens/cell.py")
        for _ in range(3):
            with mlflow.start_run(nested=True):
                pass
        model = linear.LogisticRegression().fit([[0.0], [1.0]], [0, 1])
        info = mlflow.sklearn.log_model(model, "model", pip_requirements=["scikit-learn"])
    version = mlflow.register_model(info.model_uri, experiment)
    client.set_registered_model_alias(experiment, "challenger", version.version)
    card_of(run).finish(client, "FINISHED", None, [])
    assert outputs.last["children"] == 3
    assert outputs.last["artifact_count"] >= 1
    (model_shown,) = outputs.last["models"]
    assert model_shown["name"] == "model"
    assert model_shown["registered"] == {"name": experiment, "version": "1", "alias": "challenger"}
    assert (model_shown["model_id"] or "m-").startswith("m-")


def test_only_so_much_is_kept(client: Any, outputs: Outputs) -> None:
    with mlflow.start_run() as run:
        for start in (0, 100):
            params = [mlflow.entities.Param(f"p{number:03}", "v" * 5_000) for number in range(start, start + 75)]
            client.log_batch(run.info.run_id, params=params)
        client.log_batch(run.info.run_id, metrics=[mlflow.entities.Metric(f"m{n:02}", n, 0, 1) for n in range(45)])
    card_of(run).finish(client, "FINISHED", None, ["n" * 5_000] * 100)
    card = outputs.last
    assert (len(card["params"]), card["param_count"]) == (100, 150)
    assert (len(card["metrics"]), card["metric_count"]) == (30, 45)
    assert all(len(text) <= 500 for pair in card["params"] for text in pair)
    assert all(len(notice) <= 500 for notice in card["notices"])
    assert len(card["notices"]) <= 20


class Silent:
    """A server that takes connections and never answers."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connections: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()
        self.uri = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            try:
                self._connections.append(self._listener.accept()[0])
            except OSError:
                return

    def close(self) -> None:
        self._listener.close()
        for connection in self._connections:
            connection.close()


@pytest.fixture
def silent() -> Iterator[Silent]:
    server = Silent()
    yield server
    server.close()


def test_a_server_that_is_slow_does_not_hold_the_cell(outputs: Outputs, silent: Silent) -> None:
    client = mlflow.MlflowClient(silent.uri)
    card = Card(CELL, "0" * 32, "gallant-fox-12", "1", "credit-risk", silent.uri, "1" * 32)
    card.show()
    start = time.monotonic()
    card.finish(client, "FINISHED", None, [])
    # MLflow's own client waits for two minutes; the card for one second.
    assert time.monotonic() - start < 30
    assert outputs.last["run"]["status"] == "FINISHED"
    assert outputs.last["run"]["end_time"] is not None
    assert outputs.last["notices"] == [
        "Couldn’t read the run’s figures for this card. The server did not answer in time."
    ]


def test_a_display_that_fails_costs_no_cell(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no front end")

    monkeypatch.setattr(card_module, "display", fail)
    monkeypatch.setattr(card_module, "update_display", fail)
    with mlflow.start_run() as run:
        card = card_of(run)
        card.show()
    card.finish(client, "FINISHED", None, [])


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("http://me:hunter2@127.0.0.1:5000/", "http://127.0.0.1:5000"),
        ("https://example.org/mlflow?token=a#b", "https://example.org/mlflow"),
        ("sqlite:///mlflow.db", None),
        ("databricks", None),
        ("javascript:alert(1)", None),
        ("http://[broken", None),
        (None, None),
    ],
)
def test_tracking_uris_carry_no_secrets(uri: str | None, expected: str | None) -> None:
    assert http_uri(uri) == expected
