"""The card under a logged cell: one output, updated in place when the run has ended."""

from __future__ import annotations

import dataclasses
import logging
import time
import uuid
from typing import Any

from IPython.display import display, update_display

from .background import Background
from .cell import Cell
from .html import card_html
from .late_update import LateUpdate
from .payload import Ending, Payload, RunFacts, http_uri, payload
from .plain import card_plain
from .recent_runs import recent_run, remember_run
from .snapshot import Snapshot, curved_metrics, read_run, read_snapshot
from .text import single_line

RUN_MIME = "application/vnd.runlens.run+json"

_logger = logging.getLogger(__name__)


class Card:
    """Shows a run in the output of its cell."""

    def __init__(
        self,
        cell: Cell,
        run_id: str,
        run_name: str,
        experiment_id: str,
        experiment_name: str,
        tracking_uri: str | None,
        previous_run_id: str | None,
    ) -> None:
        self._cell = cell
        self._display_id = f"runlens-{uuid.uuid4().hex}"
        self._late = LateUpdate(self._display_id)
        self._shown: tuple[Ending, Payload] | None = None
        self._facts = RunFacts(
            run_id=run_id,
            run_name=single_line(run_name),
            experiment_id=experiment_id,
            experiment_name=single_line(experiment_name),
            tracking_uri=http_uri(tracking_uri),
            previous_run_id=None if previous_run_id == run_id else previous_run_id,
            start_time=int(time.time() * 1000),
        )

    def show(self) -> None:
        """Shows the card of a run that has begun. Asks nothing of the server."""
        self._publish(display, Snapshot(), Ending("RUNNING", None, None, []))

    def compare_with(self, previous_run_id: str) -> None:
        """Tells which run this cell made before, where that was not known at the start."""
        self._facts = dataclasses.replace(self._facts, previous_run_id=previous_run_id)

    def finish(self, client: Any, status: str, error: tuple[str, str] | None, notices: list[str]) -> None:
        """Shows how the run ended, with its figures. Waits for the server a second at most, and never raises."""
        self._finish(self._read(client), status, error, notices)

    def finish_soon(
        self,
        client: Any,
        status: str,
        error: tuple[str, str] | None,
        notices: list[str],
        known: Any,
        background: Background,
    ) -> None:
        """Shows what one request tells, or none where ``known`` is the run already; the rest comes as an update.

        Curves are waited for all the same: where a notebook runs without a front end, updates after a cell are lost.
        """
        facts = self._facts
        snapshot = Snapshot(run=known) if known is not None else read_run(client, facts.run_id)
        if snapshot.run is not None and curved_metrics(snapshot.run):
            snapshot = self._read(client)
        else:
            snapshot.previous = recent_run(facts.previous_run_id)
        self._finish(snapshot, status, error, notices)
        background.submit(lambda: self._update(client))

    def compare_later(self, client: Any, background: Background) -> None:
        """Updates a card that has ended, once what is looked for in the background is found: the run before."""
        background.submit(lambda: self._update(client) if self._has_news() else None)

    def _has_news(self) -> bool:
        return self._shown is not None and self._shown[1]["previous_run_id"] != self._facts.previous_run_id

    def _read(self, client: Any) -> Snapshot:
        facts = self._facts
        return read_snapshot(client, facts.run_id, facts.experiment_id, facts.previous_run_id)

    def _finish(self, snapshot: Snapshot, status: str, error: tuple[str, str] | None, notices: list[str]) -> None:
        ending = Ending(status, _end_time(snapshot.run, status), error, list(notices))
        if snapshot.run is not None:
            remember_run(snapshot.run)
        self._shown = ending, payload(self._cell, self._facts, snapshot, ending)
        self._publish(update_display, snapshot, ending)

    def _update(self, client: Any) -> None:
        """Reads all, and updates the card where that is news."""
        snapshot = self._read(client)
        if snapshot.run is None or self._shown is None:
            return
        ending, shown = self._shown
        remember_run(snapshot.run)
        data = payload(self._cell, self._facts, snapshot, ending)
        if {**data, "artifact_count": data["artifact_count"] or None} != shown:
            self._late.send(_bundle(data))

    def _publish(self, publish: Any, snapshot: Snapshot, ending: Ending) -> None:
        try:
            bundle = _bundle(payload(self._cell, self._facts, snapshot, ending))
            publish(bundle, raw=True, display_id=self._display_id)
        except Exception:
            # A card is never worth a cell's result.
            _logger.warning("The card of MLflow run %s could not be shown.", self._facts.run_id, exc_info=True)


def _bundle(data: Payload) -> dict[str, Any]:
    return {RUN_MIME: data, "text/html": card_html(data), "text/plain": card_plain(data)}


def _end_time(run: Any, status: str) -> int | None:
    """The server's, where the run was read after its end; None for a run that its cell left open."""
    if status == "RUNNING":
        return None
    if run is not None and run.info.status != "RUNNING" and run.info.end_time:
        return int(run.info.end_time)
    return int(time.time() * 1000)
