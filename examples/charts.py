"""Figures that the training scripts log as images."""

import matplotlib

matplotlib.use("Agg")

from matplotlib.figure import Figure  # noqa: E402
from sklearn.metrics import ConfusionMatrixDisplay, RocCurveDisplay  # noqa: E402


def confusion_matrix(truth, predicted, labels, title: str) -> Figure:
    """Counts of true against predicted classes."""
    figure = Figure(figsize=(5, 4.4), layout="constrained")
    axes = figure.subplots()
    ConfusionMatrixDisplay.from_predictions(
        truth, predicted, display_labels=labels, cmap="Blues", colorbar=False, ax=axes
    )
    axes.set_title(title)
    return figure


def roc_curve(truth, probabilities, title: str) -> Figure:
    """True positive rate over false positive rate."""
    figure = Figure(figsize=(5, 4.4), layout="constrained")
    axes = figure.subplots()
    RocCurveDisplay.from_predictions(truth, probabilities, plot_chance_level=True, ax=axes)
    axes.set_title(title)
    return figure


def residuals(truth, predicted, title: str) -> Figure:
    """What the model misses, over what it predicts."""
    figure = Figure(figsize=(5.6, 3.8), layout="constrained")
    axes = figure.subplots()
    axes.axhline(0, color="0.6", linewidth=1)
    axes.scatter(predicted, truth - predicted, s=14, alpha=0.7)
    axes.set(xlabel="predicted", ylabel="measured − predicted", title=title)
    return figure


def learning_curve(history: list[dict[str, float]], title: str) -> Figure:
    """Loss and validation accuracy of every epoch."""
    figure = Figure(figsize=(6.4, 3.8), layout="constrained")
    loss, accuracy = figure.subplots(1, 2)
    loss.plot([epoch["train_loss"] for epoch in history])
    loss.set(xlabel="epoch", title="training loss")
    accuracy.plot([epoch["train_accuracy"] for epoch in history], label="training")
    accuracy.plot([epoch["val_accuracy"] for epoch in history], label="validation")
    accuracy.set(xlabel="epoch", title="accuracy")
    accuracy.legend()
    figure.suptitle(title)
    return figure


def digit_grid(images, truth, predicted, title: str) -> Figure:
    """Pictures of digits with what they are and what they were taken for."""
    figure = Figure(figsize=(6, 3.2), layout="constrained")
    for axes, image, digit, guess in zip(figure.subplots(2, 5).flat, images, truth, predicted):
        axes.imshow(image.reshape(8, 8), cmap="gray_r")
        axes.set_title(f"{digit}, taken for {guess}", fontsize=9)
    for axes in figure.axes:
        axes.axis("off")
    figure.suptitle(title)
    return figure
