"""The options of a marked cell: what `%%mlflow`, `# mlflow:` and the cell's metadata understand."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NoReturn

from .errors import OptionError

AutologOptions = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Options:
    """What a person asked for. ``autolog`` None leaves it to the default; a parameter's None means the variable's."""

    experiment: str | None = None
    name: str | None = None
    tags: tuple[tuple[str, str], ...] = ()
    params: tuple[tuple[str, str | None], ...] = ()
    description: str | None = None
    nested: bool = False
    resume: bool = False
    autolog: bool | None = None
    autolog_options: tuple[tuple[str, str, Any], ...] = ()
    models: bool = True
    system_metrics: bool = False
    register: str | None = None
    aliases: tuple[str, ...] = ()
    source: bool = True
    strict: bool = False
    help: bool = False


class _Parser(argparse.ArgumentParser):
    """argparse ends the process on a mistake; here it is an error that the cell shows."""

    def error(self, message: str) -> NoReturn:
        raise OptionError(message)


def _parser() -> _Parser:
    parser = _Parser(
        prog="%%mlflow", add_help=False, allow_abbrev=False, description="Makes the cell a run on the MLflow server."
    )
    add = parser.add_argument
    add(
        "experiment",
        nargs="?",
        metavar="EXPERIMENT",
        help="the run's experiment, made if it is not there; the current one if left out",
    )
    add("--name", metavar="NAME", help="the run's name")
    add("--tag", dest="tags", action="append", default=[], metavar="KEY=VALUE", help="a tag; may be repeated")
    add(
        "--param",
        dest="params",
        action="append",
        default=[],
        metavar="NAME[=VALUE]",
        help="a parameter, from the variable of that name or with a value; may be repeated",
    )
    add("--description", metavar="TEXT", help="the run's description, Markdown")
    add("--nested", action="store_true", help="make the run a child of the run that is open")
    add("--resume", action="store_true", help="go on with the run that this cell made last")
    add("--autolog", dest="autolog", action="store_true", default=None, help="log what the libraries do (the default)")
    add("--no-autolog", dest="autolog", action="store_false", default=None, help="log only what the cell logs itself")
    add(
        "--autolog-option",
        dest="autolog_options",
        action="append",
        default=[],
        metavar="FLAVOR.KEY=VALUE",
        help="an option of one flavor's autolog, such as sklearn.max_tuning_runs=5; may be repeated",
    )
    add("--no-models", dest="models", action="store_false", help="autolog without models, which is much faster")
    add("--system-metrics", action="store_true", help="log CPU, memory and GPU as well; needs psutil")
    add("--register", metavar="NAME", help="register the model that the run logged under this name")
    add(
        "--alias",
        dest="aliases",
        action="append",
        default=[],
        metavar="ALIAS",
        help="an alias of the registered version; may be repeated",
    )
    add("--no-source", dest="source", action="store_false", help="keep the sources of cells out of the run")
    add("--strict", action="store_true", help="when the cell cannot be logged, fail it")
    add("-h", "--help", dest="help", action="store_true", help="show this, and run nothing")
    return parser


def help_text() -> str:
    """What ``%%mlflow -h`` shows."""
    return _parser().format_help()


def parse_options(text: str) -> Options:
    """Reads the text after the mark. Raises OptionError, naming the nearest known option for an unknown one."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise OptionError(
            f"the options could not be read: {error}. Close each quotation mark, or write it as \\' or \\\""
        ) from error
    parser = _parser()
    found, unknown = parser.parse_known_args(words)
    if unknown and not found.help:
        raise OptionError(_unknown(unknown, parser))
    return _checked(found)


def _unknown(words: list[str], parser: argparse.ArgumentParser) -> str:
    options = [word for word in words if word.startswith("-")]
    if not options:
        return f"{words[0]!r} is one word too many: a name with spaces wants quotation marks"
    name = options[0].split("=", 1)[0]
    known = sorted(parser._option_string_actions)
    near = (
        get_close_matches(name, known, n=1, cutoff=0.5)
        or [word for word in known if word.startswith(name) and name != "-"][:1]
    )
    return f"{name} is not an option" + (f"; the nearest is {near[0]}" if near else "; %%mlflow -h shows them all")


def _checked(found: argparse.Namespace) -> Options:
    if found.aliases and not found.register:
        raise OptionError("--alias names a registered version, so it wants --register NAME as well")
    if found.experiment is not None and not found.experiment.strip():
        raise OptionError("the name of the experiment is empty")
    return Options(
        **{
            **vars(found),
            "tags": tuple(_pair("--tag", word) for word in found.tags),
            "params": tuple(_param(word) for word in found.params),
            "autolog_options": tuple(_autolog_option(word) for word in found.autolog_options),
            "aliases": tuple(found.aliases),
        }
    )


def _pair(option: str, word: str) -> tuple[str, str]:
    key, sign, value = word.partition("=")
    if not sign or not key.strip():
        raise OptionError(f"{option} {word!r} is not KEY=VALUE")
    return key.strip(), value


def _param(word: str) -> tuple[str, str | None]:
    key, sign, value = word.partition("=")
    if not key.strip():
        raise OptionError(f"--param {word!r} is not NAME or NAME=VALUE")
    if not sign and not key.strip().isidentifier():
        raise OptionError(f"--param {word!r} is not the name of a variable; NAME=VALUE gives a value")
    return key.strip(), value if sign else None


def _autolog_option(word: str) -> tuple[str, str, Any]:
    path, value = _pair("--autolog-option", word)
    flavor, dot, key = path.rpartition(".")
    if not dot or not flavor or not key.isidentifier():
        raise OptionError(f"--autolog-option {word!r} is not FLAVOR.KEY=VALUE")
    return flavor, key, _literal(value)


def _literal(text: str) -> bool | int | float | str | None:
    """A value as the flavor's function wants it: numbers, true, false and none; else the text itself."""
    names: dict[str, bool | None] = {"true": True, "false": False, "none": None}
    if text.lower() in names:
        return names[text.lower()]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def grouped(options: Iterable[tuple[str, str, Any]]) -> AutologOptions:
    """Autolog options by flavor."""
    flavors: AutologOptions = {}
    for flavor, key, value in options:
        flavors.setdefault(flavor, {})[key] = value
    return flavors
