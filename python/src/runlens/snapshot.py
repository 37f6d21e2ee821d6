"""Reads from the server what a card shows of a run, within a bounded time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .bounded_requests import NoAnswer, Pending, Requests
from .models import logged_models
from .reduction import Point, reduce_points
from .text import single_line

MAX_METRICS = 30
# All requests of a card together may hold the cell as long as this.
SECONDS = 1.0
# Of one metric; a longer history is left to the pages that read it reduced.
_MAX_HISTORY = 5_000
_CHILDREN_PAGE = 100
_MAX_CHILDREN = 1_000
_MAX_ARTIFACT_FOLDERS = 20
# The provenance, which is not the person's own and may still be on its way.
_OWN_FOLDER = "runlens"

T = TypeVar("T")


@dataclass
class Snapshot:
    """What was read; ``run`` is None where not even that was possible, and ``notices`` tell what is missing."""

    run: Any = None
    previous: Any = None
    histories: dict[str, list[Point]] = field(default_factory=dict)
    models: list[dict[str, Any]] = field(default_factory=list)
    artifact_count: int | None = None
    children: int = 0
    notices: list[str] = field(default_factory=list)


def read_snapshot(
    client: Any, run_id: str, experiment_id: str, previous_run_id: str | None, seconds: float = SECONDS
) -> Snapshot:
    """Reads a run, its histories, models, children and artifacts; never raises, and returns after ``seconds``."""
    requests = Requests(seconds)
    try:
        return _read(requests, client, run_id, experiment_id, previous_run_id)
    finally:
        requests.close()


def read_run(client: Any, run_id: str, seconds: float = SECONDS) -> Snapshot:
    """Reads a run alone, with one request; never raises, and returns after ``seconds``."""
    requests, snapshot = Requests(seconds), Snapshot()
    try:
        snapshot.run = requests.ask(lambda: client.get_run(run_id)).get()
    except NoAnswer as reason:
        snapshot.notices.append(_unread(reason))
    finally:
        requests.close()
    return snapshot


def _unread(reason: NoAnswer) -> str:
    return f"Couldn’t read the run’s figures for this card. {single_line(reason, 300)}"


def _read(requests: Requests, client: Any, run_id: str, experiment_id: str, previous_run_id: str | None) -> Snapshot:
    snapshot = Snapshot()
    run = requests.ask(lambda: client.get_run(run_id))
    previous = requests.ask(lambda: client.get_run(previous_run_id)) if previous_run_id else None
    children = requests.ask(lambda: _count_children(client, run_id, experiment_id))
    artifacts = requests.ask(lambda: _count_artifacts(client, run_id))
    try:
        snapshot.run = run.get()
    except NoAnswer as reason:
        snapshot.notices.append(_unread(reason))
        return snapshot
    histories = {
        metric.key: requests.ask(_history_reader(client, run_id, metric.key)) for metric in curved_metrics(snapshot.run)
    }
    models = requests.ask(lambda: logged_models(client, snapshot.run))
    get = _Collector(snapshot.notices).get
    if previous is not None:
        snapshot.previous = get(previous, "the cell’s last run", None)
    snapshot.models = get(models, "the models", [])
    snapshot.children = get(children, "the child runs", 0)
    # Artifacts may lie in a store that the kernel does not reach: their number is no news then.
    snapshot.artifact_count = _Collector([]).get(artifacts, "the artifacts", None)
    snapshot.histories = _histories(histories, snapshot.notices)
    return snapshot


class _Collector:
    """Takes results, and writes down what is missing."""

    def __init__(self, notices: list[str]) -> None:
        self._notices = notices

    def get(self, pending: Pending[T], what: str, otherwise: T) -> T:
        try:
            return pending.get()
        except NoAnswer as reason:
            self._notices.append(f"Couldn’t read {what} for this card. {single_line(reason, 300)}")
            return otherwise


def latest_metrics(run: Any) -> list[Any]:
    """A run's metrics with their last values: the person's own by name, then those of the system."""
    metrics: Iterable[Any] = run.data._metric_objs
    return sorted(metrics, key=lambda metric: (metric.key.startswith("system/"), metric.key))


def curved_metrics(run: Any) -> list[Any]:
    """Of the metrics that a card shows, those with more than one step."""
    return [metric for metric in latest_metrics(run)[:MAX_METRICS] if metric.step]


def _history_reader(client: Any, run_id: str, key: str) -> Callable[[], list[Point] | None]:
    return lambda: _read_history(client, run_id, key)


def _read_history(client: Any, run_id: str, key: str) -> list[Point] | None:
    """The reduced history; None when it is too long to be read here."""
    # The client's own method reads histories whole, whatever their length.
    store = client._tracking_client.store
    metrics = store.get_metric_history(run_id, key, max_results=_MAX_HISTORY)
    if getattr(metrics, "token", None):
        return None
    ordered = sorted(metrics, key=lambda metric: metric.timestamp)
    return reduce_points([(int(metric.step), float(metric.value)) for metric in ordered])


def _histories(pending: dict[str, Pending[list[Point] | None]], notices: list[str]) -> dict[str, list[Point]]:
    read: dict[str, list[Point]] = {}
    late: list[str] = []
    long: list[str] = []
    for key, history in pending.items():
        try:
            points = history.get()
        except NoAnswer:
            late.append(key)
            continue
        if points is None:
            long.append(key)
        else:
            read[key] = points
    if late:
        notices.append(f"Couldn’t read the history of {_names(late)} for this card. The server did not answer in time.")
    if long:
        notices.append(f"The curve of {_names(long)} is left out here: it has more than {_MAX_HISTORY:,} points.")
    return read


def _names(keys: list[str]) -> str:
    more = f" and {len(keys) - 3} more" if len(keys) > 3 else ""
    return ", ".join(single_line(key, 80) for key in keys[:3]) + more


def _count_children(client: Any, run_id: str, experiment_id: str) -> int:
    count, token = 0, None
    while count < _MAX_CHILDREN:
        page = client.search_runs(
            [experiment_id],
            f"tags.`mlflow.parentRunId` = '{run_id}'",
            max_results=_CHILDREN_PAGE,
            page_token=token,
        )
        count, token = count + len(page), page.token
        if not token:
            break
    return count


def _count_artifacts(client: Any, run_id: str) -> int | None:
    """The number of files but for the provenance; None when there are too many folders to look into."""
    count, folders = 0, [""]
    for looked_into in range(_MAX_ARTIFACT_FOLDERS):
        if not folders:
            return count
        entries = client.list_artifacts(run_id, folders.pop() or None)
        if looked_into == 0:
            entries = [entry for entry in entries if entry.path != _OWN_FOLDER]
        count += sum(not entry.is_dir for entry in entries)
        folders.extend(entry.path for entry in entries if entry.is_dir)
    return None if folders else count
