"""Writes runs straight into the tables of an MLflow SQLite store, which its server has created.

Through the REST interface 10,000 runs take an hour; this takes seconds. The values are made up, and the same each time.
"""

import argparse
import hashlib
import json
import math
import sqlite3
import time
from collections.abc import Iterator


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("--experiment", required=True)
    for name in ("runs", "metrics", "params", "steps"):
        parser.add_argument(f"--{name}", type=int, required=True)
    args = parser.parse_args()
    now = int(time.time() * 1000)
    with sqlite3.connect(args.database, timeout=60) as connection:
        experiment = create_experiment(connection, args.experiment, now)
        runs = [(run_id(args.experiment, index), index) for index in range(args.runs)]
        insert(connection, "runs", run_rows(runs, experiment, now))
        insert(connection, "tags", tag_rows(runs))
        insert(connection, "params", param_rows(runs, args.params))
        insert(connection, "metrics", metric_rows(runs, args.metrics, range(args.steps), now))
        last = range(args.steps - 1, args.steps)
        insert(connection, "latest_metrics", metric_rows(runs, args.metrics, last, now))
    print(json.dumps({"experiment": str(experiment), "runs": [run for run, _ in runs[:1000]]}))


def create_experiment(connection: sqlite3.Connection, name: str, now: int) -> int:
    (last,) = connection.execute("SELECT max(experiment_id) FROM experiments").fetchone()
    number = last + 1
    row = {
        "experiment_id": number,
        "name": name,
        "artifact_location": f"mlflow-artifacts:/{number}",
        "lifecycle_stage": "active",
        "creation_time": now,
        "last_update_time": now,
    }
    insert(connection, "experiments", iter([row]))
    return number


def insert(connection: sqlite3.Connection, table: str, rows: Iterator[dict]) -> None:
    first = next(rows, None)
    if first is None:
        return
    columns = ", ".join(f'"{column}"' for column in first)
    values = ", ".join(f":{column}" for column in first)
    statement = f'INSERT INTO "{table}" ({columns}) VALUES ({values})'
    connection.execute(statement, first)
    connection.executemany(statement, rows)


def run_id(experiment: str, index: int) -> str:
    return hashlib.md5(f"{experiment}/{index}".encode(), usedforsecurity=False).hexdigest()


def run_rows(runs: list, experiment: int, now: int) -> Iterator[dict]:
    for run, index in runs:
        start = now - (len(runs) - index) * 60_000
        yield {
            "run_uuid": run,
            "name": f"run-{index}",
            "source_type": "LOCAL",
            "source_name": "train.py",
            "entry_point_name": "",
            "user_id": "rig",
            "status": "FAILED" if index % 10 == 9 else "FINISHED",
            "start_time": start,
            "end_time": start + 45_000,
            "source_version": "",
            "lifecycle_stage": "active",
            "artifact_uri": f"mlflow-artifacts:/{experiment}/{run}/artifacts",
            "experiment_id": experiment,
        }


def tag_rows(runs: list) -> Iterator[dict]:
    for run, index in runs:
        yield {"key": "mlflow.user", "value": "rig", "run_uuid": run}
        yield {"key": "mlflow.runName", "value": f"run-{index}", "run_uuid": run}


def param_rows(runs: list, params: int) -> Iterator[dict]:
    for run, index in runs:
        for param in range(params):
            # The first ones differ between runs, the others are constant.
            value = str(index % (param + 7)) if param < 5 else f"constant-{param}"
            yield {"key": f"p{param}", "value": value, "run_uuid": run}


def metric_rows(runs: list, metrics: int, steps: range, now: int) -> Iterator[dict]:
    for run, index in runs:
        for metric in range(metrics):
            for step in steps:
                yield {
                    "key": f"m{metric}",
                    "value": value_of(index, metric, step),
                    "timestamp": now - 86_400_000 + step * 1000,
                    "step": step,
                    "is_nan": 0,
                    "run_uuid": run,
                }


def value_of(run: int, metric: int, step: int) -> float:
    """A curve that falls and swings, with a spike at one step of each run that even sampling would lose."""
    spike = 25.0 if step > 0 and step == 997 * (run % 7 + 1) else 0.0
    return math.exp(-step / (500 + run % 100)) + 0.05 * math.sin(step * 0.05 + run + metric) + run * 1e-5 + spike


if __name__ == "__main__":
    main()
