"""A server that takes requests and never answers. What is bounded is counted: requests, and what each may take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mlflow
import pytest
from support.listeners import Listener
from support.shells import Shell

from runlens import outage as outage_module
from runlens.outage import CONNECT_SECONDS, Outage

SECONDS = 0.3


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    monkeypatch.setattr(outage_module, "WRITE_SECONDS", SECONDS)
    with Listener(silent=True) as found:
        yield found


@pytest.fixture
def bounds(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, Any]]:
    """Repetitions and timeout of each request that goes out."""
    from mlflow.utils import rest_utils

    found: list[tuple[int, Any]] = []
    original = rest_utils._get_http_response_with_retries

    def send(method: str, url: str, max_retries: int, *rest: Any, **arguments: Any) -> Any:
        found.append((max_retries, arguments["timeout"]))
        return original(method, url, max_retries, *rest, **arguments)

    monkeypatch.setattr(rest_utils, "_get_http_response_with_retries", send)
    return found


def test_a_cell_asks_a_hanging_server_few_times_and_briefly(
    shell: Shell, hanging: Listener, bounds: list[tuple[int, Any]]
) -> None:
    mlflow.set_tracking_uri(hanging.uri)
    log = "import mlflow\nfor step in range(200): mlflow.log_metric('loss', step, step=step)\nkept = 6 * 7"
    assert shell.run(f"%%mlflow nowhere --no-autolog\n{log}").success
    assert shell.ip.user_ns["kept"] == 42
    assert "this cell was not logged" in shell.output
    assert 1 <= len(bounds) <= 3
    assert set(bounds) == {(0, (CONNECT_SECONDS, SECONDS))}


class Clock:
    """Time that passes only where a request waits, or the cell works."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


def test_a_server_that_hangs_in_mid_cell_takes_a_small_part_of_the_cells_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from mlflow.exceptions import MlflowException
    from mlflow.utils.rest_utils import MlflowHostCreds

    clock = Clock()
    monkeypatch.setattr(outage_module, "time", clock)
    waited: list[float] = []

    def hang(*_: Any, **arguments: Any) -> Any:
        waited.append(arguments["timeout"][1])
        clock.now += waited[-1]
        raise MlflowException("API request to it failed with timeout exception")

    outage = Outage("http://127.0.0.1:9")
    outage.mode = "holding"
    for step in range(3_600):
        body = {"run_id": "a" * 32, "key": "loss", "value": 1.0, "step": step}
        creds = MlflowHostCreds("http://127.0.0.1:9")
        answer = outage.request(hang, creds, "/api/2.0/mlflow/runs/log-metric", "POST", {"json": body})
        assert answer.status_code == 200
        clock.now += 1
    assert len(outage.held) == 3_600
    assert max(waited) == outage_module.WRITE_SECONDS
    # An hour of work waits for the server less than a quarter of that.
    assert sum(waited) < 900
