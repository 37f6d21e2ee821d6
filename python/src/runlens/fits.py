"""Notices when autologged fits of one cell overwrite each other in its run.

MLflow keeps the parameters of the first fit and the metrics of the last one, and says nothing: a parameter that changed
is refused by the server, and autologging drops that error. So what the fits log is watched where they hand it to
MLflow: in the client that autologging uses, and in MLflow's own client while a fit is under way.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

from .notices import warn
from .text import single_line

_PATCHED = "_runlens_watched"
_NAMES_SHOWN = 3
_MAX_NAMES = 1_000

_logger = logging.getLogger(__name__)
_numbers = itertools.count(1)
_lock = threading.Lock()
# By the run's id; with _ANY_RUN in it, the fits of every run are watched.
_watched: dict[str, RunWatch] = {}
_ANY_RUN = "*"


class RunWatch:
    """What the fits of one run logged."""

    def __init__(self) -> None:
        self._params: dict[str, str] = {}
        self._metrics: dict[str, tuple[object, float]] = {}
        self._fits: list[object] = []
        self.lost_params: dict[str, None] = {}
        self.replaced_metrics: dict[str, None] = {}

    def params(self, fit: object, params: Iterable[tuple[str, object]]) -> None:
        """A fit logs parameters: the values that a run has already win."""
        self._saw(fit)
        for key, value in params:
            text = str(value)
            if self._params.get(key, text) != text:
                self.lost_params[key] = None
            elif len(self._params) < _MAX_NAMES:
                self._params[key] = text

    def metrics(self, fit: object, metrics: Iterable[tuple[str, float]]) -> None:
        """A fit logs metrics: its values replace those of the fits before."""
        self._saw(fit)
        for key, value in metrics:
            before_fit, before = self._metrics.get(key, (fit, value))
            if before_fit != fit and before != value:
                self.replaced_metrics[key] = None
            if key in self._metrics or len(self._metrics) < _MAX_NAMES:
                self._metrics[key] = (fit, value)

    def notice(self) -> str | None:
        """What was overwritten, and what to do; None when nothing was."""
        if not self.lost_params and not self.replaced_metrics:
            return None
        parts = [f"{len(self._fits)} autologged fits wrote to this run."]
        if self.replaced_metrics:
            parts.append(f"Only the last one’s values are kept of {_listed(self.replaced_metrics, 'metric')}.")
        if self.lost_params:
            parts.append(f"Only the first one’s values are kept of {_listed(self.lost_params, 'parameter')}.")
        parts.append("To keep all, put each fit into a cell of its own or into `with mlflow.start_run(nested=True):`.")
        return " ".join(parts)

    def _saw(self, fit: object) -> None:
        if fit not in self._fits:
            self._fits.append(fit)


def watch(run_id: str | None = None) -> None:
    """Begins to watch the fits that log to a run, or to any run. Cheap; the first time it hooks into MLflow."""
    try:
        _hook()
    except Exception as error:
        _logger.debug("The fits of a cell are not watched: %s", error)
    with _lock:
        _watched[run_id or _ANY_RUN] = RunWatch()


def tell_overwritten(run_id: str | None) -> list[str]:
    """The notice of ``overwritten``, if there is one, after it was shown under the cell."""
    notice = overwritten(run_id)
    if notice is None:
        return []
    warn(notice)
    return [notice]


def overwritten(run_id: str | None) -> str | None:
    """Ends the watch: the notice of what the fits of this run overwrote, None when they did not."""
    with _lock:
        watched = _watched.get(run_id or "")
        _watched.clear()
    return watched.notice() if watched else None


def _watch_of(run_id: object) -> RunWatch | None:
    # A run that autologging is yet to create has no id: it belongs to one fit only.
    if not _watched or not isinstance(run_id, str):
        return None
    with _lock:
        found = _watched.get(run_id)
        if found is None and _ANY_RUN in _watched:
            found = _watched[run_id] = RunWatch()
        return found


def _hook() -> None:
    from mlflow.tracking import MlflowClient
    from mlflow.utils.autologging_utils import MlflowAutologgingQueueingClient

    _wrap(MlflowAutologgingQueueingClient, "log_params", _see_params)
    _wrap(MlflowAutologgingQueueingClient, "log_metrics", _see_metrics)
    _wrap(MlflowClient, "log_batch", _see_batch)


def _wrap(owner: Any, name: str, see: Callable[..., None]) -> None:
    """Lets ``see`` have the arguments of a method before it runs, whatever becomes of that."""
    original = getattr(owner, name, None)
    if original is None or getattr(original, _PATCHED, False):
        return

    @functools.wraps(original)
    def watched(self: Any, run_id: Any, *args: Any, **kwargs: Any) -> Any:
        watched_run = _watch_of(run_id)
        if watched_run is not None:
            # Another version of MLflow may pass other arguments: then there is no notice.
            with contextlib.suppress(Exception):
                see(watched_run, self, *args, **kwargs)
        return original(self, run_id, *args, **kwargs)

    setattr(watched, _PATCHED, True)
    setattr(owner, name, watched)


def _see_params(watched: RunWatch, client: Any, params: dict[str, object], *_: Any, **__: Any) -> None:
    watched.params(_fit_of(client), params.items())


def _see_metrics(watched: RunWatch, client: Any, metrics: dict[str, float], *_: Any, **__: Any) -> None:
    watched.metrics(_fit_of(client), metrics.items())


def _see_batch(watched: RunWatch, _: Any, metrics: Any = (), params: Any = (), *__: Any, **___: Any) -> None:
    # Outside of a fit it is the person's own call, or the queue of one that was seen already.
    fit = _session()
    if fit is not None:
        watched.params(fit, [(param.key, param.value) for param in params])
        watched.metrics(fit, [(metric.key, metric.value) for metric in metrics])


def _fit_of(client: Any) -> object:
    """What tells one fit from another: MLflow's autologging session, else the client that a fit makes for itself."""
    session = _session()
    if session is not None:
        return session
    number = getattr(client, "_runlens_fit", None)
    if number is None:
        number = client._runlens_fit = next(_numbers)
    return number


def _session() -> object | None:
    from mlflow.utils.autologging_utils.safety import _AutologgingSessionManager

    session = _AutologgingSessionManager.active_session()
    return None if session is None else session.id


def _listed(names: Iterable[str], kind: str) -> str:
    """``the metrics a, b, c and 4 more``."""
    ordered = sorted(names)
    what = f"the {kind}{'s' if len(ordered) > 1 else ''} "
    more = f" and {len(ordered) - _NAMES_SHOWN} more" if len(ordered) > _NAMES_SHOWN else ""
    return what + ", ".join(single_line(name, 60) for name in ordered[:_NAMES_SHOWN]) + more
