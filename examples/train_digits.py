"""Which digit is it? A small neural network, epoch by epoch, at four learning rates.

With the largest one it learns nothing: the script gives up on that run, which MLflow marks FAILED.
"""

import mlflow
from sklearn.datasets import load_digits
from sklearn.metrics import classification_report, log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

import charts
import registry

SEED = 7
EXPERIMENT = "digits"
MODEL = "digits-reader"
EPOCHS = 64
LEARNING_RATES = [0.002, 0.01, 0.05, 1.0]
PATIENCE = 12

data = load_digits()
pixels = data.data / 16
train_x, val_x, train_y, val_y = train_test_split(
    pixels, data.target, test_size=0.3, stratify=data.target, random_state=SEED
)


class NothingLearned(Exception):
    """The network is no better than guessing."""


def train(learning_rate: float) -> tuple[MLPClassifier, list[dict[str, float]]]:
    """Trains for all epochs and logs the metrics of each one."""
    model = MLPClassifier((32,), solver="sgd", learning_rate_init=learning_rate, batch_size=64, random_state=SEED)
    history = []
    for epoch in range(EPOCHS):
        model.partial_fit(train_x, train_y, classes=data.target_names)
        metrics = {
            "train_loss": model.loss_,
            "train_accuracy": model.score(train_x, train_y),
            "val_loss": log_loss(val_y, model.predict_proba(val_x)),
            "val_accuracy": model.score(val_x, val_y),
        }
        mlflow.log_metrics(metrics, step=epoch)
        history.append(metrics)
        if epoch == PATIENCE and metrics["train_accuracy"] < 0.2:
            raise NothingLearned(f"accuracy {metrics['train_accuracy']:.2f} after {epoch} epochs, guessing gives 0.10")
    return model, history


def log_results(model: MLPClassifier, history: list[dict[str, float]], name: str) -> None:
    """Logs the figures and the report of a trained network."""
    predicted = model.predict(val_x)
    wrong = predicted != val_y
    report = classification_report(val_y, predicted, output_dict=True, zero_division=0)
    mlflow.log_figure(charts.learning_curve(history, name), "plots/learning_curve.png")
    mlflow.log_figure(
        charts.confusion_matrix(val_y, predicted, data.target_names, name), "plots/confusion_matrix.png"
    )
    mlflow.log_figure(
        charts.digit_grid(val_x[wrong], val_y[wrong], predicted[wrong], name), "plots/mistakes.png"
    )
    mlflow.log_dict(report, "report.json")


def main() -> None:
    mlflow.set_experiment(EXPERIMENT)
    mlflow.set_experiment_tag("mlflow.note.content", "1,797 handwritten digits of 8 × 8 pixels.")
    dataset = mlflow.data.from_numpy(train_x, targets=train_y, name="digits")

    for learning_rate in LEARNING_RATES:
        name = f"mlp-lr-{learning_rate:g}"
        try:
            with mlflow.start_run(run_name=name, tags={"family": "neural network"}):
                mlflow.log_input(dataset, context="training")
                mlflow.log_params({"learning_rate": learning_rate, "hidden": 32, "batch_size": 64, "epochs": EPOCHS})
                model, history = train(learning_rate)
                log_results(model, history, name)
                if learning_rate == max(LEARNING_RATES[:-1]):
                    info = registry.log_model(model, val_x[:5])
        except NothingLearned as error:
            # MLflow has marked the run FAILED as the exception left its block.
            mlflow.MlflowClient().set_tag(mlflow.last_active_run().info.run_id, "failure", str(error))
            print(f"{name} failed: {error}")

    version = registry.register(info, MODEL, "32 hidden units, 64 epochs.", {"family": "neural network"})
    registry.set_aliases(MODEL, [version])
    registry.describe(MODEL, "Reads a handwritten digit.", {"task": "classification", "owner": "examples"})


if __name__ == "__main__":
    main()
