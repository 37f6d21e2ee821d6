"""How far will diabetes have progressed in a year? Ridge regressions of growing strength, and a forest."""

import mlflow
from sklearn.base import RegressorMixin
from sklearn.datasets import load_diabetes
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.model_selection import train_test_split

import charts
import registry

SEED = 7
EXPERIMENT = "diabetes"
MODEL = "diabetes-progression"
ALPHAS = [0.001, 0.01, 0.1, 1.0, 10.0]

data = load_diabetes(as_frame=True)
train_x, test_x, train_y, test_y = train_test_split(data.data, data.target, test_size=0.3, random_state=SEED)


def evaluate(model: RegressorMixin, name: str) -> float:
    """Fits the model, logs what it does on the test set, and returns its error."""
    model.fit(train_x, train_y)
    predicted = model.predict(test_x)
    rmse = root_mean_squared_error(test_y, predicted)
    mlflow.log_metrics(
        {"rmse": rmse, "mae": mean_absolute_error(test_y, predicted), "r2": r2_score(test_y, predicted)}
    )
    mlflow.log_figure(charts.residuals(test_y, predicted, name), "residuals.png")
    table = test_x.assign(measured=test_y, predicted=predicted.round(1))
    mlflow.log_text(table.to_csv(index=False, float_format="%.4f"), "predictions.csv")
    return rmse


def main() -> None:
    mlflow.set_experiment(EXPERIMENT)
    mlflow.set_experiment_tag("mlflow.note.content", "442 patients, 10 features measured at the start of a year.")
    dataset = mlflow.data.from_pandas(train_x.assign(target=train_y.astype(float)), name="diabetes", targets="target")

    ridges = []
    for alpha in ALPHAS:
        with mlflow.start_run(run_name=f"ridge-{alpha:g}", tags={"family": "linear"}):
            mlflow.log_input(dataset, context="training")
            mlflow.log_param("alpha", alpha)
            model = Ridge(alpha=alpha)
            error = evaluate(model, f"ridge, alpha {alpha:g}")
            mlflow.log_dict(dict(zip(train_x.columns, model.coef_.round(3).tolist())), "coefficients.json")
            ridges.append((error, model, mlflow.active_run().info.run_id))

    error, model, run_id = min(ridges, key=lambda ridge: ridge[0])
    with mlflow.start_run(run_id=run_id):
        info = registry.log_model(model, test_x.head())
    ridge = (error, registry.register(info, MODEL, "The best of the ridge regressions.", {"family": "linear"}))

    with mlflow.start_run(run_name="forest", tags={"family": "forest"}, description="200 trees, leaves of 5 or more."):
        mlflow.log_input(dataset, context="training")
        mlflow.log_params({"n_estimators": 200, "min_samples_leaf": 5})
        model = RandomForestRegressor(n_estimators=200, min_samples_leaf=5, random_state=SEED)
        error = evaluate(model, "random forest")
        importances = dict(zip(train_x.columns, model.feature_importances_.round(4).tolist()))
        mlflow.log_dict(importances, "feature_importances.json")
        info = registry.log_model(model, test_x.head())
    forest = (error, registry.register(info, MODEL, "Takes interactions into account.", {"family": "forest"}))

    registry.set_aliases(MODEL, [version for _, version in sorted([ridge, forest])])
    registry.describe(MODEL, "Progression of diabetes after a year.", {"task": "regression", "owner": "examples"})


if __name__ == "__main__":
    main()
