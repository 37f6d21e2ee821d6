"""Answers that stand in for those of a server that is gone, so that the cell goes on."""

from __future__ import annotations

import importlib
import json
import re
import time
import uuid
from typing import Any

from .held_requests import HeldRequest, HeldRequests

_EXPERIMENT = re.compile(r"/mlflow/experiments/(get|get-by-name|create)$")


def answer_to(request: HeldRequest, held: HeldRequests) -> Any:
    """What the server would have said, as a response; None where only it can say it."""
    body = _body(request, held)
    return None if body is None else _response(body)


def answer_without_server(request: HeldRequest, held: HeldRequests) -> Any:
    """The same for a cell that has no run, whose requests nobody will ever get: experiments can be made up as well."""
    if _EXPERIMENT.search(request.endpoint):
        name = (request.arguments.get("json") or request.arguments.get("params") or {}).get(
            "experiment_name", "Default"
        )
        experiment = {"experiment_id": "0", "name": name, "lifecycle_stage": "active"}
        return _response({"experiment_id": "0", "experiment": experiment})
    return answer_to(request, held)


def _body(request: HeldRequest, held: HeldRequests) -> dict[str, Any] | None:
    if request.creates_a_run:
        return {"run": _run(request, held)}
    if request.creates_a_model:
        return _model(request, held)
    if request.reads_a_run:
        return _known("run", held.run(request.arguments.get("params", {}).get("run_id", "")))
    if request.reads_a_model:
        return _known("model", held.run(request.endpoint.rpartition("/")[2]))
    if request.endpoint.endswith("/mlflow/runs/update"):
        return {"run_info": _updated(request, held)}
    if request.writes_to_a_run:
        return _known("model", held.run(request.endpoint.rpartition("/")[2])) or {}
    return {} if request.uploads else None


def _known(kind: str, entity: dict[str, Any] | None) -> dict[str, Any] | None:
    return {kind: entity} if entity else None


def _updated(request: HeldRequest, held: HeldRequests) -> dict[str, Any]:
    body = request.arguments["json"]
    known = held.run(body["run_id"])
    info = known["info"] if known else {"run_id": body["run_id"], "run_uuid": body["run_id"], "experiment_id": "0"}
    return {"lifecycle_stage": "active", **info, "status": body.get("status", "RUNNING")}


def _run(request: HeldRequest, held: HeldRequests) -> dict[str, Any]:
    body = request.arguments["json"]
    run_id = uuid.uuid4().hex
    experiment_id = body.get("experiment_id", "0")
    info = {
        "run_id": run_id,
        "run_uuid": run_id,
        "run_name": body.get("run_name", ""),
        "experiment_id": experiment_id,
        "user_id": body.get("user_id", ""),
        "status": "RUNNING",
        "start_time": body.get("start_time", int(time.time() * 1000)),
        "artifact_uri": f"mlflow-artifacts:/{experiment_id}/{run_id}/artifacts",
        "lifecycle_stage": "active",
    }
    run = {"info": info, "data": {"tags": body.get("tags", [])}}
    request.made_up_id = run_id
    held.remember(run_id, run)
    return run


def _model(request: HeldRequest, held: HeldRequests) -> dict[str, Any]:
    body = request.arguments["json"]
    model_id = f"m-{uuid.uuid4().hex}"
    experiment_id = body.get("experiment_id", "0")
    now = int(time.time() * 1000)
    info = {
        "model_id": model_id,
        "experiment_id": experiment_id,
        "name": body.get("name") or "model",
        "creation_timestamp_ms": now,
        "last_updated_timestamp_ms": now,
        "artifact_uri": f"mlflow-artifacts:/{experiment_id}/models/{model_id}/artifacts",
        "status": "LOGGED_MODEL_PENDING",
        "source_run_id": body.get("source_run_id", ""),
    }
    model = {"info": info, "data": {}}
    request.made_up_id = model_id
    held.remember(model_id, model)
    return {"model": model}


def _response(body: dict[str, Any]) -> Any:
    requests: Any = importlib.import_module("requests")
    response = requests.Response()
    response.status_code = 200
    response.encoding = "utf-8"
    response._content = json.dumps(body).encode()
    return response
