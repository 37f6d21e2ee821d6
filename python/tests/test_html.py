"""The HTML of a card says what the JSON says, and whatever stands in it is text."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from runlens.html import card_html
from runlens.plain import card_plain

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
ALLOWED = set("div span b a table thead tbody tr th td details summary svg path circle".split())


class Page(HTMLParser):
    """Collects what a browser would make of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def a_card(**changes: Any) -> dict[str, Any]:
    card: dict[str, Any] = {
        "version": 1,
        "tracking_uri": "http://127.0.0.1:5000",
        "run": {
            "run_id": "0" * 32,
            "run_name": "gallant-fox-12",
            "experiment_id": "1",
            "experiment_name": "credit-risk",
            "status": "FINISHED",
            "start_time": 1_000,
            "end_time": 1_183_000,
            "parent_run_id": None,
        },
        "cell": {"id": None, "execution_count": 7},
        "previous_run_id": None,
        "params": [["lr", "0.1"]],
        "param_count": 1,
        "metrics": [a_metric("val_auc", 0.8731, 0.8519), a_metric("val_loss", 0.3102, 0.3348)],
        "metric_count": 2,
        "changed_params": [{"key": "dropout", "before": None, "after": "0.14"}],
        "models": [{"name": "model", "model_id": None, "registered": None}],
        "artifact_count": 11,
        "children": 20,
        "error": None,
        "notices": [],
    }
    return {**card, **changes}


def a_metric(key: str, value: float | str, previous: float | str | None) -> dict[str, Any]:
    return {
        "key": key,
        "value": value,
        "step": 59,
        "points": [[0, 0.5], [1, "NaN"], [2, 0.7], [59, 0.8]],
        "previous": previous,
    }


def with_run(**changes: Any) -> dict[str, Any]:
    return a_card(run={**a_card()["run"], **changes})


def test_says_how_the_run_ended_and_what_it_logged() -> None:
    text = Page(card_html(a_card())).text
    for words in (
        "gallant-fox-12",
        "Finished · 19 min 42 s",
        "Steps 0–59",
        "0.8731",
        "▲ 0.0212",
        "▼ 0.0246",
        "– → 0.14",
    ):
        assert words in text
    assert "credit-risk · model model · 11 artifacts · 20 child runs" in text
    assert "Changed since this cell’s last run" in text


def test_says_what_failed() -> None:
    card = {**with_run(status="FAILED"), "error": {"type": "FloatingPointError", "message": "loss is nan"}}
    text = Page(card_html({**card, "notices": ["Couldn’t read the models for this card."]})).text
    for words in ("Failed at step 59", "FloatingPointError: loss is nan", "Couldn’t read the models"):
        assert words in text


def test_links_only_to_servers() -> None:
    assert ("href", f"http://127.0.0.1:5000/#/experiments/1/runs/{'0' * 32}") in Page(card_html(a_card())).attributes
    assert "href" not in card_html(a_card(tracking_uri=None))


def test_worse_is_told_by_the_arrow_and_in_words() -> None:
    page = card_html(a_card(metrics=[a_metric("accuracy", 0.5, 0.6), a_metric("loss", 0.6, 0.5)]))
    assert "▽ 0.1000" in page
    assert "△ 0.1000" in page
    assert page.count("worse by 0.1000") == 2


def test_many_metrics_fold_away() -> None:
    page = Page(card_html(a_card(metrics=[a_metric(f"m{n}", n, None) for n in range(30)], metric_count=45)))
    assert "37 more metrics" in page.text
    assert "15 of them only in MLflow" in page.text


def test_plain_text_has_the_figures_too() -> None:
    text = card_plain(a_card())
    for words in ("gallant-fox-12", "Finished", "val_auc 0.8731", "dropout – → 0.14", "http://127.0.0.1:5000/#/"):
        assert words in text


TEXT = st.one_of(st.just(HOSTILE), st.text(max_size=40))
VALUE = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["NaN", "Infinity", "-Infinity"]))
POINTS = st.dictionaries(st.integers(0, 10**9), VALUE, max_size=8).map(
    lambda points: [list(p) for p in sorted(points.items())]
)


@settings(deadline=None)
@given(TEXT, VALUE, st.none() | VALUE, POINTS, st.sampled_from(["RUNNING", "FINISHED", "FAILED", "KILLED"]))
def test_whatever_a_run_holds_is_text(
    text: str, value: float | str, previous: float | str | None, points: list[list[Any]], status: str
) -> None:
    card = with_run(run_name=text, experiment_name=text, status=status)
    card["params"] = [[text, text]]
    card["metrics"] = [{**a_metric(text, value, previous), "points": points}]
    card["changed_params"] = [{"key": text, "before": text, "after": text}]
    card["models"] = [{"name": text, "model_id": None, "registered": {"name": text, "version": text, "alias": text}}]
    card["error"] = {"type": text, "message": text}
    card["notices"] = [text]
    json.dumps(card, allow_nan=False)
    page = Page(card_html(card))
    assert not page.open
    assert set(page.tags) <= ALLOWED
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert [name for name, _ in page.attributes if name in ("href", "src")] == ["href"]
    card_plain(card)
