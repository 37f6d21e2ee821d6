"""The cell that a run is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One execution of one cell.

    ``source`` is what the person typed, with the line that marks the cell; ``code`` is the same without that line.
    ``cell_id`` and ``notebook_path`` are None where the front end does not tell them.
    """

    source: str
    code: str
    cell_id: str | None
    execution_count: int | None
    notebook_path: str | None
