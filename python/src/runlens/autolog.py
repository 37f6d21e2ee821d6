"""Autolog while a marked cell runs, and the person's own configuration again after it.

MLflow's ``flavor.autolog()`` patches hundreds of methods anew at each call. So the patches of a marked cell stay when
it ends, switched off in the configuration that they read at each fit, and the next cell with the same options
switches them on again.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from .autolog_flavors import (
    LIBRARIES,
    Config,
    accepted,
    autolog_function,
    check_options,
    configuration,
    is_on,
    known_flavors,
    put_configuration,
)
from .options import Options, grouped


class Autolog:
    """One for each kernel. ``on``: whether a cell without ``--autolog`` or ``--no-autolog`` logs what libraries do."""

    def __init__(self) -> None:
        self.on = True
        self._ours: dict[str, tuple[Config, Config]] = {}
        self._before: dict[str, Config] = {}
        self._wanted: Config = {}
        self._options: dict[str, Config] = {}
        self._active = False
        self._hooked = False

    def check(self, options: Options) -> None:
        """Raises OptionError where an autolog option is none."""
        for flavor, wanted in grouped(options.autolog_options).items():
            check_options(flavor, wanted)

    def begin(self, options: Options) -> None:
        """Sets autolog up for a cell."""
        self._before = {}
        self._options = grouped(options.autolog_options)
        if options.autolog is False or (options.autolog is None and not self.on):
            self._switch_all_off()
            return
        self._wanted = {"silent": True, "exclusive": False, **({} if options.models else {"log_models": False})}
        self._active = True
        self._hook_imports()
        for flavor in self._present():
            self._begin_flavor(flavor)

    def end(self) -> None:
        """Puts back what the person had."""
        self._active = False
        for flavor, before in self._before.items():
            self._end_flavor(flavor, before)
        self._before = {}

    def _present(self) -> list[str]:
        """The flavors of the libraries that are loaded, and those that options name."""
        loaded = [flavor for library, flavor in LIBRARIES.items() if library in sys.modules]
        return list(dict.fromkeys([*loaded, *self._options]))

    def _begin_flavor(self, flavor: str) -> None:
        before = configuration(flavor)
        if flavor in self._before:
            return
        wanted = {**self._wanted, **self._options.get(flavor, {})}
        if is_on(before):
            self._begin_persons(flavor, before, wanted)
            return
        self._before[flavor] = before
        config, applied = self._ours.get(flavor, ({}, {}))
        if before is config and applied == wanted:
            config["disable"] = False
        else:
            self._apply(flavor, wanted)

    def _begin_persons(self, flavor: str, before: Config, wanted: Mapping[str, Any]) -> None:
        """The person's own configuration holds, but for the cell's options, and ``exclusive`` as it logs nothing."""
        changed = {key: value for key, value in wanted.items() if key != "silent" and before.get(key) != value}
        if set(changed) - {"exclusive"}:
            self._before[flavor] = before
            self._apply(flavor, {**before, **changed})
        elif changed:
            self._before[flavor] = before
            put_configuration(flavor, {**before, **changed})

    def _apply(self, flavor: str, wanted: Config) -> None:
        function = autolog_function(flavor)
        if function is None:
            return
        function(**accepted(function, wanted))
        self._ours[flavor] = (configuration(flavor), wanted)

    def _end_flavor(self, flavor: str, before: Config) -> None:
        ours, _ = self._ours.get(flavor, ({}, {}))
        now = configuration(flavor)
        if now is not ours and now not in ({**before, "exclusive": False}, {**before, "disable": True}):
            return  # the cell called the flavor's autolog itself, and that stays
        if not is_on(before):
            ours["disable"] = True
        elif now is ours:
            self._repeat(flavor, before)
        else:
            put_configuration(flavor, before)

    def _repeat(self, flavor: str, before: Config) -> None:
        """Makes the person's call again: what it was given lives in the patches."""
        function = autolog_function(flavor)
        if function is not None:
            function(**{**accepted(function, before), "silent": True})
            put_configuration(flavor, before)

    def _switch_all_off(self) -> None:
        for flavor in known_flavors():
            before = configuration(flavor)
            if is_on(before):
                self._before[flavor] = before
                put_configuration(flavor, {**before, "disable": True})

    def _hook_imports(self) -> None:
        """A library that the cell imports logs itself from then on."""
        if self._hooked:
            return
        self._hooked = True
        from mlflow.utils.import_hooks import register_post_import_hook

        for library in LIBRARIES:
            if library not in sys.modules:
                register_post_import_hook(self._imported, library)

    def _imported(self, module: Any) -> None:
        if self._active:
            self._begin_flavor(LIBRARIES[module.__name__])
