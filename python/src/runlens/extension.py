"""Puts the package into a running IPython, and takes it out again."""

from __future__ import annotations

import atexit
from typing import Any, Optional

from .directives import comment_mark
from .hooks import Hooks
from .magics import MlflowMagics
from .session import Session

_EXIT_SECONDS = 10

_loaded: Optional[Hooks] = None


def load(shell: Any) -> None:
    """Registers the transformer, the hooks and the magics; does nothing where they are registered already."""
    global _loaded
    if _loaded is not None:
        if _loaded.session.shell is shell:
            return
        unload(_loaded.session.shell)
    hooks = Hooks(Session(shell))
    shell.input_transformers_cleanup.append(comment_mark)
    shell.ast_transformers.append(hooks)
    shell.events.register("pre_run_cell", hooks.pre_run_cell)
    shell.events.register("post_run_cell", hooks.post_run_cell)
    shell.register_magics(MlflowMagics(shell, hooks.session))
    atexit.register(_at_exit, hooks)
    _loaded = hooks


def unload(shell: Any) -> None:
    """Takes out what ``load`` put in."""
    global _loaded
    if _loaded is None or _loaded.session.shell is not shell:
        return
    hooks, _loaded = _loaded, None
    shell.input_transformers_cleanup.remove(comment_mark)
    shell.ast_transformers.remove(hooks)
    shell.events.unregister("pre_run_cell", hooks.pre_run_cell)
    shell.events.unregister("post_run_cell", hooks.post_run_cell)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("mlflow", None)
    atexit.unregister(_at_exit)
    hooks.session.background.drain(_EXIT_SECONDS)


def session() -> Optional[Session]:
    """The session of the shell that the package is loaded in."""
    return _loaded.session if _loaded else None


def _at_exit(hooks: Hooks) -> None:
    hooks.session.background.drain(_EXIT_SECONDS)
