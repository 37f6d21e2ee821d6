"""The card under a logged cell: one output, updated in place when the run has ended."""

from __future__ import annotations

import logging
import time
import uuid
from typing import Any

from IPython.display import display, update_display

from .cell import Cell
from .html import card_html
from .payload import RunFacts, http_uri, payload
from .plain import card_plain
from .snapshot import Snapshot, read_snapshot
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
        self._publish(display, Snapshot(), "RUNNING", None, None, [])

    def finish(self, client: Any, status: str, error: tuple[str, str] | None, notices: list[str]) -> None:
        """Shows how the run ended, with its figures. Waits for the server a second at most, and never raises."""
        end_time = int(time.time() * 1000)
        facts = self._facts
        snapshot = read_snapshot(client, facts.run_id, facts.experiment_id, facts.previous_run_id)
        if snapshot.run is not None and snapshot.run.info.end_time:
            end_time = int(snapshot.run.info.end_time)
        self._publish(update_display, snapshot, status, end_time, error, notices)

    def _publish(
        self,
        publish: Any,
        snapshot: Snapshot,
        status: str,
        end_time: int | None,
        error: tuple[str, str] | None,
        notices: list[str],
    ) -> None:
        try:
            data = payload(self._cell, self._facts, snapshot, status, end_time, error, notices)
            bundle = {RUN_MIME: data, "text/html": card_html(data), "text/plain": card_plain(data)}
            publish(bundle, raw=True, display_id=self._display_id)
        except Exception:
            # A card is never worth a cell's result.
            _logger.warning("The card of MLflow run %s could not be shown.", self._facts.run_id, exc_info=True)
