"""Charts of how groups are made: criteria over their number, and how far groupings agree."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dxindex import charts

TABLE = pd.DataFrame(
    {
        "silhouette": [0.5, 0.4, np.nan],
        "calinski_harabasz": [10.0, 30.0, 20.0],
        "davies_bouldin": [0.6, 0.9, 0.7],
    },
    index=pd.Index([2, 3, 4], name="n_groups"),
)
BEST = {"silhouette": 2, "calinski_harabasz": 3, "davies_bouldin": 2}


def drawn(chart: object) -> list[dict[str, object]]:
    spec = chart.to_dict()  # type: ignore[attr-defined]
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    return spec["datasets"][line["data"]["name"]]


def test_every_figure_is_written_and_the_favoured_marked() -> None:
    rows = drawn(charts.group_counts(TABLE, BEST, chosen=3, lang="vi"))
    assert len(rows) == 8, "a missing figure is not drawn"
    assert {str(row["text"]) for row in rows} >= {"0,50", "30", "0,90"}
    best = {(str(row["criterion"]).partition(":")[0], row["k"]) for row in rows if row["best"]}
    assert best == {("Silhouette", 2), ("Calinski-Harabasz", 3), ("Davies-Bouldin", 2)}


def test_bands_keep_apart_and_higher_is_higher() -> None:
    rows = drawn(charts.group_counts(TABLE, BEST, chosen=3))
    bands = [
        [row for row in rows if str(row["criterion"]).startswith(name)] for name in ("Sil", "Cal", "Dav")
    ]
    for place, band in enumerate(bands):
        low = 2 - place
        assert all(low <= float(str(row["y"])) < low + 0.6 for row in band)
    heights = {row["k"]: row["y"] for row in bands[1]}
    assert heights[3] > heights[4] > heights[2]


def test_the_chosen_number_is_shaded() -> None:
    spec = charts.group_counts(TABLE, BEST, chosen=4).to_dict()
    shade = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "rect")
    assert spec["datasets"][shade["data"]["name"]] == [{"k": 4}]


def test_criteria_that_are_all_alike_are_drawn() -> None:
    alike = TABLE.assign(silhouette=0.5)
    assert len(drawn(charts.group_counts(alike, BEST, chosen=3))) == 9


def test_agreement_writes_out_every_pair() -> None:
    matrix = pd.DataFrame([[1.0, 0.25], [0.25, 1.0]])
    spec = charts.agreement(matrix, ["k-means", "Ward"], chosen=0).to_dict()
    (rows,) = spec["datasets"].values()
    assert {(row["one"], row["other"]): row["text"] for row in rows} == {
        ("1", "1"): "1.00",
        ("1", "2"): "0.25",
        ("2", "1"): "0.25",
        ("2", "2"): "1.00",
    }
    axis = spec["layer"][0]["encoding"]["y"]["axis"]
    assert "1  k-means" in axis["labelExpr"]
    assert '{"1": 1}' in axis["labelFontWeight"]["expr"]
