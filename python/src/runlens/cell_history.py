"""The cells that ran in this kernel, so that a run can be reproduced."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable

from .cell import Cell
from .masking import mask_secrets
from .text import without_surrogates

# Of all the cells that a run holds, as JSON.
MAX_BYTES = 2_000_000
# Of one cell: more is data that was pasted into it.
MAX_SOURCE = 200_000
_MAX_CELLS = 2_000
_CUT = "\n# Runlens: the rest of this cell was too long to keep\n"


class CellHistory:
    """Remembers the sources of the cells that ran, the newest 2,000 of them."""

    def __init__(self) -> None:
        self._cells: deque[Cell] = deque(maxlen=_MAX_CELLS)

    def add(self, cell: Cell) -> None:
        """Remembers a cell; cheap enough for every cell that runs."""
        self._cells.append(cell)

    def cells(self) -> list[Cell]:
        """The cells, oldest first."""
        return list(self._cells)


def masked_source(cell: Cell) -> str:
    """A cell's source as it may leave the kernel: what looks like a secret is masked, and its length is bounded."""
    source = cell.source if len(cell.source) <= MAX_SOURCE else cell.source[:MAX_SOURCE] + _CUT
    return without_surrogates(mask_secrets(source))


def cells_as_json(cells: Iterable[Cell]) -> str:
    """What ``runlens/cells.json`` holds: the newest of ``cells`` that fit into 2 MB, oldest first."""
    kept: list[str] = []
    size = 100
    for cell in reversed(list(cells)):
        record = {"cell_id": cell.cell_id, "execution_count": cell.execution_count, "source": masked_source(cell)}
        text = json.dumps(record)
        size += len(text) + 2
        if size > MAX_BYTES:
            break
        kept.append(text)
    return '{"version": 1, "cells": [\n' + ",\n".join(reversed(kept)) + "\n]}\n"
