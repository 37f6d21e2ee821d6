"""What a card shows when its cell ends, and what it is updated with after that."""

from __future__ import annotations

from typing import Any

import mlflow
import pytest
from support.kernels import Kernel

LOG = "# mlflow: {0} --param lr\nimport mlflow\nlr = {1}\nmlflow.log_metric('auc', {1})"


@pytest.fixture
def client(server_uri: str) -> Any:
    return mlflow.MlflowClient(server_uri)


def test_the_run_before_a_restart_comes_as_an_update_of_the_same_output(
    own_kernel: Kernel, client: Any, experiment: str
) -> None:
    metadata = {"cellId": f"cell-{experiment}"}
    first = own_kernel.run(LOG.format(experiment, 0.1), metadata)
    own_kernel.restart()
    own_kernel.run("import mlflow")
    request = own_kernel.send(LOG.format(experiment, 0.2), metadata)
    second = own_kernel.wait(request)
    # Another cell runs meanwhile: the update belongs to the request of its own cell all the same.
    own_kernel.run("1")
    compared = [card for card in second.cards if card["previous_run_id"]]
    if not compared:
        late = own_kernel.wait_for_card(request, lambda card: card["previous_run_id"] is not None)
        assert len(late.cards) == 1
        assert set(late.displays) == set(second.displays)
        compared = late.cards
    card = compared[-1]
    assert card["previous_run_id"] == first.run_id
    assert card["run"]["status"] == "FINISHED"
    assert card["run"]["end_time"] == second.cards[-1]["run"]["end_time"]
    assert card["changed_params"] == [{"key": "lr", "before": "0.1", "after": "0.2"}]
    assert card["metrics"][0]["previous"] == 0.1
    assert client.get_run(second.run_id).data.tags["runlens.previous_run_id"] == first.run_id


def test_the_last_output_of_a_short_cell_has_its_figures_and_their_change(kernel: Kernel, experiment: str) -> None:
    metadata = {"cellId": f"cell-{experiment}"}
    kernel.run(LOG.format(experiment, 0.1), metadata)
    card = kernel.run(LOG.format(experiment, 0.2), metadata).cards[-1]
    assert [(metric["key"], metric["value"], metric["previous"]) for metric in card["metrics"]] == [("auc", 0.2, 0.1)]
    assert card["changed_params"] == [{"key": "lr", "before": "0.1", "after": "0.2"}]


def test_the_last_output_of_a_cell_has_its_curves_children_and_files(kernel: Kernel, experiment: str) -> None:
    mark = f"# mlflow: {experiment}\nimport mlflow\n"
    curve = kernel.run(f"{mark}for step in range(5): mlflow.log_metric('loss', 1 / (step + 1), step)")
    assert len(curve.cards[-1]["metrics"][0]["points"]) == 5
    parts = kernel.run(f"{mark}mlflow.log_text('x', 'a.txt')\nwith mlflow.start_run(nested=True): pass")
    assert (parts.cards[-1]["children"], parts.cards[-1]["artifact_count"]) == (1, 1)


def test_a_card_that_has_all_is_not_updated(kernel: Kernel, experiment: str) -> None:
    request = kernel.send(f"# mlflow: {experiment}\nimport mlflow\nmlflow.log_metric('auc', 0.5)")
    reply = kernel.wait(request)
    assert reply.cards[-1]["metric_count"] == 1
    kernel.run("__import__('runlens.extension').extension.session().background.drain(60)")
    kernel.run("1")
    assert kernel.after(request).cards == []


def test_a_run_that_a_cell_leaves_open_is_told_and_has_not_ended(kernel: Kernel, experiment: str) -> None:
    kernel.run(f"import mlflow\nmlflow.set_experiment('{experiment}')")
    kernel.run("%mlflow all on")
    try:
        opened = kernel.run("run = mlflow.start_run()\nmlflow.log_metric('auc', 0.5)")
        assert opened.cards[-1]["run"]["status"] == "RUNNING"
        assert opened.cards[-1]["run"]["end_time"] is None
        assert "left its run open" in opened.cards[-1]["notices"][0]
        assert kernel.run("mlflow.active_run().info.run_id").results == [f"'{opened.run_id}'"]
        kernel.run("mlflow.end_run()")
        failed = kernel.run("mlflow.log_metric('auc', 0.5)\n1 / 0")
        assert failed.cards[-1]["run"]["status"] == "FAILED"
        assert failed.cards[-1]["notices"] == []
        assert kernel.run("mlflow.active_run()").results == []
    finally:
        kernel.run("%mlflow all off")
