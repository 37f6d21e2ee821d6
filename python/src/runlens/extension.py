"""Puts the package into a running IPython, and takes it out again."""

from __future__ import annotations

import atexit
from typing import Any

from . import front_end
from .directives import comment_mark
from .hooks import Hooks
from .magics import MlflowMagics
from .provenance import warm_up
from .session import Session

_EXIT_SECONDS = 10

# The shell that the package is loaded in, by the only key: a kernel has one.
_loaded: dict[str, Hooks] = {}


def load(shell: Any) -> None:
    """Registers the transformer, the hooks and the magics; does nothing where they are registered already."""
    loaded = _loaded.get("hooks")
    if loaded is not None:
        if loaded.session.shell is shell:
            return
        unload(loaded.session.shell)
    hooks = Hooks(Session(shell))
    shell.input_transformers_cleanup.append(comment_mark)
    shell.ast_transformers.append(hooks)
    shell.events.register("pre_run_cell", hooks.pre_run_cell)
    shell.events.register("post_run_cell", hooks.post_run_cell)
    shell.register_magics(MlflowMagics(shell, hooks.session))
    atexit.register(_at_exit, hooks)
    hooks.session.guard.start()
    warm_up(front_end.notebook_path(shell))
    _loaded["hooks"] = hooks


def unload(shell: Any) -> None:
    """Takes out what ``load`` put in."""
    hooks = _loaded.get("hooks")
    if hooks is None or hooks.session.shell is not shell:
        return
    del _loaded["hooks"]
    shell.input_transformers_cleanup.remove(comment_mark)
    shell.ast_transformers.remove(hooks)
    shell.events.unregister("pre_run_cell", hooks.pre_run_cell)
    shell.events.unregister("post_run_cell", hooks.post_run_cell)
    shell.magics_manager.magics["line"].pop("mlflow", None)
    atexit.unregister(_at_exit)
    _at_exit(hooks)
    hooks.session.guard.stop()


def session() -> Session | None:
    """The session of the shell that the package is loaded in."""
    hooks = _loaded.get("hooks")
    return hooks.session if hooks else None


def _at_exit(hooks: Hooks) -> None:
    """What is still to be uploaded or sent gets a last chance; what is not sent then, the guard knows of."""
    hooks.session.background.drain(_EXIT_SECONDS)
    hooks.session.outages.flush()
