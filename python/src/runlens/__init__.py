"""Notebook cells that log themselves to MLflow."""

__version__ = "0.1.0"
