"""The experiment of a run, by name."""

from __future__ import annotations

from typing import Any

from .errors import NotLogged


class Experiments:
    """Looks an experiment up once a server and name; makes it where it is not there."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        self._names: dict[tuple[str, str], str] = {}

    def id_of(self, client: Any, name: str) -> str:
        """The id of the experiment of that name. Raises NotLogged for one that was deleted."""
        key = (client.tracking_uri, name)
        if key not in self._ids:
            self._ids[key] = _find_or_make(client, name)
        return self._ids[key]

    def name_of(self, client: Any, experiment_id: str) -> str:
        """The name of an experiment."""
        key = (client.tracking_uri, experiment_id)
        if key not in self._names:
            self._names[key] = client.get_experiment(experiment_id).name
        return self._names[key]

    def forget(self) -> None:
        """Looks all up anew, after a server refused one: it may have been deleted meanwhile."""
        self._ids.clear()
        self._names.clear()


def _find_or_make(client: Any, name: str) -> str:
    found = client.get_experiment_by_name(name)
    if found is None:
        try:
            return str(client.create_experiment(name))
        except Exception:
            # Another kernel may have made it just now.
            found = client.get_experiment_by_name(name)
            if found is None:
                raise
    if found.lifecycle_stage == "deleted":
        raise NotLogged(f"the experiment {name!r} is deleted. Restore it, or name another")
    return str(found.experiment_id)


def active_experiment_name() -> str:
    """The experiment of cells that name none."""
    from mlflow.tracking import MlflowClient, fluent

    return str(MlflowClient().get_experiment(fluent._get_experiment_id() or "0").name)
