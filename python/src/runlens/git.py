"""What Git says of the notebook's folder: commit, branch, whether it is dirty, where it comes from."""

from __future__ import annotations

import os
import queue
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass

# Of one call of Git. Repositories with a million files need seconds.
_TIMEOUT = 10.0
# A repository may be hostile: nothing that its configuration names is started.
_SAFE = (
    "--no-optional-locks",
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=" + os.devnull,
    "-c",
    "protocol.allow=never",
)
_ASKED = r"^(remote\.origin\.url|filter\..*\.(clean|process))$"
# Not --local: that leaves out .git/config.worktree, which the status reads.
_CONFIG = ("config", "--includes", "--show-scope", "--null", "--get-regexp", _ASKED)
_OF_THE_REPOSITORY = {"local", "worktree"}
# One process for commit, branch and changes. Untracked files do not count, as in `git describe --dirty`.
_STATUS = ("status", "--porcelain=v2", "--branch", "--untracked-files=no", "--ignore-submodules=dirty", "-z")


@dataclass(frozen=True)
class GitState:
    """A folder's commit; branch, repository and dirtiness are None where there is none or Git did not answer."""

    commit: str
    branch: str | None
    repository: str | None
    dirty: bool | None

    def tags(self) -> dict[str, str]:
        """The tags of a run, under MLflow's own names where it has one."""
        values = {
            "mlflow.source.git.commit": self.commit,
            "mlflow.source.git.branch": self.branch,
            "mlflow.source.git.repoURL": self.repository,
            "runlens.git.dirty": None if self.dirty is None else str(self.dirty).lower(),
        }
        return {name: value for name, value in values.items() if value}


class GitReader:
    """Reads the state of folders on a thread of its own, one read at a time, and remembers the last of each."""

    def __init__(self) -> None:
        self._known: dict[str, GitState | None] = {}
        self._reads: dict[str, threading.Event] = {}
        self._asked: queue.SimpleQueue[tuple[str, threading.Event]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def refresh(self, folder: str) -> None:
        """Begins to read a folder, unless that is still to be done. Costs the caller microseconds."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="runlens-git", daemon=True)
                self._thread.start()
            pending = self._reads.get(folder)
            if pending is None or pending.is_set():
                self._reads[folder] = threading.Event()
                self._asked.put((folder, self._reads[folder]))

    def known(self, folder: str) -> GitState | None:
        """What the last finished read found, without waiting."""
        return self._known.get(folder)

    def wait(self, folder: str, timeout: float = 2 * _TIMEOUT) -> GitState | None:
        """The state once the read that is under way has ended."""
        with self._lock:
            pending = self._reads.get(folder)
        if pending is not None:
            pending.wait(timeout)
        return self._known.get(folder)

    def _work(self) -> None:
        while True:
            folder, done = self._asked.get()
            try:
                self._known[folder] = read_git(folder)
            except Exception:
                self._known[folder] = None
            done.set()


def read_git(folder: str) -> GitState | None:
    """The state of a folder; None without Git, outside a repository, before the first commit, past the time limit."""
    program = _git_program()
    if program is None:
        return None
    settings = _settings(_run(program, folder, *_SAFE, *_CONFIG))
    filters = [name for name in settings if name.startswith("filter.")]
    status = _run(program, folder, *_SAFE, *_STATUS, environment=_emptied(filters))
    return None if status is None else _parse(status, settings.get("remote.origin.url"))


def _git_program() -> str | None:
    # Only from absolute entries of the PATH: Windows would look in the current folder first.
    for entry in os.environ.get("PATH", "").split(os.pathsep):
        found = shutil.which("git", path=entry) if os.path.isabs(entry) else None
        if found is not None and os.path.samefile(os.path.dirname(found), entry):
            return found
    return None


def _emptied(names: list[str]) -> dict[str, str]:
    """Settings without a value, as variables: ``-c name=`` would be split at a ``=`` in the name."""
    variables = {"GIT_CONFIG_COUNT": str(len(names))}
    for index, name in enumerate(names):
        variables.update({f"GIT_CONFIG_KEY_{index}": name, f"GIT_CONFIG_VALUE_{index}": ""})
    return variables


def _run(program: str, folder: str, *arguments: str, environment: dict[str, str] | None = None) -> str | None:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    variables.update(
        environment or {}, GIT_TERMINAL_PROMPT="0", GIT_NO_LAZY_FETCH="1", GIT_OPTIONAL_LOCKS="0", LC_ALL="C"
    )
    try:
        done = subprocess.run(
            [program, *arguments],
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _settings(output: str | None) -> dict[str, str]:
    """What the repository itself sets; what the person has set for all of them is none of its doing."""
    parts = (output or "").split("\0")
    found = ((scope, *entry.partition("\n")) for scope, entry in zip(parts[::2], parts[1::2]))
    return {name: value for scope, name, _, value in found if scope in _OF_THE_REPOSITORY}


def _parse(status: str, url: str | None) -> GitState | None:
    entries = [entry for entry in status.split("\0") if entry]
    heads = dict(entry[2:].split(" ", 1) for entry in entries if entry.startswith("# branch."))
    commit, branch = heads.get("branch.oid", ""), heads.get("branch.head")
    if re.fullmatch(r"[0-9a-f]{40,64}", commit) is None:
        return None
    dirty = any(not entry.startswith("# ") for entry in entries)
    return GitState(commit, None if branch == "(detached)" else branch, without_user_info(url) if url else None, dirty)


def without_user_info(url: str) -> str:
    """A repository's URL without user name, password or token. ``git@host:path`` stays: there it is no secret."""
    return re.sub(r"^([a-z][a-z0-9+.-]*://)[^/]*@", r"\1", url, flags=re.IGNORECASE)
