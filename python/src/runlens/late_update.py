"""Updates an output after its cell has ended, from another thread."""

from __future__ import annotations

from typing import Any

from IPython.core.getipython import get_ipython


class LateUpdate:
    """Made while the cell runs, whose request its message names: by then the next cell may be the kernel's current."""

    def __init__(self, display_id: str) -> None:
        publisher: Any = getattr(get_ipython(), "display_pub", None)
        self._publisher = publisher
        self._transient = {"display_id": display_id}
        self._parent: Any = getattr(publisher, "parent_header", None)

    def send(self, bundle: dict[str, Any]) -> None:
        """Replaces what the output shows. Terminals have no outputs to replace: there it does nothing."""
        session = getattr(self._publisher, "session", None)
        socket = getattr(self._publisher, "pub_socket", None)
        if session is None or socket is None:
            return
        content = {"data": bundle, "metadata": {}, "transient": self._transient}
        session.send(socket, "update_display_data", content, parent=self._parent, ident=self._publisher.topic)
