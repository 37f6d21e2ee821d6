"""Logging a scikit-learn model, and registering it with aliases."""

import mlflow
import sklearn
from mlflow.models import infer_signature
from mlflow.models.model import ModelInfo
from mlflow.tracking import MlflowClient

# Named here, so that MLflow need not load the model in a second process to find them out.
REQUIREMENTS = [f"scikit-learn=={sklearn.__version__}"]
# MLflow saves with skops, which loads no type that it doesn't know unless the types are named here.
TRUSTED_TYPES = [
    "sklearn._loss._loss.CyHalfBinomialLoss",
    "sklearn.ensemble._hist_gradient_boosting.binning._BinMapper",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.neural_network._stochastic_optimizers.SGDOptimizer",
    "sklearn.tree._tree.Tree",
]


def log_model(model, inputs, name: str = "model") -> ModelInfo:
    """Logs a fitted model with its signature to the active run."""
    return mlflow.sklearn.log_model(
        model,
        name=name,
        signature=infer_signature(inputs, model.predict(inputs)),
        pip_requirements=REQUIREMENTS,
        skops_trusted_types=TRUSTED_TYPES,
    )


def register(info: ModelInfo, name: str, description: str, tags: dict[str, str]) -> str:
    """Registers a logged model as the next version of `name`, and returns the version."""
    version = mlflow.register_model(info.model_uri, name, tags=tags).version
    MlflowClient().update_model_version(name, version, description)
    return version


def set_aliases(name: str, ranked: list[str]) -> None:
    """Points `champion` at the best version and `challenger` at the next one."""
    client = MlflowClient()
    for alias, version in zip(("champion", "challenger"), ranked):
        client.set_registered_model_alias(name, alias, version)


def describe(name: str, description: str, tags: dict[str, str]) -> None:
    """Describes a registered model."""
    client = MlflowClient()
    client.update_registered_model(name, description)
    for key, value in tags.items():
        client.set_registered_model_tag(name, key, value)
