"""Is a tumour malignant? A baseline, a search over random forests with cross-validation, and gradient boosting.

The search nests three levels: the search is the parent, each trial is its child, each fold is a child of its trial.
"""

import itertools

import mlflow
from sklearn.base import ClassifierMixin
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import charts
import registry

SEED = 7
EXPERIMENT = "breast-cancer"
MODEL = "breast-cancer-classifier"
GRID = {"n_estimators": [20, 60], "max_depth": [2, 4, 8]}

data = load_breast_cancer(as_frame=True)
train_x, test_x, train_y, test_y = train_test_split(
    data.data, data.target, test_size=0.3, stratify=data.target, random_state=SEED
)


def scores(model: ClassifierMixin, inputs, truth) -> dict[str, float]:
    """The metrics that every run of this experiment has."""
    probabilities = model.predict_proba(inputs)[:, 1]
    return {
        "accuracy": accuracy_score(truth, probabilities > 0.5),
        "f1": f1_score(truth, probabilities > 0.5),
        "log_loss": log_loss(truth, probabilities),
        "roc_auc": roc_auc_score(truth, probabilities),
    }


def cross_validate(params: dict[str, int]) -> float:
    """Logs one trial with a child run for every fold, and returns its mean ROC AUC."""
    aucs = []
    folds = StratifiedKFold(n_splits=3, shuffle=True, random_state=SEED)
    for number, (fit, check) in enumerate(folds.split(train_x, train_y), start=1):
        with mlflow.start_run(run_name=f"fold-{number}", nested=True):
            model = RandomForestClassifier(**params, random_state=SEED)
            model.fit(train_x.iloc[fit], train_y.iloc[fit])
            fold = scores(model, train_x.iloc[check], train_y.iloc[check])
            mlflow.log_params({"fold": number, "rows": len(fit)})
            mlflow.log_metrics(fold)
            aucs.append(fold["roc_auc"])
    mean = sum(aucs) / len(aucs)
    mlflow.log_metrics({"roc_auc": mean, "roc_auc_spread": max(aucs) - min(aucs)})
    return mean


def search() -> dict[str, int]:
    """Tries every combination of the grid as a child of the active run, and returns the best one."""
    trials = []
    for number, values in enumerate(itertools.product(*GRID.values()), start=1):
        params = dict(zip(GRID, values))
        with mlflow.start_run(run_name=f"trial-{number}", nested=True):
            mlflow.log_params(params)
            trials.append((cross_validate(params), params))
        mlflow.log_metric("best_cv_roc_auc", max(mean for mean, _ in trials), step=number)
    return max(trials, key=lambda trial: trial[0])[1]


def finish(model: ClassifierMixin, family: str, description: str) -> tuple[float, str]:
    """Fits the model, logs it to the active run and registers it. Returns its ROC AUC and its version."""
    model.fit(train_x, train_y)
    test = scores(model, test_x, test_y)
    predicted = model.predict(test_x)
    mlflow.log_metrics(test)
    mlflow.log_figure(
        charts.confusion_matrix(test_y, predicted, data.target_names, family), "plots/confusion_matrix.png"
    )
    mlflow.log_figure(charts.roc_curve(test_y, model.predict_proba(test_x)[:, 1], family), "plots/roc_curve.png")
    mlflow.log_text(test_x.assign(target=test_y, predicted=predicted).to_csv(index=False), "predictions.csv")
    mlflow.log_dict({"family": family, "seed": SEED, "features": list(train_x.columns)}, "config.json")
    info = registry.log_model(model, test_x.head())
    version = registry.register(info, MODEL, description, {"family": family, "validated": "holdout"})
    return test["roc_auc"], version


def main() -> None:
    mlflow.set_experiment(EXPERIMENT)
    mlflow.set_experiment_tag("mlflow.note.content", "Wisconsin breast cancer data: 569 tumours, 30 features.")
    dataset = mlflow.data.from_pandas(train_x.assign(target=train_y.astype(float)), name="breast-cancer", targets="target")

    with mlflow.start_run(run_name="baseline-logistic", description="Scaled features, **logistic regression**."):
        mlflow.log_input(dataset, context="training")
        mlflow.set_tags({"family": "linear", "stage": "baseline"})
        mlflow.log_params({"C": 1.0, "scaler": "standard"})
        model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=500))
        baseline = finish(model, "logistic regression", "The baseline: every later version has to beat it.")

    with mlflow.start_run(run_name="forest-search", description="Grid search over *random forests*, three folds each."):
        mlflow.log_input(dataset, context="training")
        mlflow.set_tags({"family": "forest", "stage": "search"})
        best = search()
        mlflow.log_params({f"best_{name}": value for name, value in best.items()})
        forest = finish(RandomForestClassifier(**best, random_state=SEED), "random forest", "Best trial of the search.")

    with mlflow.start_run(run_name="boosting", description="Gradient boosting with its default depth."):
        mlflow.log_input(dataset, context="training")
        mlflow.set_tags({"family": "boosting", "stage": "candidate"})
        mlflow.log_params({"learning_rate": 0.1, "max_iter": 100})
        model = HistGradientBoostingClassifier(learning_rate=0.1, max_iter=100, random_state=SEED)
        boosting = finish(model, "gradient boosting", "A candidate with fewer settings than the forest.")

    ranked = sorted([baseline, forest, boosting], reverse=True)
    registry.set_aliases(MODEL, [version for _, version in ranked])
    registry.describe(MODEL, "Tells malignant from benign tumours.", {"task": "classification", "owner": "examples"})


if __name__ == "__main__":
    main()
