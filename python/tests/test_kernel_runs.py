"""Marked cells in a real kernel, and what lies on a real server afterwards."""

from __future__ import annotations

from typing import Any

import mlflow
import pytest
from mlflow.tracking import MlflowClient
from support.kernels import Kernel
from support.servers import wait_until


@pytest.fixture
def client(server_uri: str) -> Any:
    # Artifacts of 2.9 are found by the process's own URI.
    mlflow.set_tracking_uri(server_uri)
    return MlflowClient()


def status_of(client: Any, run_id: str) -> str:
    return str(client.get_run(run_id).info.status)


def test_a_cell_is_a_finished_run_with_what_it_logged(kernel: Kernel, client: Any, experiment: str) -> None:
    reply = kernel.run(
        f"%%mlflow {experiment} --name first --tag team=risk --param lr --param alpha=0.1 --description 'A *note*'\n"
        "import mlflow\nlr = 0.05\nmlflow.log_metric('acc', 0.9)\nlr * 2",
        {"cellId": "c1"},
    )
    assert reply.status == "ok"
    assert reply.results == ["0.1"]
    run = client.get_run(reply.run_id)
    assert (run.info.status, run.info.run_name) == ("FINISHED", "first")
    assert client.get_experiment(run.info.experiment_id).name == experiment
    assert run.data.params == {"lr": "0.05", "alpha": "0.1"}
    assert run.data.metrics == {"acc": 0.9}
    tags = run.data.tags
    assert tags["team"] == "risk"
    assert tags["runlens.cell.id"] == "c1"
    assert tags["mlflow.note.content"] == "A *note*"
    assert [card["run"]["status"] for card in reply.cards] == ["RUNNING", "FINISHED"]


def test_top_level_await_works(kernel: Kernel, client: Any, experiment: str) -> None:
    reply = kernel.run(f"# mlflow: {experiment}\nimport asyncio\nawait asyncio.sleep(0.01, result=7)")
    assert (reply.status, reply.results) == ("ok", ["7"])
    assert status_of(client, reply.run_id) == "FINISHED"


def test_a_failure_has_one_traceback_with_the_cells_own_line_and_fails_the_run(
    kernel: Kernel, client: Any, experiment: str
) -> None:
    reply = kernel.run(f"%%mlflow {experiment}\nx = 1\nx / 0")
    assert reply.status == "error"
    assert [error["ename"] for error in reply.errors] == ["ZeroDivisionError"]
    assert reply.content["ename"] == "ZeroDivisionError"
    trace = "\n".join(reply.errors[0]["traceback"])
    assert "line 3" in trace
    assert "runlens" not in trace
    run = client.get_run(reply.run_id)
    assert run.info.status == "FAILED"
    assert run.data.tags["runlens.error.type"] == "ZeroDivisionError"
    assert run.data.tags["runlens.error.message"] == "division by zero"
    wait_until(lambda: "runlens/traceback.txt" in artifacts(client, reply.run_id), 30, "the traceback is uploaded")
    text = client.download_artifacts(reply.run_id, "runlens/traceback.txt")
    with open(text) as file:
        content = file.read()
    assert "line 3" in content
    assert "\x1b" not in content


def test_a_syntax_error_fails_the_run(kernel: Kernel, client: Any, experiment: str) -> None:
    reply = kernel.run(f"# mlflow: {experiment}\nx = = 1")
    assert reply.status == "error"
    run = client.get_run(reply.run_id)
    assert (run.info.status, run.data.tags["runlens.error.type"]) == ("FAILED", "SyntaxError")


def test_run_all_stops_at_a_cell_that_fails_and_at_one_that_is_refused(kernel: Kernel, experiment: str) -> None:
    for first in (f"%%mlflow {experiment}\n1 / 0", f"%%mlflow {experiment} --nmae x\nprint('ran')"):
        # The kernel is busy until it has got both: only what waits is aborted.
        busy = kernel.send("import time; time.sleep(1)")
        one, two = kernel.send(first), kernel.send("print('after')")
        assert kernel.wait(busy).status == "ok"
        assert kernel.wait(one).status == "error"
        assert kernel.wait(two).status == "aborted"


def test_an_unknown_option_names_the_nearest_and_nothing_runs(kernel: Kernel, experiment: str) -> None:
    reply = kernel.run(f"%%mlflow {experiment} --nmae x\nran = True")
    assert reply.status == "error"
    assert "--nmae is not an option; the nearest is --name" in "\n".join(reply.errors[0]["traceback"])
    assert kernel.run("'ran' in globals()").results == ["False"]


@pytest.mark.parametrize(
    "code",
    [
        "import time\nprint('cell-runs', flush=True)\ntime.sleep(60)",
        # Often awake: ipykernel lets an interrupt wait until what is awaited comes.
        "import asyncio\nprint('cell-runs', flush=True)\nfor _ in range(600):\n    await asyncio.sleep(0.1)",
    ],
)
def test_an_interrupt_kills_the_run(kernel: Kernel, client: Any, experiment: str, code: str) -> None:
    request = kernel.send(f"%%mlflow {experiment} --name stop\n{code}")
    run_id = kernel.wait_for_text(request, "cell-runs").run_id
    kernel.interrupt()
    kernel.wait(request)
    assert status_of(client, run_id) == "KILLED"
    assert kernel.run("1 + 1").results == ["2"]


