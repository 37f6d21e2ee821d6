"""Where a run comes from: notebook, cell, Git, packages, and the cells that ran before."""

from __future__ import annotations

import logging
import os
import platform
from collections.abc import Callable
from typing import Any

from .cell import Cell
from .cell_history import CellHistory, cells_as_json, masked_source
from .git import GitReader
from .masking import mask_secrets
from .packages import requirements
from .text import single_line, without_surrogates

__all__ = ["CellHistory", "start_tags", "warm_up", "write_artifacts"]

_MAX_TRACEBACK = 200_000

_logger = logging.getLogger(__name__)
_git = GitReader()


def warm_up(notebook_path: str | None = None) -> None:
    """Begins to read what the first run will need, in the background."""
    _git.refresh(_folder(notebook_path))


def start_tags(cell: Cell) -> dict[str, str]:
    """The tags that a run has from its start. Never waits: of Git, what is known; ``write_artifacts`` adds the rest."""
    folder = _folder(cell.notebook_path)
    known = _git.known(folder)
    _git.refresh(folder)
    tags = {"mlflow.source.type": "NOTEBOOK", "runlens.python": platform.python_version()}
    if cell.notebook_path:
        path = single_line(cell.notebook_path)
        tags.update({"mlflow.source.name": path, "runlens.notebook.path": path})
    if cell.cell_id:
        tags["runlens.cell.id"] = single_line(cell.cell_id)
    if cell.execution_count is not None:
        tags["runlens.cell.execution_count"] = str(cell.execution_count)
    return {**tags, **(known.tags() if known else {})}


def write_artifacts(
    client: Any, run_id: str, cell: Cell, history: CellHistory, *, with_source: bool, traceback: str | None
) -> None:
    """Uploads the artifacts under ``runlens/``, sets the tags of Git. Slow: for a background thread; never raises."""
    steps: list[Callable[[], None]] = [
        lambda: _set_git_tags(client, run_id, cell),
        lambda: client.log_text(run_id, requirements(), "runlens/requirements.txt"),
    ]
    if traceback:
        text = without_surrogates(mask_secrets(traceback[-_MAX_TRACEBACK:]))
        steps.insert(0, lambda: client.log_text(run_id, text, "runlens/traceback.txt"))
    if with_source:
        cells = _cells_until(cell, history)
        steps[:0] = [
            lambda: client.log_text(run_id, masked_source(cell), "runlens/cell.py"),
            lambda: client.log_text(run_id, cells_as_json(cells), "runlens/cells.json"),
        ]
    for step in steps:
        try:
            step()
        except Exception as error:
            _logger.debug("Part of the provenance of run %s was not written: %s", run_id, error)


def _cells_until(cell: Cell, history: CellHistory) -> list[Cell]:
    """The cells that ran before this one, and this one last, whether the history has it already or not."""
    cells = history.cells()
    for index in range(len(cells) - 1, -1, -1):
        if cells[index] is cell:
            return cells[: index + 1]
    return [*cells, cell]


def _set_git_tags(client: Any, run_id: str, cell: Cell) -> None:
    state = _git.wait(_folder(cell.notebook_path))
    for name, value in (state.tags() if state else {}).items():
        client.set_tag(run_id, name, value)


def _folder(notebook_path: str | None) -> str:
    """The notebook's folder where it is on this machine, else the kernel's."""
    folder = os.path.dirname(os.path.abspath(notebook_path)) if notebook_path else os.getcwd()
    return folder if os.path.isdir(folder) else os.getcwd()
