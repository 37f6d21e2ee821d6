"""``--system-metrics``, with psutil and without."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest
from support.servers import wait_until
from support.shells import Shell


def test_what_the_machine_does_is_logged(shell: Shell, experiment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psutil")
    # MLflow's own are ten seconds.
    monkeypatch.setenv("MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL", "0.1")
    monkeypatch.setenv("MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING", "1")
    cell = (
        "import mlflow, time\nclient, run_id = mlflow.MlflowClient(), mlflow.active_run().info.run_id\n"
        "end = time.time() + 60\n"
        "while not client.get_run(run_id).data.metrics and time.time() < end: time.sleep(0.1)"
    )
    assert shell.run(f"%%mlflow {experiment} --no-autolog --system-metrics\n{cell}").success
    wait_until(
        lambda: any(key.startswith("system/") for key in shell.last_run().data.metrics), 30, "system metrics are there"
    )
    assert shell.last_run().info.status == "FINISHED"


def test_without_psutil_the_cell_is_logged_and_told_what_to_install(
    shell: Shell, experiment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = importlib.util.find_spec

    def find_spec(name: str, *rest: Any) -> Any:
        return None if name == "psutil" else original(name, *rest)

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    assert shell.run(f"%%mlflow {experiment} --no-autolog --system-metrics\n1").success
    assert "psutil is not installed in this kernel; %pip install psutil" in shell.output
    assert shell.last_run().info.status == "FINISHED"
