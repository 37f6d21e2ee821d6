"""The card as HTML without scripts, for JupyterLab and every front end that has no renderer for the JSON.

Styles are inline, because front ends take style elements out of notebooks that are not trusted. Colours are the front
end's own variables, with fallbacks that can be read on dark and on light ground.
"""

from __future__ import annotations

from html import escape
from typing import Any

from .figures import format_count
from .sparkline import WIDTH, sparkline
from .words import change, changed, footer, headline, run_link, value_text

_LINE = "var(--vscode-charts-blue,var(--jp-brand-color1,#2a7fd4))"
_GOOD = "var(--vscode-charts-green,var(--jp-success-color1,#2e8b3d))"
_BAD = "var(--vscode-errorForeground,var(--jp-error-color1,#d84343))"
_LINK = "var(--vscode-textLink-foreground,var(--jp-content-link-color,#2a7fd4))"
_BORDER = "var(--vscode-panel-border,var(--jp-border-color2,rgba(128,128,128,.4)))"
_MONO = "var(--vscode-editor-font-family,var(--jp-code-font-family,monospace))"
_MUTED = "opacity:.72"

_FRAME = (
    f"box-sizing:border-box;max-width:668px;margin:2px 0;padding:6px 10px;border:1px solid {_BORDER};border-radius:4px;"
    "font-family:var(--vscode-font-family,var(--jp-ui-font-family,sans-serif));font-size:13px;line-height:18px;"
    "font-variant-numeric:tabular-nums;color:var(--vscode-foreground,var(--jp-content-font-color1,inherit))"
)
# Text on the front end's own ground: its green and red are made for larger things.
_GOOD_TEXT = f"color-mix(in srgb,{_GOOD} 75%,currentColor)"
_BAD_TEXT = f"color-mix(in srgb,{_BAD} 75%,currentColor)"
_TABLE = "width:100%;margin:4px 0;border-collapse:collapse;border:0;font-size:13px;table-layout:auto"
_CELL = "padding:0 8px 0 0;border:0;text-align:left;vertical-align:middle;line-height:22px"
_NUMBER = "padding:0 0 0 8px;border:0;text-align:right;vertical-align:middle;line-height:22px;white-space:nowrap"
_NAME = f"{_CELL};max-width:16ch;overflow:hidden;text-overflow:ellipsis;white-space:nowrap"
_SMALL = "font-size:11px;line-height:16px"
_ICONS = {"RUNNING": ("◌", _LINE), "FINISHED": ("✓", _GOOD), "FAILED": ("✕", _BAD), "KILLED": ("⊘", "inherit")}

# So many metrics stand open; the others fold away.
_OPEN_METRICS = 8


def card_html(card: dict[str, Any]) -> str:
    """The card of a run from its JSON, with all of its text escaped."""
    parts = [_head(card), _error(card), _metrics(card), _changed(card), _params(card), _footer(card), _notices(card)]
    label = escape(f"MLflow run {card['run']['run_name']}, {headline(card)}")
    return f'<div role="group" aria-label="{label}" style="{_FRAME}">{"".join(parts)}</div>'


def _head(card: dict[str, Any]) -> str:
    icon, colour = _ICONS.get(card["run"]["status"], ("", "inherit"))
    link = run_link(card)
    opened = (
        f'<a href="{escape(link)}" target="_blank" rel="noopener noreferrer" style="color:{_LINK};white-space:nowrap">'
        "Open in MLflow</a>"
        if link
        else ""
    )
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:0 8px;align-items:baseline">'
        f'<span aria-hidden="true" style="color:{colour}">{icon}</span>'
        f'<b style="overflow-wrap:anywhere">{escape(card["run"]["run_name"])}</b>'
        f'<span style="{_MUTED};white-space:nowrap">{escape(headline(card))}</span>'
        f'<span style="flex:1"></span>{opened}</div>'
    )


def _error(card: dict[str, Any]) -> str:
    if not card["error"]:
        return ""
    text = escape(f"{card['error']['type']}: {card['error']['message']}")
    return f'<div style="font-family:{_MONO};font-size:12px;color:{_BAD_TEXT};overflow-wrap:anywhere">{text}</div>'


