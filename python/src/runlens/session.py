"""What the extension knows while a kernel lives."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from .autolog import Autolog
from .background import Background
from .cell import Cell
from .experiments import Experiments
from .guard import Guard
from .notices import switched_on
from .outages import Outages
from .provenance import CellHistory

_MAX_CELLS = 2000


class Session:
    """One for each kernel. ``log_all``: each cell that logs anything becomes a run."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.history = CellHistory()
        self.background = Background()
        self.experiments = Experiments()
        self.guard = Guard()
        self.outages = Outages()
        self.log_all = False
        self.autolog = Autolog()
        self.notebook_path: str | None = None
        self.last_run_id: str | None = None
        self._runs: OrderedDict[str, str] = OrderedDict()

    @property
    def no_source(self) -> bool:
        """Whether sources stay out of runs by default."""
        return switched_on("RUNLENS_NO_SOURCE")

    def run_of(self, cell: Cell) -> str | None:
        """The run that this cell made last in this kernel."""
        return self._runs.get(cell.cell_id) if cell.cell_id else None

    def remember(self, cell: Cell, run_id: str) -> None:
        """Keeps the run of a cell, for its next one."""
        self.last_run_id = run_id
        if not cell.cell_id:
            return
        self._runs[cell.cell_id] = run_id
        self._runs.move_to_end(cell.cell_id)
        if len(self._runs) > _MAX_CELLS:
            self._runs.popitem(last=False)
