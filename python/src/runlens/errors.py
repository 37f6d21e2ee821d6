"""Why a cell did not run, or was not logged."""

from __future__ import annotations

from IPython.core.error import InputRejected

from .masking import mask_secrets


class CellRefused(InputRejected):  # type: ignore[misc]
    """Nothing of the cell ran: its options are wrong, or it has to be logged and could not be.

    IPython shows the text alone, without a traceback through this package, and the cell's reply is an error, so that
    Run All stops.
    """

    def __init__(self, text: str) -> None:
        super().__init__(mask_secrets(text))

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class OptionError(ValueError):
    """The options of a cell could not be understood. The text says which and what was expected."""


class NotLogged(RuntimeError):
    """The server did not take what was to be logged. The text says what was tried and what came back."""
