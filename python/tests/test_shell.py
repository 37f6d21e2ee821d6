"""Cells in an IPython of this process, where the test can look at MLflow's own state."""

from __future__ import annotations

import os
import sys
from typing import Any

import mlflow
import pytest
from mlflow.tracking import MlflowClient
from mlflow.utils.autologging_utils import AUTOLOGGING_INTEGRATIONS
from support.shells import Shell

from runlens import attach, extension
from runlens.server_accounts import account_of

FIT = "from sklearn.linear_model import LinearRegression\nLinearRegression().fit([[1], [2], [3]], [1, 2, 3])"


def is_on(flavor: str) -> bool:
    config = AUTOLOGGING_INTEGRATIONS.get(flavor) or {}
    return bool(config) and not config.get("disable")


def test_loading_twice_makes_one_run(shell: Shell, experiment: str) -> None:
    extension.load(shell.ip)
    shell.run(f"# mlflow: {experiment}\n1")
    runs = mlflow.search_runs(experiment_names=[experiment])
    assert len(runs) == 1


def test_code_that_a_front_end_injects_is_no_run(shell: Shell, experiment: str) -> None:
    shell.run(f"%%mlflow {experiment}\n1", store_history=False)
    assert mlflow.get_experiment_by_name(experiment) is None


def test_help_shows_and_runs_nothing(shell: Shell) -> None:
    assert shell.run("%%mlflow -h\nran_by_help = 1").success
    assert "--register NAME" in shell.output
    assert "ran_by_help" not in shell.ip.user_ns


def test_autolog_is_on_in_a_marked_cell_and_as_it_was_after_it(shell: Shell, experiment: str) -> None:
    pytest.importorskip("sklearn")
    shell.run(f"%%mlflow {experiment} --no-models\n{FIT}")
    assert "training_score" in shell.last_run().data.metrics
    assert not is_on("sklearn")
    before = shell.last_run().info.run_id
    shell.run(FIT)
    shell.run(f"%%mlflow {experiment} --no-autolog\n{FIT}")
    assert shell.last_run().data.metrics == {}
    assert len(mlflow.search_runs(experiment_names=[experiment])) == 2
    shell.run(f"%%mlflow {experiment} --no-models\n{FIT}")
    assert "training_score" in shell.last_run().data.metrics
    assert shell.last_run().info.run_id != before


def test_the_persons_own_autolog_configuration_comes_back(shell: Shell, experiment: str) -> None:
    pytest.importorskip("sklearn")
    mlflow.sklearn.autolog(exclusive=True, log_models=False, silent=True, max_tuning_runs=3)
    own = dict(AUTOLOGGING_INTEGRATIONS["sklearn"])
    try:
        for options in ("", "--no-autolog", "--autolog-option sklearn.max_tuning_runs=9"):
            shell.run(f"%%mlflow {experiment} {options}\n{FIT}")
            assert ("training_score" in shell.last_run().data.metrics) is (options != "--no-autolog")
            assert AUTOLOGGING_INTEGRATIONS["sklearn"] == own
    finally:
        mlflow.sklearn.autolog(disable=True)


def test_an_autolog_option_that_is_none_is_refused(shell: Shell, experiment: str) -> None:
    assert not shell.run(f"%%mlflow {experiment} --autolog-option sklearn.bogus=1\nran_anyway = 1").success
    assert "sklearn has no option 'bogus'" in shell.output
    assert "ran_anyway" not in shell.ip.user_ns


def test_register_makes_a_version_with_its_alias(shell: Shell, experiment: str) -> None:
    pytest.importorskip("sklearn")
    shell.run(
        f"%%mlflow {experiment} --no-autolog --register {experiment} --alias champion\nimport mlflow\n"
        "from sklearn.linear_model import LinearRegression\n"
        "mlflow.sklearn.log_model(LinearRegression().fit([[1]], [1]), 'model', pip_requirements=['scikit-learn'])"
    )
    version: Any = MlflowClient().get_model_version_by_alias(experiment, "champion")
    assert version.run_id == shell.last_run().info.run_id
    assert version.status == "READY"


def test_register_without_a_model_is_said(shell: Shell, experiment: str) -> None:
    shell.run(f"%%mlflow {experiment} --register {experiment}\n1")
    assert "the run logged no model" in shell.output
    assert shell.last_run().info.status == "FINISHED"


