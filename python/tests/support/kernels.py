"""Real kernels, in processes of their own."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from jupyter_client.manager import KernelManager

from .servers import environment

SOURCES = str(Path(__file__).parents[2] / "src")
RUN_MIME = "application/vnd.runlens.run+json"


@dataclass
class Reply:
    """What came back for one cell."""

    status: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    cards: list[dict[str, Any]] = field(default_factory=list)
    displays: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def run_id(self) -> str:
        """The run on the card."""
        return str(self.cards[-1]["run"]["run_id"])


class Kernel:
    """An ipykernel of this Python. Ends with the test, whatever happened."""

    def __init__(self, directory: Path, uri: str | None, **variables: str) -> None:
        self._manager = KernelManager(kernel_name="python3")
        self._manager.kernel_spec.argv[0] = sys.executable
        self._uri = uri
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("MLFLOW_", "RUNLENS_"))}
        self._environment = {
            **clean,
            **environment(),
            "PYTHONPATH": SOURCES,
            "IPYTHONDIR": str(directory / "ipython"),
            **({"MLFLOW_TRACKING_URI": uri} if uri else {}),
            **variables,
        }
        self._directory = directory
        self._client: Any = None
        self._others: dict[str, Reply] = {}

    def __enter__(self) -> Kernel:
        self._manager.start_kernel(env=self._environment, cwd=str(self._directory))
        self._connect()
        return self

    def _connect(self) -> None:
        self._client = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=60)
        self.run("%load_ext runlens")

    @property
    def pid(self) -> int:
        """The process of the kernel."""
        return int(self._manager.provisioner.pid)

    def run(self, code: str, metadata: dict[str, Any] | None = None, timeout: float = 120) -> Reply:
        """Runs a cell to its end."""
        return self.wait(self.send(code, metadata), timeout)

    def send(self, code: str, metadata: dict[str, Any] | None = None) -> str:
        """Asks for a cell as a front end does, and returns the request's id."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        content["stop_on_error"] = True
        message = self._client.session.msg("execute_request", content, metadata=metadata or {})
        self._client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def wait(self, request: str, timeout: float = 120) -> Reply:
        """Everything that comes for a request, until the kernel is idle again."""
        began = time.monotonic()
        reply = Reply()
        while True:
            message = self._client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") != request:
                self._keep(message)
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
            _collect(reply, message["msg_type"], message["content"])
        while not reply.status:
            message = self._client.get_shell_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == request:
                reply.status, reply.content = message["content"]["status"], message["content"]
        reply.seconds = time.monotonic() - began
        return reply

    def wait_for_text(self, request: str, text: str, timeout: float = 60) -> Reply:
        """Until a cell that runs has written ``text``."""
        reply = Reply()
        while text not in reply.text:
            message = self._client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == request:
                _collect(reply, message["msg_type"], message["content"])
        return reply

    def wait_for_card(self, request: str, holds: Callable[[dict[str, Any]], bool], timeout: float = 60) -> Reply:
        """What came for a request after its cell had ended, until a card of it holds."""
        reply = self._others.setdefault(request, Reply())
        while not any(holds(card) for card in reply.cards):
            self._keep(self._client.get_iopub_msg(timeout=timeout))
        return reply

    def after(self, request: str) -> Reply:
        """What has come so far for a request after its cell had ended."""
        return self._others.get(request, Reply())

    def _keep(self, message: dict[str, Any]) -> None:
        """A message of a cell that ended before, or is yet to run."""
        request = str(message["parent_header"].get("msg_id"))
        _collect(self._others.setdefault(request, Reply()), message["msg_type"], message["content"])

    def interrupt(self) -> None:
        """As a front end's stop button does."""
        self._manager.interrupt_kernel()

    def kill(self) -> None:
        """As the kernel of the system does when memory is short."""
        os.kill(self.pid, signal.SIGKILL)
        self._manager.provisioner.process.wait()

    def restart(self) -> None:
        """As a front end's restart does: asks, waits, and starts a new process."""
        self._client.stop_channels()
        self._manager.restart_kernel(now=False)
        self._connect()

    def stop(self) -> None:
        """Asks the kernel to end, and waits until it has."""
        self._manager.shutdown_kernel(now=False)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            self._client.stop_channels()
        if self._manager.is_alive():
            self._manager.shutdown_kernel(now=True)
        self._manager.cleanup_resources()


def _collect(reply: Reply, kind: str, content: dict[str, Any]) -> None:
    if kind == "stream":
        reply.text += content["text"]
    elif kind == "error":
        reply.errors.append(content)
    elif kind in ("display_data", "update_display_data") and RUN_MIME in content["data"]:
        reply.cards.append(content["data"][RUN_MIME])
        reply.displays.append(content["transient"]["display_id"])
    elif kind == "execute_result":
        reply.results.append(content["data"].get("text/plain", ""))
