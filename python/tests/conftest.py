"""A real MLflow server, one for the session, and shells and kernels that log to it."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.kernels import Kernel
from support.servers import Server, environment
from support.shells import Shell

os.environ.update(environment())


@pytest.fixture(scope="session")
def server_uri() -> Iterator[str]:
    """The server that the whole session shares: one that is there, or one of its own."""
    given = os.environ.get("RUNLENS_TEST_MLFLOW")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as directory, Server(Path(directory)) as server:
        yield server.uri


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that the test may stop and start again."""
    with Server(tmp_path / "server") as server:
        yield server


@pytest.fixture
def experiment() -> str:
    """A name that no other test uses."""
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def shell(server_uri: str) -> Iterator[Shell]:
    """IPython in this process, with the package loaded."""
    found = Shell(server_uri)
    yield found
    found.close()


@pytest.fixture(scope="module")
def kernel(server_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A real ipykernel with the package loaded, on the session's server; one for all tests of a file."""
    with Kernel(tmp_path_factory.mktemp("kernel"), server_uri) as found:
        yield found


@pytest.fixture
def own_kernel(server_uri: str, tmp_path: Path) -> Iterator[Kernel]:
    """A kernel that the test may kill."""
    with Kernel(tmp_path, server_uri) as found:
        yield found
