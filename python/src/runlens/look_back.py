"""Finds the run that a cell made in a kernel before this one, in the background."""

from __future__ import annotations

from typing import Any

from .card import Card
from .cell import Cell
from .recent_runs import remember_run
from .resume import run_before

TAG = "runlens.previous_run_id"


def look_back(client: Any, card: Card, cell: Cell, run: Any) -> None:
    """Tells the card and the run which run was before it; nothing where the server knows of none."""
    found = run_before(client, cell, run)
    if found is None:
        return
    remember_run(found)
    card.compare_with(found.info.run_id)
    client.set_tag(run.info.run_id, TAG, found.info.run_id)
