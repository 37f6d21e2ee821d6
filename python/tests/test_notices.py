"""What is said to a person is saved in notebooks: it holds no account."""

from __future__ import annotations

import pytest

from runlens.errors import CellRefused
from runlens.notices import warn

TEXT = "no run could be started: HTTPConnectionPool: http://me:hunter2@127.0.0.1:9/api/2.0/mlflow/runs/create refused"


def test_a_warning_has_no_password_of_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    warn(TEXT)
    said = capsys.readouterr().err
    assert "hunter2" not in said
    assert "127.0.0.1:9/api/2.0/mlflow/runs/create refused" in said


def test_the_reason_for_which_a_cell_was_refused_has_none_either() -> None:
    assert "hunter2" not in str(CellRefused(TEXT))
