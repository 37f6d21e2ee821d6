"""IPython's hooks: what happens before and after each cell. Nothing here may break a cell that is not to blame."""

from __future__ import annotations

import ast
import logging
import threading
from typing import Any, Optional

from . import front_end
from .cell import Cell
from .cell_run import CellRun, open_cell_run
from .errors import CellRefused, NotLogged, OptionError
from .mark import Mark, read_mark
from .notices import switched_on, warn
from .options import Options, help_text, parse_options
from .outcome import outcome_of
from .session import Session

_logger = logging.getLogger(__name__)


class Hooks(ast.NodeTransformer):
    """Opens and closes the runs of marked cells. Also a transformer of syntax trees, the one place where IPython lets a cell be refused."""

    def __init__(self, session: Session) -> None:
        self.session = session
        # Cells run in the thread of their kernel, or of a subshell beside it.
        self._local = threading.local()

    def pre_run_cell(self, info: Any) -> None:
        """Before a cell. Code that a front end injects has no history and is none of ours."""
        if not info.store_history:
            return
        self._local.run = None
        self._local.verdict = None
        try:
            self._begin(info)
        except OptionError as error:
            self._local.verdict = CellRefused(f"MLflow: {error}.\nNothing of this cell ran.")
        except Exception as error:
            _logger.debug("A cell could not be prepared", exc_info=True)
            warn(f"this cell was not logged: {type(error).__name__}: {error}")

    def post_run_cell(self, result: Any) -> None:
        """After a cell, whether it failed or not."""
        if result is not None and not result.info.store_history:
            return
        run: Optional[CellRun] = getattr(self._local, "run", None)
        self._local.run = None
        self._local.verdict = None
        if run is not None:
            self._end(run, result)

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Refuses the cell, or leaves nothing of it where only help was asked for."""
        verdict = getattr(self._local, "verdict", None)
        self._local.verdict = None
        if isinstance(verdict, CellRefused):
            raise verdict
        return ast.Module(body=[], type_ignores=[]) if verdict == "nothing" else node

    def _begin(self, info: Any) -> None:
        shell = self.session.shell
        metadata = front_end.cell_metadata(shell, info)
        mark = read_mark(info.raw_cell, metadata)
        cell = Cell(
            source=info.raw_cell,
            code=mark.code,
            cell_id=front_end.cell_id(info, metadata),
            execution_count=shell.execution_count - 1,
            notebook_path=self.session.notebook_path or front_end.notebook_path(shell),
        )
        try:
            if mark.options is not None:
                self._begin_marked(cell, mark)
        finally:
            self.session.history.add(cell)

    def _begin_marked(self, cell: Cell, mark: Mark) -> None:
        options = parse_options(mark.options or "")
        if options.help:
            print(help_text())
            self._local.verdict = "nothing"
            return
        self.session.autolog.check(options)
        try:
            self._local.run = open_cell_run(self.session, cell, options)
        except NotLogged as error:
            self._not_logged(str(error), options)

    def _not_logged(self, reason: str, options: Options) -> None:
        text = f"this cell was not logged: {reason}."
        if options.strict or switched_on("RUNLENS_STRICT"):
            self._local.verdict = CellRefused(f"MLflow: {text}\nNothing of this cell ran, since it is to be logged (--strict).")
        else:
            warn(f"{text} The cell runs without its run; --strict or RUNLENS_STRICT=1 makes this an error.")

    def _end(self, run: CellRun, result: Any) -> None:
        outcome = outcome_of(result)
        try:
            run.close(outcome)
        except Exception as error:
            run.owe_end(outcome)
            warn(f"the end of this cell's run was not logged: {error}")
