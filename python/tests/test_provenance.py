"""A run holds where it comes from, without secrets and without trusting the repository."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from runlens import provenance
from runlens.cell import Cell
from runlens.cell_history import MAX_BYTES, CellHistory, cells_as_json
from runlens.git import read_git, without_user_info
from runlens.packages import requirements

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")


class Uploads:
    """Stands in for MLflow's client where only what it is given matters, or that it fails."""

    def __init__(self, *, broken: bool = False) -> None:
        self.texts: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self._broken = broken

    def log_text(self, _run_id: str, text: str, path: str) -> None:
        if self._broken:
            raise ConnectionError("gone")
        self.texts[path] = text

    def set_tag(self, _run_id: str, name: str, value: str) -> None:
        if self._broken:
            raise ConnectionError("gone")
        self.tags[name] = value


def a_cell(source: str = "x = 1", path: Path | None = None, count: int = 1) -> Cell:
    return Cell(source, source, f"cell-{count}", count, str(path) if path else None)


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=me", "-c", "user.email=me@example.org"]
    return subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "trials")
    (tmp_path / "train.py").write_text("lr = 0.1\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


@needs_git
def test_git_says_commit_branch_changes_and_origin(repository: Path) -> None:
    git(repository, "remote", "add", "origin", "https://me:hunter2@example.org/me/repo.git")
    state = read_git(str(repository))
    assert state is not None
    assert state.tags() == {
        "mlflow.source.git.commit": git(repository, "rev-parse", "HEAD"),
        "mlflow.source.git.branch": "trials",
        "mlflow.source.git.repoURL": "https://example.org/me/repo.git",
        "runlens.git.dirty": "false",
    }
    (repository / "train.py").write_text("lr = 0.2\n")
    changed = read_git(str(repository))
    assert changed is not None
    assert changed.dirty


@needs_git
def test_no_repository_and_no_commit_give_no_tags(tmp_path: Path) -> None:
    assert read_git(str(tmp_path)) is None
    git(tmp_path, "init", "-q")
    assert read_git(str(tmp_path)) is None
    assert read_git(str(tmp_path / "missing")) is None


@needs_git
def test_a_hostile_repository_starts_no_program(repository: Path) -> None:
    trace = repository / "ran"
    program = repository / "program.sh"
    program.write_text(f'#!/bin/sh\ntouch "{trace}"\ncat\n')
    program.chmod(0o755)
    (repository / ".gitattributes").write_text("* filter=evil diff=evil\n")
    for name in ("core.fsmonitor", "filter.evil.clean", "filter.evil.process", "core.pager", "diff.external"):
        git(repository, "config", name, str(program))
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        shutil.copy(program, repository / ".git/hooks" / hook)
    (repository / "train.py").write_text("lr = 0.3\n")
    state = read_git(str(repository))
    assert state is not None
    assert state.dirty
    assert not trace.exists()


def test_repository_urls_lose_their_secrets() -> None:
    assert without_user_info("https://token@example.org/a@b.git") == "https://example.org/a@b.git"
    assert without_user_info("ssh://git@example.org/a.git") == "ssh://example.org/a.git"
    assert without_user_info("git@example.org:a.git") == "git@example.org:a.git"


@needs_git
@pytest.mark.parametrize("by", ["a name with =", "the work tree's own settings"])
def test_a_hostile_filter_starts_no_program(repository: Path, by: str) -> None:
    trace = repository / "ran"
    program = repository / "program.sh"
    program.write_text(f'#!/bin/sh\ntouch "{trace}"\ncat\n')
    program.chmod(0o755)
    name = "a=b" if by == "a name with =" else "evil"
    (repository / ".gitattributes").write_text(f"* filter={name}\n")
    setting = f'[filter "{name}"]\n\tclean = {program}\n'
    if by == "a name with =":
        with (repository / ".git/config").open("a") as config:
            config.write(setting)
    else:
        git(repository, "config", "extensions.worktreeConfig", "true")
        (repository / ".git/config.worktree").write_text(setting)
    (repository / "train.py").write_text("lr = 0.3\n")
    state = read_git(str(repository))
    assert state is not None
    assert state.dirty
    assert not trace.exists()


@needs_git
def test_git_of_the_first_run_comes_with_its_artifacts(repository: Path) -> None:
    cell = a_cell(path=repository / "study.ipynb")
    tags = provenance.start_tags(cell)
    assert tags["mlflow.source.type"] == "NOTEBOOK"
    assert tags["runlens.cell.id"] == "cell-1"
    assert tags["mlflow.source.name"] == tags["runlens.notebook.path"] == str(repository / "study.ipynb")
    uploads = Uploads()
    provenance.write_artifacts(uploads, "run", cell, CellHistory(), with_source=True, traceback=None)
    assert uploads.tags["mlflow.source.git.branch"] == "trials"
    assert provenance.start_tags(cell)["mlflow.source.git.branch"] == "trials"


def test_sources_and_traceback_are_masked() -> None:
    history = CellHistory()
    history.add(a_cell('password = "hunter2"'))
    cell = a_cell("# mlflow: iris --tag token=hunter2\nconnect(password)", count=2)
    history.add(cell)
    history.add(a_cell("later = True", count=3))
    uploads = Uploads()
    provenance.write_artifacts(uploads, "run", cell, history, with_source=True, traceback='f(password="hunter2")')
    assert set(uploads.texts) == {
        f"runlens/{name}" for name in ("cell.py", "cells.json", "requirements.txt", "traceback.txt")
    }
    assert "hunter2" not in "".join(uploads.texts.values())
    assert uploads.texts["runlens/cell.py"] == "# mlflow: iris --tag token=***\nconnect(password)"
    written = json.loads(uploads.texts["runlens/cells.json"])
    assert written["version"] == 1
    assert [entry["execution_count"] for entry in written["cells"]] == [1, 2]
    assert written["cells"][0] == {"cell_id": "cell-1", "execution_count": 1, "source": 'password = "***"'}


def test_sources_can_be_left_out() -> None:
    uploads = Uploads()
    provenance.write_artifacts(uploads, "run", a_cell(), CellHistory(), with_source=False, traceback=None)
    assert set(uploads.texts) == {"runlens/requirements.txt"}


def test_a_server_that_is_gone_raises_nothing() -> None:
    gone: Any = Uploads(broken=True)
    provenance.write_artifacts(gone, "run", a_cell("\ud800"), CellHistory(), with_source=True, traceback="boom")


def test_the_history_is_bounded_and_keeps_the_newest() -> None:
    cells = [a_cell("x = 'é'\n" * 10_000, count=count) for count in range(60)]
    text = cells_as_json(cells)
    assert len(text.encode()) <= MAX_BYTES
    assert json.loads(text)["cells"][-1]["execution_count"] == 59


def test_packages_are_pinned() -> None:
    lines = requirements().splitlines()
    assert any(line.startswith("mlflow==") for line in lines)
    assert all("==" in line for line in lines)


def test_start_tags_wait_for_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("runlens.git.read_git", lambda _folder: time.sleep(30))
    assert "mlflow.source.git.commit" not in provenance.start_tags(a_cell(path=tmp_path / "a.ipynb"))
