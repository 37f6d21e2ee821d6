"""The options of a cell, whatever is typed."""

from __future__ import annotations

import contextlib
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlens.errors import OptionError
from runlens.options import help_text, parse_options


def test_all_that_a_cell_can_ask_for() -> None:
    found = parse_options(
        "credit-risk --name 'best one' --tag a=b --tag c=d=e --param lr --param alpha=0.1 --description '# Why' "
        "--nested --resume --no-autolog --autolog-option sklearn.max_tuning_runs=5 "
        "--autolog-option pyspark.ml.log_models=false --no-models --system-metrics "
        "--register iris --alias champion --no-source --strict"
    )
    assert (found.experiment, found.name, found.description) == ("credit-risk", "best one", "# Why")
    assert found.tags == (("a", "b"), ("c", "d=e"))
    assert found.params == (("lr", None), ("alpha", "0.1"))
    assert found.autolog_options == (("sklearn", "max_tuning_runs", 5), ("pyspark.ml", "log_models", False))
    assert (found.autolog, found.models, found.source) == (False, False, False)
    assert (found.nested, found.resume, found.system_metrics, found.strict) == (True, True, True, True)
    assert (found.register, found.aliases) == ("iris", ("champion",))


def test_dollars_braces_and_comment_signs_stay_as_they_are() -> None:
    assert parse_options("'{x} $y # z' --name $HOME").experiment == "{x} $y # z"
    assert parse_options("--name $HOME").name == "$HOME"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("--nmae x", "the nearest is --name"),
        ("--autologs", "the nearest is --autolog"),
        ("--nam x", "--nam is not an option"),
        ("one two", "'two' is one word too many"),
        ("--tag x", "is not KEY=VALUE"),
        ("--param a.b", "is not the name of a variable"),
        ("--alias a", "wants --register"),
        ("--autolog-option sklearn=1", "is not FLAVOR.KEY=VALUE"),
        ("--name", "expected one argument"),
        ("'open", "No closing quotation"),
        ("''", "the name of the experiment is empty"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str) -> None:
    with pytest.raises(OptionError, match=says.replace("'", ".")):
        parse_options(text)


def test_help_names_every_option_and_wins_over_a_mistake() -> None:
    assert parse_options("--bogus -h").help
    assert "--autolog-option" in help_text()


@given(st.text())
def test_any_text_is_options_or_a_clear_error(text: str) -> None:
    with contextlib.suppress(OptionError):
        parse_options(text)


words = st.text(min_size=1).filter(lambda text: not text.startswith("-") and text.strip())


@given(words, words, words)
def test_quoted_values_come_back_as_they_were(experiment: str, name: str, value: str) -> None:
    found = parse_options(shlex.join([experiment, "--name", name, "--param", f"p={value}"]))
    assert (found.experiment, found.name, found.params) == (experiment, name, (("p", value),))
