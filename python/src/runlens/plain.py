"""The card as plain text, for terminals and front ends without HTML."""

from __future__ import annotations

from typing import Any

from .words import changed, footer, headline, run_link, value_text

_MAX_METRICS = 10


def card_plain(card: dict[str, Any]) -> str:
    """A few lines: what and how it ended, figures, what changed, where to look."""
    lines = [f"MLflow run {card['run']['run_name']}  {headline(card)}  {' · '.join(footer(card))}"]
    if card["error"]:
        lines.append(f"{card['error']['type']}: {card['error']['message']}")
    metrics = [f"{metric['key']} {value_text(metric['value'])}" for metric in card["metrics"][:_MAX_METRICS]]
    if card["metric_count"] > _MAX_METRICS:
        metrics.append(f"{card['metric_count'] - _MAX_METRICS} more")
    if metrics:
        lines.append(" · ".join(metrics))
    changes = [f"{key} {before} → {after}" for key, before, after in changed(card)]
    if changes:
        lines.append("Changed since this cell’s last run: " + " · ".join(changes))
    lines.extend(card["notices"])
    link = run_link(card)
    return "\n".join([*lines, link] if link else lines)
