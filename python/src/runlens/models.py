"""The models that a run logged, and what was registered of them."""

from __future__ import annotations

import json
from typing import Any

from .text import single_line

MAX_MODELS = 20
_HISTORY_TAG = "mlflow.log-model.history"


def logged_models(client: Any, run: Any) -> list[dict[str, Any]]:
    """The models of a run as the card shows them: MLflow 3's logged models, else those of MLflow 2's tag."""
    models = _of_outputs(client, run) or _of_history(run)
    if models:
        _add_registered(client, run.info.run_id, models)
    return [{name: model[name] for name in ("name", "model_id", "registered")} for model in models]


def _of_outputs(client: Any, run: Any) -> list[dict[str, Any]]:
    outputs = getattr(getattr(run, "outputs", None), "model_outputs", None) or []
    ids = list(dict.fromkeys(str(output.model_id) for output in outputs))[:MAX_MODELS]
    return [_model(getattr(client.get_logged_model(model_id), "name", None) or model_id, model_id) for model_id in ids]


def _of_history(run: Any) -> list[dict[str, Any]]:
    try:
        history = json.loads(run.data.tags.get(_HISTORY_TAG, "[]"))
    except ValueError:
        return []
    paths = dict.fromkeys(str(entry["artifact_path"]) for entry in history if _has_path(entry))
    return [_model(path, None) for path in list(paths)[:MAX_MODELS]]


def _has_path(entry: object) -> bool:
    return isinstance(entry, dict) and bool(entry.get("artifact_path"))


def _model(name: str, model_id: str | None) -> dict[str, Any]:
    return {"name": single_line(name), "model_id": model_id, "registered": None, "path": name}


def _add_registered(client: Any, run_id: str, models: list[dict[str, Any]]) -> None:
    """The newest version that was registered of each model. Aliases are only told with a single version."""
    versions = client.search_model_versions(f"run_id = '{run_id}'", max_results=50)
    for version in sorted(versions, key=lambda version: int(version.version)):
        model = next((model for model in models if _made_of(version, model)), models[0] if len(models) == 1 else None)
        if model is not None:
            model["registered"] = _registered(client, version)


def _made_of(version: Any, model: dict[str, Any]) -> bool:
    source = str(version.source or "").rstrip("/")
    if model["model_id"]:
        return bool(getattr(version, "model_id", None) == model["model_id"] or f"/{model['model_id']}" in source)
    return source.endswith(f"/{model['path']}")


def _registered(client: Any, version: Any) -> dict[str, str | None]:
    aliases = list(client.get_model_version(version.name, version.version).aliases or [])
    alias = single_line(aliases[0]) if aliases else None
    return {"name": single_line(version.name), "version": str(version.version), "alias": alias}
