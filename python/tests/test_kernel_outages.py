"""A server that is not there, or goes away: the cell keeps its result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mlflow
import pytest
from mlflow.tracking import MlflowClient
from support.kernels import Kernel
from support.servers import Server, free_port, wait_until

# Each of these is repeated by MLflow for minutes when it is left to itself.
LOGS = (
    "import mlflow, os\n"
    "for step in range(50):\n    mlflow.log_metric('loss', 1 / (step + 1), step=step)\n"
    "mlflow.log_param('depth', 3)\nmlflow.set_tag('team', 'risk')\nmlflow.log_text('hello', 'notes/hello.txt')\n"
    "with mlflow.start_run(nested=True, run_name='child'):\n    mlflow.log_metric('inner', 1)\n"
)


@pytest.fixture
def lonely_kernel(tmp_path: Path) -> Any:
    """Its server was never there."""
    with Kernel(tmp_path, f"http://127.0.0.1:{free_port()}") as found:
        yield found


def test_without_a_server_the_cell_keeps_its_result_and_says_what_was_not_logged(lonely_kernel: Kernel) -> None:
    lonely_kernel.run("import mlflow")
    reply = lonely_kernel.run(f"%%mlflow nowhere --param x\n{LOGS}x = 1\n6 * 7")
    assert (reply.status, reply.results) == ("ok", ["42"])
    assert reply.cards == []
    assert "this cell was not logged" in reply.text
    assert "--strict" in reply.text
    assert reply.seconds < 30
    assert lonely_kernel.run("mlflow.active_run()").results == []


def test_strict_makes_a_missing_server_an_error_and_nothing_runs(lonely_kernel: Kernel) -> None:
    reply = lonely_kernel.run("%%mlflow nowhere --strict\nran = True")
    assert reply.status == "error"
    assert "Nothing of it ran" in "\n".join(reply.errors[0]["traceback"])
    assert lonely_kernel.run("'ran' in globals()").results == ["False"]


def test_what_a_server_missed_in_mid_cell_is_there_when_it_is_back(own_server: Server, tmp_path: Path) -> None:
    with Kernel(tmp_path, own_server.uri) as kernel:
        kernel.run("import mlflow")
        request = kernel.send(
            "%%mlflow outage\nimport os, time\nmlflow.log_metric('before', 1)\nprint('cell-runs', flush=True)\n"
            f"while not os.path.exists('gone'): time.sleep(0.05)\n{LOGS}'kept'"
        )
        run_id = kernel.wait_for_text(request, "cell-runs").run_id
        own_server.stop()
        (tmp_path / "gone").touch()
        reply = kernel.wait(request)
        assert (reply.status, reply.results) == ("ok", ["'kept'"])
        assert "went away" in reply.text
        assert reply.seconds < 60
        own_server.start()
        mlflow.set_tracking_uri(own_server.uri)
        client: Any = MlflowClient()
        wait_until(lambda: client.get_run(run_id).info.status == "FINISHED", 60, "what was held has been sent")
        run = client.get_run(run_id)
        assert run.data.params == {"depth": "3"}
        assert run.data.tags["team"] == "risk"
        assert len(client.get_metric_history(run_id, "loss")) == 50
        assert [entry.path for entry in client.list_artifacts(run_id, "notes")] == ["notes/hello.txt"]
        query = f"tags.mlflow.parentRunId = '{run_id}'"
        children = client.search_runs([run.info.experiment_id], query)
        assert [(child.info.status, child.data.metrics) for child in children] == [("FINISHED", {"inner": 1.0})]


def test_a_run_whose_end_was_missed_is_ended_after_the_kernel(own_server: Server, tmp_path: Path) -> None:
    with Kernel(tmp_path, own_server.uri) as kernel:
        request = kernel.send(
            "%%mlflow outage\nimport os, time\nprint('cell-runs', flush=True)\n"
            "while not os.path.exists('gone'): time.sleep(0.05)"
        )
        run_id = kernel.wait_for_text(request, "cell-runs").run_id
        own_server.stop()
        (tmp_path / "gone").touch()
        assert kernel.wait(request).status == "ok"
        kernel.kill()
    own_server.start()
    client: Any = MlflowClient(tracking_uri=own_server.uri)
    wait_until(lambda: client.get_run(run_id).info.status == "FINISHED", 90, "the guard has ended the run")


def test_strict_fails_a_cell_whose_server_went_away(own_server: Server, tmp_path: Path) -> None:
    with Kernel(tmp_path, own_server.uri) as kernel:
        request = kernel.send(
            "%%mlflow outage --strict\nimport os, time\nprint('cell-runs', flush=True)\n"
            "while not os.path.exists('gone'): time.sleep(0.05)\n'result'"
        )
        kernel.wait_for_text(request, "cell-runs")
        own_server.stop()
        (tmp_path / "gone").touch()
        reply = kernel.wait(request)
        assert reply.status == "error"
        assert "--strict" in "\n".join(reply.errors[0]["traceback"])


def test_a_model_that_cannot_be_registered_is_told_clearly(own_server: Server, tmp_path: Path) -> None:
    with Kernel(tmp_path, own_server.uri) as kernel:
        request = kernel.send(
            "%%mlflow outage\nimport os, time, mlflow\nprint('cell-runs', flush=True)\n"
            "while not os.path.exists('gone'): time.sleep(0.05)\n"
            "mlflow.register_model(f'runs:/{mlflow.active_run().info.run_id}/model', 'risk')"
        )
        kernel.wait_for_text(request, "cell-runs")
        own_server.stop()
        (tmp_path / "gone").touch()
        reply = kernel.wait(request)
        assert reply.status == "error"
        told = reply.cards[-1]["error"]["message"]
        assert "the model registry cannot be written without it" in told
        assert "register it again once the server answers" in told
