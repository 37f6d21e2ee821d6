"""Cards, notices and masking in a real kernel."""

from __future__ import annotations

from typing import Any

import mlflow
import pytest
from support.kernels import Kernel

TWO_FITS = """
from sklearn.linear_model import LogisticRegression
X, y = [[float(n), float(n % 3)] for n in range(30)], [n % 2 for n in range(30)]
for C in (1.0, 1e-6):
    LogisticRegression(C=C).fit(X, y)
"""


@pytest.fixture
def client(server_uri: str) -> Any:
    return mlflow.MlflowClient(server_uri)


def test_two_fits_of_a_cell_are_told_in_the_card_and_on_stderr(kernel: Kernel, experiment: str) -> None:
    pytest.importorskip("sklearn")
    reply = kernel.run(f"%%mlflow {experiment} --autolog --no-models{TWO_FITS}")
    assert reply.status == "ok"
    (notice,) = reply.cards[-1]["notices"]
    assert notice.startswith("2 autologged fits wrote to this run.")
    assert "parameter C" in notice
    assert notice in reply.text


def test_a_secret_in_an_error_stays_in_the_kernel(kernel: Kernel, client: Any, experiment: str) -> None:
    reply = kernel.run(f"# mlflow: {experiment}\nraise OSError('no answer from postgresql://me:hunter2@db/x')")
    assert reply.cards[-1]["error"] == {"type": "OSError", "message": "no answer from postgresql://***@db/x"}
    tags = client.get_run(reply.run_id).data.tags
    assert tags["runlens.error.message"] == "no answer from postgresql://***@db/x"


def test_the_second_run_of_a_cell_tells_what_changed(kernel: Kernel, experiment: str) -> None:
    cell = "# mlflow: {0} --param lr\nimport mlflow\nlr = {1}\nmlflow.log_metric('auc', {1})"
    first = kernel.run(cell.format(experiment, 0.1), {"cellId": "c1"})
    card = kernel.run(cell.format(experiment, 0.2), {"cellId": "c1"}).cards[-1]
    assert card["previous_run_id"] == first.run_id
    assert card["changed_params"] == [{"key": "lr", "before": "0.1", "after": "0.2"}]
    assert card["metrics"][0]["previous"] == 0.1