def test_a_kernel_that_is_killed_leaves_no_run_running(own_kernel: Kernel, client: Any, experiment: str) -> None:
    request = own_kernel.send(
        f"%%mlflow {experiment}\nimport mlflow, time\nchild = mlflow.start_run(nested=True)\n"
        "print('child', child.info.run_id, 'cell-runs', flush=True)\ntime.sleep(60)"
    )
    before = own_kernel.wait_for_text(request, "cell-runs")
    child, parent = before.text.split("child ")[1].split()[0], before.run_id
    own_kernel.kill()
    wait_until(lambda: status_of(client, parent) == "KILLED", 60, "the guard has ended the run")
    assert status_of(client, child) == "KILLED"
    assert client.get_run(parent).data.tags["runlens.error.type"] == "KernelDied"


def test_a_restart_kills_the_run_of_the_cell_that_runs(own_kernel: Kernel, client: Any, experiment: str) -> None:
    request = own_kernel.send(f"%%mlflow {experiment}\nimport time\nprint('cell-runs', flush=True)\ntime.sleep(60)")
    run_id = own_kernel.wait_for_text(request, "cell-runs").run_id
    own_kernel.restart()
    wait_until(lambda: status_of(client, run_id) == "KILLED", 60, "the run is ended")


def test_resume_goes_on_with_the_cells_last_run_also_after_a_restart(
    own_kernel: Kernel, client: Any, experiment: str
) -> None:
    metadata = {"cellId": "resumed-" + experiment}
    first = own_kernel.run(f"%%mlflow {experiment}\nimport mlflow\nmlflow.log_metric('a', 1)\n1 / 0", metadata)
    again = own_kernel.run(f"%%mlflow {experiment} --resume\nmlflow.log_metric('b', 2)", metadata)
    assert again.run_id == first.run_id
    run = client.get_run(first.run_id)
    assert run.info.status == "FINISHED"
    assert run.data.metrics == {"a": 1, "b": 2}
    assert "runlens.error.type" not in run.data.tags
    own_kernel.restart()
    third = own_kernel.run(f"%%mlflow {experiment} --resume\nimport mlflow\nmlflow.log_metric('c', 3)", metadata)
    assert third.run_id == first.run_id
    assert client.get_run(first.run_id).data.metrics == {"a": 1, "b": 2, "c": 3}


def test_nested_makes_a_child_of_the_open_run(kernel: Kernel, client: Any, experiment: str) -> None:
    opened = kernel.run(
        f"import mlflow\nmlflow.set_experiment('{experiment}')\nparent = mlflow.start_run()\nparent.info.run_id"
    )
    parent = opened.results[0].strip("'")
    child = kernel.run("%%mlflow --nested\nmlflow.log_metric('a', 1)").run_id
    assert client.get_run(child).data.tags["mlflow.parentRunId"] == parent
    beside = kernel.run("%%mlflow\nmlflow.log_metric('a', 1)")
    assert "mlflow.parentRunId" not in client.get_run(beside.run_id).data.tags
    assert "--nested" in beside.cards[-1]["notices"][0]
    assert kernel.run("mlflow.active_run().info.run_id").results == [f"'{parent}'"]
    assert status_of(client, parent) == "RUNNING"
    kernel.run("mlflow.end_run()")


def test_a_run_that_the_cell_starts_itself_is_a_child_in_the_same_experiment(
    kernel: Kernel, client: Any, experiment: str
) -> None:
    reply = kernel.run(
        f"# mlflow: {experiment}\nimport mlflow\nwith mlflow.start_run() as run:\n    mlflow.log_metric('a', 1)\n"
        "run.info.run_id"
    )
    child = client.get_run(reply.results[0].strip("'"))
    assert child.data.tags["mlflow.parentRunId"] == reply.run_id
    assert child.info.experiment_id == client.get_run(reply.run_id).info.experiment_id
    assert "child" in reply.cards[-1]["notices"][0]


def test_end_run_in_the_cell_leaves_nothing_open(kernel: Kernel, client: Any, experiment: str) -> None:
    reply = kernel.run(
        f"# mlflow: {experiment}\nimport mlflow\nmlflow.end_run()\nmlflow.log_metric('late', 1)\n"
        "print(mlflow.active_run().info.run_id)\n1 / 0"
    )
    late = reply.text.split()[-1]
    assert status_of(client, reply.run_id) == "FAILED"
    assert status_of(client, late) == "FAILED"
    assert kernel.run("mlflow.active_run()").results == []


def test_the_cells_metadata_marks_it_like_a_line(kernel: Kernel, client: Any, experiment: str) -> None:
    marked = {"cellId": "m", "runlens": {"log": True, "options": f"{experiment} --name by-metadata"}}
    reply = kernel.run("41 + 1", marked)
    assert reply.results == ["42"]
    assert client.get_run(reply.run_id).info.run_name == "by-metadata"
    assert kernel.run("1", {"runlens": {"log": False}}).cards == []


def artifacts(client: Any, run_id: str) -> list[str]:
    return [entry.path for entry in client.list_artifacts(run_id, "runlens")]
