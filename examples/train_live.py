"""Trains in slow motion: one step a second, so that there is a RUNNING run to watch. Ctrl-C ends it as KILLED."""

import argparse
import signal
import time

import mlflow
from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

SEED = 7
EXPERIMENT = "digits"
BATCH = 24

data = load_digits()
train_x, val_x, train_y, val_y = train_test_split(
    data.data / 16, data.target, test_size=0.3, stratify=data.target, random_state=SEED
)


def train(steps: int) -> None:
    """Fits one small batch a second and logs how well the model does after it."""
    model = SGDClassifier(loss="log_loss", learning_rate="constant", eta0=0.005, random_state=SEED)
    for step in range(steps):
        start = step * BATCH % (len(train_x) - BATCH)
        batch = slice(start, start + BATCH)
        model.partial_fit(train_x[batch], train_y[batch], classes=data.target_names)
        mlflow.log_metrics(
            {
                "val_accuracy": model.score(val_x, val_y),
                "val_loss": log_loss(val_y, model.predict_proba(val_x)),
                "batch_accuracy": model.score(train_x[batch], train_y[batch]),
            },
            step=step,
        )
        time.sleep(1)


def interrupt(*_: object) -> None:
    """Makes a request to stop the same as Ctrl-C."""
    raise KeyboardInterrupt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=300, help="how many steps, one a second (default: 300)")
    steps = parser.parse_args().steps

    signal.signal(signal.SIGTERM, interrupt)
    mlflow.set_system_metrics_sampling_interval(5)
    mlflow.set_experiment(EXPERIMENT)
    mlflow.start_run(run_name="sgd-live", description="One small batch a second.", log_system_metrics=True)
    try:
        mlflow.log_params({"steps": steps, "batch_size": BATCH, "eta0": 0.005})
        train(steps)
        mlflow.end_run()
    except KeyboardInterrupt:
        mlflow.end_run("KILLED")


if __name__ == "__main__":
    main()
