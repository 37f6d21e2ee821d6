"""Requests that a server has missed, in their order, and the answers that stand in for its own meanwhile."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import re
import tempfile
from collections import OrderedDict, deque
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, BinaryIO

# Requests that are held at most, and bytes of artifacts among them: an outage must not fill memory or disk.
MAX_REQUESTS = 20_000
MAX_ARTIFACT_BYTES = 200_000_000
_MAX_RUNS = 200

_WRITES = re.compile(
    r"/mlflow/(runs/(update|log-metric|log-parameter|log-batch|log-inputs|log-model|set-tag|delete-tag|outputs)"
    r"|logged-models/[^/]+(/params|/tags)?)$"
)
_MODEL = re.compile(r"/mlflow/logged-models/[^/]+$")
_MODEL_OF_RUN = re.compile(r"/mlflow/runs/(log-model|outputs)$")
_REGISTRY = re.compile(r"/mlflow/(registered-models|model-versions)/")
_ARTIFACTS = re.compile(r"/mlflow-artifacts/artifacts")


@dataclass(eq=False)
class HeldRequest:
    """One call of MLflow's ``http_request``.

    ``artifact`` is a copy of the file that it uploads, ``made_up_id`` what stands for the id of what it creates.
    """

    creds: Any
    endpoint: str
    method: str
    arguments: dict[str, Any]
    artifact: BinaryIO | None = None
    made_up_id: str | None = None

    @property
    def uploads(self) -> bool:
        """Whether it puts an artifact onto the server."""
        return self.method == "PUT" and bool(_ARTIFACTS.search(str(self.creds.host) + self.endpoint))

    @property
    def writes_to_a_run(self) -> bool:
        """Whether it is a short write that no answer is needed of."""
        return self.method != "GET" and bool(_WRITES.search(self.endpoint))

    @property
    def writes_to_the_registry(self) -> bool:
        """Whether it changes registered models or their versions."""
        return self.method != "GET" and bool(_REGISTRY.search(self.endpoint))

    @property
    def creates_a_run(self) -> bool:
        """Whether it starts a run."""
        return self.endpoint.endswith("/mlflow/runs/create")

    @property
    def creates_a_model(self) -> bool:
        """Whether it starts a logged model, as MLflow 3 has them."""
        return self.method == "POST" and self.endpoint.endswith("/mlflow/logged-models")

    @property
    def logs_a_model(self) -> bool:
        """Whether it makes a model, or a model's use, known to a run."""
        return bool(_MODEL_OF_RUN.search(self.endpoint))

    @property
    def reads_a_model(self) -> bool:
        """Whether it asks for one logged model."""
        return self.method == "GET" and bool(_MODEL.search(self.endpoint))

    @property
    def reads_a_run(self) -> bool:
        """Whether it asks for one run."""
        return self.method == "GET" and self.endpoint.endswith("/mlflow/runs/get")

    def mentions(self, ids: Collection[str]) -> bool:
        """Whether it concerns one of these runs or models."""
        sent = [self.arguments.get(part) for part in ("json", "params")]
        text = f"{self.creds.host} {self.endpoint} {sent}"
        return any(each in text for each in ids)


class HeldRequests:
    """The queue, and what is known of runs: MLflow reads a run again now and then, to find its artifacts say."""

    def __init__(self) -> None:
        self._queue: deque[HeldRequest] = deque()
        self._runs: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._real_ids: dict[str, str] = {}
        self._bytes = 0
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def first(self) -> HeldRequest | None:
        """The oldest that is still held."""
        return self._queue[0] if self._queue else None

    def add(self, request: HeldRequest) -> None:
        """Holds a request, or counts it as dropped where that would be too much."""
        if len(self._queue) >= MAX_REQUESTS:
            self.dropped += 1
            return
        if request.uploads and not self._copy(request):
            self.dropped += 1
            return
        self._queue.append(request)

    def sent(self, request: HeldRequest, response: Any) -> None:
        """Takes out the oldest, which the server has taken or refused."""
        self._queue.popleft()
        if request.artifact is not None:
            self._bytes -= request.artifact.seek(0, io.SEEK_END)
            request.artifact.close()
        if request.made_up_id and response is not None and response.status_code == 200:
            self._real_ids[request.made_up_id] = _id_in(json.loads(response.text))

    def for_server(self, request: HeldRequest) -> HeldRequest:
        """The request to send: ids that were made up meanwhile are those of the server now."""
        ready = copy.copy(request)
        ready.arguments = dict(request.arguments)
        if "json" in ready.arguments:
            ready.arguments["json"] = json.loads(self._with_real_ids(json.dumps(ready.arguments["json"])))
        ready.endpoint = self._with_real_ids(request.endpoint)
        host = self._with_real_ids(str(request.creds.host))
        if host != request.creds.host:
            ready.creds = copy.copy(request.creds)
            ready.creds.host = host
        if request.artifact is not None:
            request.artifact.seek(0)
            ready.arguments["data"] = request.artifact
        return ready

    def _with_real_ids(self, text: str) -> str:
        for made_up, real in self._real_ids.items():
            text = text.replace(made_up, real)
        return text

    def seen(self, request: HeldRequest, response: Any) -> Any:
        """Remembers what the server said of a run, and returns the response."""
        if (request.creates_a_run or request.reads_a_run) and response.status_code == 200:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                run = json.loads(response.text)["run"]
                self.remember(run["info"]["run_id"], run)
        return response

    def remember(self, entity_id: str, entity: dict[str, Any]) -> None:
        """Keeps a run, or a model, as JSON."""
        self._runs[entity_id] = entity
        if len(self._runs) > _MAX_RUNS:
            self._runs.popitem(last=False)

    def run(self, run_id: str) -> dict[str, Any] | None:
        """A run as the server told it last."""
        return self._runs.get(run_id)

    def _copy(self, request: HeldRequest) -> bool:
        source = request.arguments.get("data")
        if source is None or not hasattr(source, "read"):
            return False
        source.seek(0)
        spool: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 (closed when it was sent)
        size = 0
        while block := source.read(1 << 20):
            size += len(block)
            if self._bytes + size > MAX_ARTIFACT_BYTES:
                spool.close()
                return False
            spool.write(block)
        self._bytes += size
        request.artifact = spool
        request.arguments = {key: value for key, value in request.arguments.items() if key != "data"}
        return True


def _id_in(answer: dict[str, Any]) -> str:
    """The id of the run or the model that the server made."""
    found = answer["run"]["info"]["run_id"] if "run" in answer else answer["model"]["info"]["model_id"]
    return str(found)
