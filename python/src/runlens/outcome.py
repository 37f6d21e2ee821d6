"""How a cell ended, as the status of its run."""

from __future__ import annotations

import asyncio
import re
import traceback
from dataclasses import dataclass
from typing import Any

from .masking import mask_secrets

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_INTERRUPTS = (KeyboardInterrupt, asyncio.CancelledError)
_MAX_MESSAGE = 1000


@dataclass(frozen=True)
class Failure:
    """An exception as text. ``traceback`` has no colours."""

    type: str
    message: str
    traceback: str


@dataclass(frozen=True)
class Outcome:
    """``status`` is MLflow's: FINISHED, FAILED or KILLED."""

    status: str
    failure: Failure | None = None


def outcome_of(result: Any) -> Outcome:
    """What IPython's ExecutionResult says. ipykernel hands None when a cell that awaits was interrupted."""
    if result is None:
        return Outcome("KILLED", Failure("KeyboardInterrupt", "", "KeyboardInterrupt\n"))
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return Outcome("FINISHED")
    return Outcome("KILLED" if isinstance(error, _INTERRUPTS) else "FAILED", _failure(error))


def _failure(error: BaseException) -> Failure:
    """The exception's own text, whatever its ``__str__`` does."""
    try:
        message = str(error)
    except Exception:
        message = "(its text could not be made)"
    # Masked before it is cut, so that no half of a secret is left.
    masked = mask_secrets(_ANSI.sub("", message[: 10 * _MAX_MESSAGE]))
    return Failure(type(error).__name__, masked[:_MAX_MESSAGE], _traceback(error))


def _traceback(error: BaseException) -> str:
    try:
        lines = traceback.format_exception(type(error), error, _in_cell(error))
    except Exception:
        lines = [type(error).__name__]
    return _ANSI.sub("", "".join(lines))


def _in_cell(error: BaseException) -> Any:
    """The traceback from the cell on: IPython's own frames before it tell a reader nothing."""
    frame = error.__traceback__
    while frame is not None and "/IPython/core/" in frame.tb_frame.f_code.co_filename.replace("\\", "/"):
        frame = frame.tb_next
    return frame or error.__traceback__
