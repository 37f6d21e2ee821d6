"""`%mlflow`: looks at, and sets, what the cells of this kernel are logged with."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Callable

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand

from .address import without_account
from .experiments import active_experiment_name
from .notices import say
from .session import Session

_HELP = """%mlflow status             the server, the experiment, the open run, what is switched on
%mlflow last               the run that was made last
%mlflow experiment NAME    the experiment of the cells that name none; it is made if it is not there
%mlflow uri [URI]          shows the server, or sets it for this kernel
%mlflow autolog on|off     whether marked cells log what libraries do, where they do not say
%mlflow all on|off         whether each cell that logs anything becomes a run, marked or not
%%mlflow -h                the options of a marked cell"""


@magics_class
class MlflowMagics(Magics):  # type: ignore[misc]
    """The line magic. The cell magic is no magic: a transformer has turned its line into a comment before."""

    def __init__(self, shell: Any, session: Session) -> None:
        super().__init__(shell)
        self._session = session

    @no_var_expand  # type: ignore[untyped-decorator]
    @line_magic  # type: ignore[untyped-decorator]
    def mlflow(self, line: str) -> None:
        """MLflow for this kernel; `%mlflow -h` shows what it can do."""
        try:
            words = shlex.split(line) or ["status"]
        except ValueError as error:
            raise UsageError(f"%mlflow: {error}") from None
        actions: dict[str, Callable[[Sequence[str]], None]] = {
            "status": self._status,
            "last": self._last,
            "experiment": self._experiment,
            "uri": self._uri,
            "autolog": self._autolog,
            "all": self._all,
            "-h": self._help,
            "--help": self._help,
        }
        action = actions.get(words[0])
        if action is None:
            near = get_close_matches(words[0], actions, n=1)
            hint = f"the nearest is {near[0]}" if near else "%mlflow -h shows them all"
            raise UsageError(f"%mlflow {words[0]} is not known; {hint}")
        action(words[1:])

    def _help(self, words: Sequence[str]) -> None:
        say(_HELP)

    def _status(self, words: Sequence[str]) -> None:
        import mlflow

        run = mlflow.active_run()
        say(f"server      {without_account(mlflow.get_tracking_uri())}")
        say(f"experiment  {active_experiment_name()}")
        say(f"open run    {f'{run.info.run_name} ({run.info.run_id})' if run else 'none'}")
        say(f"last run    {self._session.last_run_id or 'none'}")
        say(f"autolog     {_on(self._session.autolog.on)}")
        say(f"all cells   {_on(self._session.log_all)}")

    def _last(self, words: Sequence[str]) -> None:
        run_id = self._session.last_run_id
        if run_id is None:
            say("No cell of this kernel has made a run")
            return
        from mlflow.tracking import MlflowClient

        run = MlflowClient().get_run(run_id)
        say(f"{run.info.run_name} ({run_id})  {run.info.status}")
        for kind, values in (("parameters", run.data.params), ("metrics", run.data.metrics)):
            if values:
                say(f"{kind}: " + ", ".join(f"{key}={value}" for key, value in sorted(values.items())))

    def _experiment(self, words: Sequence[str]) -> None:
        if len(words) != 1:
            raise UsageError("%mlflow experiment wants one NAME; a name with spaces wants quotation marks")
        import mlflow

        say(f"experiment {mlflow.set_experiment(words[0]).name}")

    def _uri(self, words: Sequence[str]) -> None:
        import mlflow

        if len(words) > 1:
            raise UsageError("%mlflow uri wants one URI, or none to show the one in use")
        if words:
            mlflow.set_tracking_uri(words[0])
        say(without_account(mlflow.get_tracking_uri()))

    def _autolog(self, words: Sequence[str]) -> None:
        self._session.autolog.on = _switch("autolog", words, self._session.autolog.on)

    def _all(self, words: Sequence[str]) -> None:
        self._session.log_all = _switch("all", words, self._session.log_all)


def _on(value: bool) -> str:
    return "on" if value else "off"


def _switch(name: str, words: Sequence[str], now: bool) -> bool:
    if not words:
        say(_on(now))
        return now
    if list(words) not in (["on"], ["off"]):
        raise UsageError(f"%mlflow {name} wants on or off")
    return words[0] == "on"
