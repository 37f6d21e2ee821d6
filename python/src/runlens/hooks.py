"""IPython's hooks: what happens before and after each cell. Nothing here may break a cell that is not to blame."""

from __future__ import annotations

import ast
import logging
import threading
import time
from typing import Any, Union

from IPython import version_info

from . import front_end
from .adopted_cell import AdoptedCell
from .attach import withdraw_settings
from .cell import Cell
from .cell_run import CellRun, open_cell_run
from .errors import CellRefused, NotLogged, OptionError
from .mark import read_mark
from .notices import say, switched_on, warn
from .options import help_text, parse_options
from .outcome import outcome_of
from .session import Session
from .unlogged_cell import UnloggedCell

LoggedCell = Union[CellRun, UnloggedCell, AdoptedCell]
_logger = logging.getLogger(__name__)
# Uploads wait so long for a cell to end by itself, and so long at most while its end is logged.
_SHORT_CELL_SECONDS = 0.3
_ENDING_SECONDS = 5.0


class Hooks(ast.NodeTransformer):
    """Opens and closes the runs of cells.

    Also a transformer of syntax trees: that is the one place where IPython lets a cell be refused.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        # Cells run in the thread of their kernel, or of a subshell beside it.
        self._local = threading.local()
        # IPython 9 counts a cell before its hook, IPython 8 after the cell.
        self._counted_before = 1 if version_info[0] >= 9 else 0

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
            self.session.outages.end()
            warn(f"this cell was not logged: {type(error).__name__}: {error}")

    def post_run_cell(self, result: Any) -> None:
        """After a cell, whether it failed or not."""
        if result is not None and not result.info.store_history:
            return
        run: LoggedCell | None = getattr(self._local, "run", None)
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
        session = self.session
        withdraw_settings()
        metadata = front_end.cell_metadata(session.shell, info)
        mark = read_mark(info.raw_cell, metadata)
        cell = Cell(
            source=info.raw_cell,
            code=mark.code,
            cell_id=front_end.cell_id(info, metadata),
            execution_count=session.shell.execution_count - self._counted_before,
            notebook_path=session.notebook_path or front_end.notebook_path(session.shell),
        )
        try:
            if mark.options is not None:
                self._begin_marked(cell, mark.options)
            elif session.log_all and not mark.refused:
                self._local.run = AdoptedCell(session, cell)
        finally:
            session.history.add(cell)

    def _begin_marked(self, cell: Cell, text: str) -> None:
        options = parse_options(text)
        if options.help:
            say(help_text())
            self._local.verdict = "nothing"
            return
        session = self.session
        session.autolog.check(options)
        strict = options.strict or switched_on("RUNLENS_STRICT")
        session.background.rest_until(time.monotonic() + _SHORT_CELL_SECONDS)
        try:
            self._local.run = open_cell_run(session, cell, options, strict)
        except NotLogged as error:
            self._not_logged(str(error), strict)

    def _not_logged(self, reason: str, strict: bool) -> None:
        text = f"this cell was not logged: {reason}."
        if strict:
            self._local.verdict = CellRefused(
                f"MLflow: {text}\nNothing of it ran, since it has to be logged (--strict)."
            )
            return
        warn(f"{text} The cell runs all the same; --strict or RUNLENS_STRICT=1 makes this an error.")
        self._local.run = UnloggedCell(self.session)

    def _end(self, run: LoggedCell, result: Any) -> None:
        self.session.background.rest_until(time.monotonic() + _ENDING_SECONDS)
        try:
            run.close(outcome_of(result))
        except NotLogged as error:
            self._fail(result, error)
        except Exception as error:
            warn(f"the end of this cell's run was not logged: {type(error).__name__}: {error}")
        finally:
            self.session.outages.end()
            self.session.background.rest_until(0)

    def _fail(self, result: Any, error: NotLogged) -> None:
        """Makes the failure to log an error of the cell, unless it has one: the reply is made of the result."""
        refused = CellRefused(f"MLflow: this cell was not logged as --strict asks: {error}.")
        if result is not None and result.success:
            result.error_in_exec = refused
            self.session.shell.showtraceback((CellRefused, refused, None))
