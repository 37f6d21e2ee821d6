"""The line that marks a cell, and what IPython gets of it."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from runlens.directives import comment_mark, split_mark
from runlens.mark import read_mark


@pytest.mark.parametrize(
    ("source", "options"),
    [
        ("%%mlflow credit --name x\n1", "credit --name x"),
        ("%%mlflow\n1", ""),
        ("# mlflow: credit\n1", "credit"),
        ("#mlflow:\n1", ""),
        ("\n\n# mlflow: credit\n1", "credit"),
        ("%%mlflows\n1", None),
        ("# mlflow is great\n1", None),
        ("x = 1\n# mlflow: credit", None),
        ("", None),
    ],
)
def test_the_first_line_marks(source: str, options: str | None) -> None:
    assert split_mark(source)[0] == options


def transformed(source: str) -> str:
    manager = TransformerManager()
    manager.cleanup_transforms.append(comment_mark)
    return str(manager.transform_cell(source))


def test_line_numbers_stay_and_the_code_runs() -> None:
    code = transformed("%%mlflow credit {x} $y\nx = 1\ny = 2\n")
    assert [node.lineno for node in ast.parse(code).body] == [2, 3]


@pytest.mark.parametrize("mark", ["%%mlflow a", "# mlflow: a"])
def test_a_cell_magic_may_follow(mark: str) -> None:
    assert "run_cell_magic('time'" in transformed(f"{mark}\n%%time\nx = 1\n")


@given(st.lists(st.text(alphabet="%#mlflow: \nab1=()'"), max_size=6))
def test_it_is_pure_and_done_after_one_pass(parts: list[str]) -> None:
    lines = "".join(parts).splitlines(keepends=True)
    copy = list(lines)
    once = comment_mark(lines)
    assert lines == copy
    if not any(line.startswith("%%") for line in once):
        assert comment_mark(once) == once
    assert once == lines or len(once) <= len(lines)


@given(st.text())
def test_a_source_is_its_mark_and_its_code(source: str) -> None:
    options, code = split_mark(source)
    assert code == source if options is None else len(code) < len(source)


@pytest.mark.parametrize(
    ("metadata", "options", "refused"),
    [
        ({"runlens": {"log": True, "options": "credit"}}, "credit", False),
        ({"metadata": {"runlens": {"log": True}}}, "", False),
        ({"runlens": {"log": False}}, None, True),
        ({"runlens": {"log": "yes"}}, None, False),
        ({"runlens": {"log": True, "options": ["a"]}}, "", False),
        ({"runlens": "log"}, None, False),
        ({"metadata": 3}, None, False),
        (None, None, False),
    ],
)
def test_metadata_marks_a_cell_and_nothing_in_it_breaks(metadata: object, options: str | None, refused: bool) -> None:
    mark = read_mark("x = 1", metadata)  # type: ignore[arg-type]
    assert (mark.options, mark.refused) == (options, refused)


def test_the_line_counts_before_the_metadata() -> None:
    assert read_mark("%%mlflow here\n1", {"runlens": {"log": True, "options": "there"}}).options == "here"