def test_in_the_mode_for_all_cells_what_a_cell_logs_is_its_run(shell: Shell, experiment: str) -> None:
    mlflow.set_experiment(experiment)
    shell.run("%mlflow all on")
    shell.run("x = 1")
    shell.run("import mlflow\nmlflow.log_metric('a', 1)\n1 / 0", metadata={"cellId": "c9"})
    run = shell.last_run()
    assert run.info.status == "FAILED"
    assert run.data.tags["runlens.cell.id"] == "c9"
    assert run.data.tags["runlens.error.type"] == "ZeroDivisionError"
    assert mlflow.active_run() is None
    shell.run("with mlflow.start_run() as mine:\n    mlflow.log_metric('b', 2)")
    assert shell.last_run().info.run_id == shell.ip.user_ns["mine"].info.run_id
    assert shell.last_run().data.tags["mlflow.source.type"] == "NOTEBOOK"
    shell.run("mlflow.start_run()")
    assert mlflow.active_run() is not None
    mlflow.end_run()
    assert len(mlflow.search_runs(experiment_names=[experiment])) == 3


def test_line_magics(shell: Shell, server_uri: str, experiment: str) -> None:
    shell.run(f"%mlflow experiment {experiment}")
    shell.run("%mlflow status")
    assert server_uri in shell.output
    assert experiment in shell.output
    shell.run("%%mlflow --name shown --no-autolog\nimport mlflow\nmlflow.log_metric('a', 1)")
    shell.run("%mlflow last")
    assert "shown" in shell.output
    assert "a=1" in shell.output
    shell.run("%mlflow autolog off")
    assert not extension.session().autolog.on  # type: ignore[union-attr]
    assert not shell.run("%mlflow stauts").success
    assert "the nearest is status" in shell.output


def test_a_variable_that_is_not_there_is_said(shell: Shell, experiment: str) -> None:
    shell.run(f"%%mlflow {experiment} --param missing_name --param made_here\nmade_here = 3")
    assert shell.last_run().data.params == {"made_here": "3"}
    assert "missing_name" in shell.output


def test_attach_keeps_the_persons_server(shell: Shell, server_uri: str) -> None:
    found = attach(tracking_uri="http://127.0.0.1:9", username="ann", password="secret-of-another-server")
    assert found["tracking_uri"] == server_uri
    assert account_of("http://127.0.0.1:9") is None
    assert "MLFLOW_TRACKING_AUTH" not in os.environ


def test_a_cell_whose_experiment_is_gone_keeps_its_result_and_leaves_no_run(shell: Shell, experiment: str) -> None:
    client = MlflowClient()
    client.delete_experiment(client.create_experiment(experiment))

    def runs() -> set[str]:
        everywhere = [each.experiment_id for each in client.search_experiments()]
        return {run.info.run_id for run in client.search_runs(everywhere, max_results=10_000)}

    before = runs()
    logs = "mlflow.log_metric('a', 1)\nwith mlflow.start_run(nested=True):\n    mlflow.log_param('b', 2)"
    result = shell.run(f"%%mlflow {experiment}\nimport mlflow\n{logs}\n6 * 7")
    assert result.success, shell.output
    assert result.result == 42
    assert "this cell was not logged" in shell.output
    assert runs() == before
    assert mlflow.active_run() is None


@pytest.fixture
def no_server(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel in which neither the person nor the editor has named a server."""
    mlflow.set_tracking_uri("")
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    monkeypatch.setattr(sys.modules["runlens.attach"], "_set", {})


@pytest.mark.usefixtures("no_server")
def test_what_is_for_one_server_is_not_kept_for_the_next(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_CLIENT_CERT_PATH", "/own.pem")
    insecure = {"MLFLOW_TRACKING_INSECURE_TLS": "true", "MLFLOW_TRACKING_CLIENT_CERT_PATH": "/theirs.pem"}
    attach(tracking_uri="https://127.0.0.1:9", environment=insecure)
    assert os.environ["MLFLOW_TRACKING_INSECURE_TLS"] == "true"
    assert os.environ["MLFLOW_TRACKING_CLIENT_CERT_PATH"] == "/own.pem"
    attach(tracking_uri="https://127.0.0.1:10")
    assert "MLFLOW_TRACKING_INSECURE_TLS" not in os.environ
    attach(tracking_uri="https://127.0.0.1:9", environment=insecure)
    shell.run("import mlflow\nmlflow.set_tracking_uri('https://127.0.0.1:11')")
    shell.run("1")
    assert "MLFLOW_TRACKING_INSECURE_TLS" not in os.environ
    assert os.environ["MLFLOW_TRACKING_CLIENT_CERT_PATH"] == "/own.pem"


@pytest.mark.usefixtures("no_server")
def test_an_attached_workspace_is_withdrawn_when_the_person_chooses_another_server(
    shell: Shell, server_uri: str
) -> None:
    attach(tracking_uri="http://127.0.0.1:9", workspace="team-a")
    assert os.environ["MLFLOW_WORKSPACE"] == "team-a"
    shell.run(f"import mlflow\nmlflow.set_tracking_uri('{server_uri}')")
    shell.run("1")
    assert "MLFLOW_WORKSPACE" not in os.environ
