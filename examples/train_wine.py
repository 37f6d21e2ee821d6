"""From which of three growers is a wine? Classifiers with and without scaled features, as children of one run."""

import json

import mlflow
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

SEED = 7
EXPERIMENT = "wine"
CLASSIFIERS = {
    "neighbours": lambda: KNeighborsClassifier(n_neighbors=5),
    "bayes": GaussianNB,
    "logistic": lambda: LogisticRegression(max_iter=3000),
}
SCALERS = {"plain": FunctionTransformer, "scaled": StandardScaler}

data = load_wine(as_frame=True)
train_x, test_x, train_y, test_y = train_test_split(
    data.data, data.target, test_size=0.4, stratify=data.target, random_state=SEED
)


def compare(classifier: str, scaler: str) -> tuple[str, float]:
    """Logs one combination as a child of the active run."""
    name = f"{classifier}-{scaler}"
    with mlflow.start_run(run_name=name, nested=True, tags={"family": classifier}):
        mlflow.log_params({"classifier": classifier, "scaler": scaler})
        model = make_pipeline(SCALERS[scaler](), CLASSIFIERS[classifier]()).fit(train_x, train_y)
        predicted = model.predict(test_x)
        report = classification_report(test_y, predicted, output_dict=True)
        accuracy = report["accuracy"]
        mlflow.log_metrics({"accuracy": accuracy, "macro_f1": report["macro avg"]["f1-score"]})
        mlflow.log_text(json.dumps(report, indent=2), "report.json")
        mlflow.log_text(test_x.assign(grower=test_y, predicted=predicted).to_csv(index=False), "predictions.csv")
        return name, accuracy


def markdown(results: list[tuple[str, float]]) -> str:
    """The results as a table, the best first."""
    rows = sorted(results, key=lambda result: -result[1])
    return "\n".join(["| run | accuracy |", "| --- | ---: |", *(f"| {name} | {value:.4f} |" for name, value in rows)])


def main() -> None:
    mlflow.set_experiment(EXPERIMENT)
    mlflow.set_experiment_tag("mlflow.note.content", "178 wines of three growers, 13 chemical measurements.")
    dataset = mlflow.data.from_pandas(train_x.assign(target=train_y.astype(float)), name="wine", targets="target")

    with mlflow.start_run(run_name="does-scaling-matter") as parent:
        mlflow.log_input(dataset, context="training")
        results = [compare(classifier, scaler) for classifier in CLASSIFIERS for scaler in SCALERS]
        table = markdown(results)
        mlflow.log_metric("accuracy", max(accuracy for _, accuracy in results))
        mlflow.log_text(f"# Does scaling matter?\n\n{table}\n", "report.md")
        mlflow.MlflowClient().set_tag(parent.info.run_id, "mlflow.note.content", table)


if __name__ == "__main__":
    main()
