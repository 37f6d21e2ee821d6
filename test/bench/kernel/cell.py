"""Times marked cells and the same cells written by hand, alternating, in one kernel. Prints the times as JSON.

Arguments: rounds of the cells with a fit, rounds of the empty cells. MLFLOW_TRACKING_URI names the server.
"""

import json
import sys
import time

from jupyter_client.manager import start_new_kernel

ANSWER_SECONDS = 180

SETUP = """
%load_ext runlens
import mlflow
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
mlflow.set_experiment("bench")
X, y = make_classification(n_samples=2000, n_features=20, random_state=7)
"""

FIT = "RandomForestClassifier(n_estimators=20, random_state=7, n_jobs=1).fit(X, y)"

CELLS = {
    "fit marked": f"%%mlflow --no-models\n{FIT};",
    "fit by hand": f"mlflow.autolog(log_models=False, silent=True)\nwith mlflow.start_run():\n    {FIT}",
    "empty marked": "%%mlflow --no-autolog\npass",
    "empty by hand": "with mlflow.start_run():\n    pass",
}

# What a cell leaves behind must not slow down the next one, nor help it.
REST = """
__import__("runlens.extension").extension.session().background.drain(60)
mlflow.autolog(disable=True, silent=True)
"""


class Kernel:
    """A kernel, spoken to as a front end does."""

    def __init__(self) -> None:
        self.manager, self.client = start_new_kernel()

    def run(self, code: str, *, history: bool = True) -> float:
        """Runs a cell and returns the seconds until its reply. Raises when it failed."""
        start = time.perf_counter()
        message = self.client.execute(code, store_history=history, allow_stdin=False)
        while True:
            reply = self.client.get_shell_msg(timeout=ANSWER_SECONDS)
            if reply["parent_header"].get("msg_id") == message:
                break
        seconds = time.perf_counter() - start
        self._wait_for_rest(message)
        if reply["content"]["status"] != "ok":
            raise RuntimeError("\n".join(reply["content"].get("traceback", [])))
        return seconds

    def _wait_for_rest(self, message: str) -> None:
        while True:
            output = self.client.get_iopub_msg(timeout=ANSWER_SECONDS)
            ours = output["parent_header"].get("msg_id") == message
            if ours and output["msg_type"] == "stream" and "not logged" in output["content"]["text"]:
                raise RuntimeError(output["content"]["text"])
            if ours and output["content"].get("execution_state") == "idle":
                return

    def stop(self) -> None:
        """Ends the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel()


def measure(kernel: Kernel, kind: str, rounds: int) -> dict[str, list[float]]:
    """Times both cells of a kind. Each is the first of the two in every second round."""
    sides = [f"{kind} marked", f"{kind} by hand"]
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name in sides if number % 2 else reversed(sides):
            value = kernel.run(CELLS[name])
            kernel.run(REST, history=False)
            # The first round warms up both.
            if number:
                seconds[name].append(value)
    return seconds


def main() -> None:
    fits, empties = (int(argument) for argument in sys.argv[1:])
    kernel = Kernel()
    try:
        kernel.run(SETUP)
        print(json.dumps({**measure(kernel, "fit", fits), **measure(kernel, "empty", empties)}))
    finally:
        kernel.stop()


main()