def _metrics(card: dict[str, Any]) -> str:
    metrics = card["metrics"]
    if not metrics:
        return ""
    steps = _steps(metrics)
    compared = any(metric["previous"] is not None for metric in metrics)
    failed = card["run"]["status"] == "FAILED"
    rows = [_metric_row(metric, steps, compared, failed) for metric in metrics]
    head = _metric_head(steps, compared)
    table = _table(head, rows[:_OPEN_METRICS])
    more = rows[_OPEN_METRICS:]
    unseen = card["metric_count"] - len(rows)
    if more or unseen > 0:
        summary = format_count(len(more) + max(0, unseen), "more metric", "more metrics")
        left_out = f'<div style="{_SMALL};{_MUTED}">{unseen:,} of them only in MLflow</div>' if unseen > 0 else ""
        table += _details(summary, _table(head, more) + left_out)
    return table


def _steps(metrics: list[dict[str, Any]]) -> tuple[int, int] | None:
    steps = [point[0] for metric in metrics for point in metric["points"]]
    return (min(steps), max(steps)) if len(set(steps)) > 1 else None


def _metric_head(steps: tuple[int, int] | None, compared: bool) -> str:
    style = f"{_SMALL};font-weight:400;background:none"
    curve = f'<th scope="col" style="{_CELL};{style}">Steps {steps[0]:,}–{steps[1]:,}</th>' if steps else ""
    versus = f'<th scope="col" style="{_NUMBER};{style}">vs. last run</th>' if compared else ""
    return (
        f'<tr style="background:none;{_MUTED}"><th scope="col" style="{_CELL};{style}">Metric</th>{curve}'
        f'<th scope="col" style="{_NUMBER};{style}">Last</th>{versus}</tr>'
    )


def _metric_row(metric: dict[str, Any], steps: tuple[int, int] | None, compared: bool, failed: bool) -> str:
    key = escape(metric["key"])
    drawing = sparkline(metric["points"], steps, _BAD if failed else _LINE, failed) if steps else ""
    curve = f'<td style="{_CELL};width:{WIDTH}px;min-width:60px">{drawing}</td>' if steps else ""
    exact, text = escape(str(metric["value"])), value_text(metric["value"])
    value = f'<td style="{_NUMBER};font-weight:600" title="{exact}">{text}</td>'
    return (
        f'<tr style="background:none"><td style="{_NAME}" title="{key}">{key}</td>{curve}{value}'
        f"{_change_cell(metric) if compared else ''}</tr>"
    )


def _change_cell(metric: dict[str, Any]) -> str:
    text, better = change(metric)
    colour = "inherit" if better is None else _GOOD_TEXT if better else _BAD_TEXT
    label = "" if better is None else f' aria-label="{"better" if better else "worse"} by {text[2:]}"'
    return f'<td style="{_NUMBER};color:{colour}"{label}>{text}</td>'


def _changed(card: dict[str, Any]) -> str:
    entries = changed(card)
    if not entries:
        return ""
    more = len(card["changed_params"]) - len(entries)
    texts = [f"<b>{escape(key)}</b> {escape(before)} → {escape(after)}" for key, before, after in entries]
    texts.extend([f"{more} more"] if more > 0 else [])
    return (
        f'<div style="overflow-wrap:anywhere"><span style="{_MUTED}">Changed since this cell’s last run</span> '
        f"{' · '.join(texts)}</div>"
    )


def _params(card: dict[str, Any]) -> str:
    if not card["params"]:
        return ""
    rows = [
        f'<tr style="background:none"><td style="{_NAME}" title="{escape(key)}">{escape(key)}</td>'
        f'<td style="{_CELL};font-family:{_MONO};font-size:12px;overflow-wrap:anywhere">{escape(value)}</td></tr>'
        for key, value in card["params"]
    ]
    return _details(format_count(card["param_count"], "parameter", "parameters"), _table("", rows))


def _footer(card: dict[str, Any]) -> str:
    return f'<div style="{_SMALL};{_MUTED};overflow-wrap:anywhere">{escape(" · ".join(footer(card)))}</div>'


def _notices(card: dict[str, Any]) -> str:
    style = "margin-top:2px;overflow-wrap:anywhere"
    return "".join(f'<div style="{style}">⚠ {escape(notice)}</div>' for notice in card["notices"])


def _table(head: str, rows: list[str]) -> str:
    if not rows:
        return ""
    return f'<table style="{_TABLE}">{f"<thead>{head}</thead>" if head else ""}<tbody>{"".join(rows)}</tbody></table>'


def _details(summary: str, content: str) -> str:
    head = f'<summary style="cursor:pointer;{_MUTED}">{escape(summary)}</summary>'
    return f'<details style="{_SMALL}">{head}{content}</details>'
