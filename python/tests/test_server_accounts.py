"""Which server sees the account that the editor attached: its own, and no other."""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.kernels import Kernel
from support.listeners import Listener
from support.servers import wait_until

from runlens import server_accounts

ANN = "Basic " + base64.b64encode(b"ann:of-this-server").decode()
LOG = "try:\n    {0}\nexcept Exception as error:\n    print('refused', type(error).__name__)\n"


@pytest.fixture
def own() -> Iterator[Listener]:
    with Listener() as found:
        yield found


@pytest.fixture
def other() -> Iterator[Listener]:
    with Listener() as found:
        yield found


def attached(kernel: Kernel, uri: str) -> None:
    account = "username='ann', password='of-this-server'"
    kernel.run(f"import runlens\nfound = runlens.attach(tracking_uri='{uri}', {account})")


def fresh_kernel(directory: Path, **variables: str) -> Kernel:
    return Kernel(directory, None, MLFLOW_HTTP_REQUEST_MAX_RETRIES="0", HOME=str(directory), **variables)


@pytest.mark.parametrize("loaded_before", [False, True])
def test_a_cell_that_turns_to_another_server_sends_it_no_account(
    own: Listener, other: Listener, tmp_path: Path, loaded_before: bool
) -> None:
    with fresh_kernel(tmp_path) as kernel:
        if loaded_before:
            kernel.run("import mlflow.tracking.request_auth.registry")
        attached(kernel, own.uri)
        log = LOG.format("mlflow.MlflowClient().get_experiment('1')")
        upload = LOG.format(
            "HttpArtifactRepository('{0}/api/2.0/mlflow-artifacts/artifacts/1').log_artifact('note.txt')"
        )
        (tmp_path / "note.txt").write_text("x")
        reply = kernel.run(
            "import mlflow\nfrom mlflow.store.artifact.http_artifact_repo import HttpArtifactRepository\n"
            f"{log}{upload.format(own.uri)}mlflow.set_tracking_uri('{other.uri}')\n{log}{upload.format(other.uri)}"
        )
        assert reply.text.count("refused") == 4, reply.text
    assert own.accounts == {ANN}
    assert {request.method for request in own.requests} == {"GET", "PUT"}
    assert {request.method for request in other.requests} == {"GET", "PUT"}
    assert other.accounts == {None}


def test_a_marked_cell_and_the_environment_of_its_children_hold_no_account_for_others(
    own: Listener, other: Listener, tmp_path: Path
) -> None:
    with fresh_kernel(tmp_path) as kernel:
        attached(kernel, own.uri)
        kernel.run("%%mlflow somewhere\n1")
        kernel.run(f"import mlflow\nmlflow.set_tracking_uri('{other.uri}')")
        kernel.run("%%mlflow somewhere\n1")
        kept = kernel.run("import os\nprint([name for name, value in os.environ.items() if 'of-this-server' in value])")
        assert kept.text == "[]\n"
    assert ANN in own.accounts
    assert other.requests
    assert other.accounts == {None}


def test_a_redirect_to_another_server_takes_no_account_along(other: Listener, tmp_path: Path) -> None:
    with Listener(redirect_to=other.uri) as own, fresh_kernel(tmp_path) as kernel:
        attached(kernel, own.uri)
        kernel.run("import mlflow\n" + LOG.format("mlflow.MlflowClient().get_experiment('1')"))
        assert own.accounts == {ANN}
    assert other.requests
    assert other.accounts == {None}


def test_the_persons_own_account_wins(own: Listener, other: Listener, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("")
    netrc.chmod(0o600)
    persons = {"MLFLOW_TRACKING_TOKEN": "of-the-person"}
    log = "import mlflow\n" + LOG.format("mlflow.MlflowClient().get_experiment('1')")
    with fresh_kernel(tmp_path, NETRC=str(netrc), **persons) as kernel:
        attached(kernel, own.uri)
        kernel.run(log)
        assert own.accounts == {"Bearer of-the-person"}
        kernel.run("import os\ndel os.environ['MLFLOW_TRACKING_TOKEN']")
        netrc.write_text("machine 127.0.0.1 login bob password of-netrc")
        kernel.run(f"mlflow.set_tracking_uri('{other.uri}')\n{log}")
        assert other.accounts == {"Basic " + base64.b64encode(b"bob:of-netrc").decode()}
        with_account = other.uri.replace("://", "://eve:in-the-address@")
        netrc.write_text("")
        kernel.run(f"mlflow.set_tracking_uri('{with_account}')\n{log}")
    assert other.requests[-1].authorization == "Basic " + base64.b64encode(b"eve:in-the-address").decode()


def test_signing_out_takes_the_account_away(own: Listener, tmp_path: Path) -> None:
    with fresh_kernel(tmp_path) as kernel:
        attached(kernel, own.uri)
        kernel.run(f"runlens.attach(tracking_uri='{own.uri}')")
        kernel.run("import mlflow\n" + LOG.format("mlflow.MlflowClient().get_experiment('1')"))
    assert own.accounts == {None}


def test_the_guard_takes_the_account_to_its_own_server_alone(own: Listener, other: Listener, tmp_path: Path) -> None:
    with fresh_kernel(tmp_path) as kernel:
        attached(kernel, own.uri)
        guard = "__import__('runlens.extension').extension.session().guard"
        kernel.run(f"{guard}.opened('{'a' * 32}', '{own.uri}')\n{guard}.opened('{'b' * 32}', '{other.uri}')")
        assert own.requests == []
        kernel.kill()
        wait_until(lambda: bool(own.requests and other.requests), 60, "the guard has asked both servers")
    assert own.accounts == {ANN}
    assert other.accounts == {None}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:81/api",
        "https://127.0.0.1:80/api",
        "http://localhost:80/api",
        "http://127.0.0.1.example.org:80/",
        "http://127.0.0.1@example.org/",
        "not a url",
    ],
)
def test_another_origin_has_no_account(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # What put_account sets by default is undone with this.
    monkeypatch.setenv(server_accounts.VARIABLE, "the-persons-own")
    server_accounts.put_account("http://127.0.0.1:80/base", ANN)
    try:
        assert os.environ[server_accounts.VARIABLE] == "the-persons-own"
        assert server_accounts.account_of("http://127.0.0.1/api/2.0") == ANN
        assert server_accounts.account_of(url) is None
    finally:
        server_accounts.put_account("http://127.0.0.1", None)


def test_a_module_is_watched_once_and_keeps_its_own_loader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from runlens.post_import import when_imported

    (tmp_path / "watched_module.py").write_text("value = 7\n")
    monkeypatch.syspath_prepend(tmp_path)
    seen: list[Any] = []
    finders = list(sys.meta_path)
    when_imported("watched_module", seen.append)
    assert seen == []
    import watched_module  # type: ignore[import-not-found]

    assert [module.value for module in seen] == [7]
    assert sys.meta_path == finders
    assert watched_module.__spec__.loader.get_source("watched_module") == "value = 7\n"
    when_imported("watched_module", seen.append)
    assert len(seen) == 2
