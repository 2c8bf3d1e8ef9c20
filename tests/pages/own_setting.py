"""A visitor's own figures, made of the project's own, for pages that are to work on them."""

from __future__ import annotations

import pandas as pd
from streamlit.testing.v1 import AppTest

import data
from dxindex import own
from pages.ui.queries import bases
from pages.ui.queries.own_basis import OwnBasis
from tests.pages.visiting import ROOT, SECONDS

SERIES = ["internet_users", "fixed_broadband", "wgi_rule_of_law", "wgi_regulatory_quality"]
UNITS = 24
"""Units of the files: enough for groups and intervals, few enough to be quick."""


def countries_over_years() -> bytes:
    """A tidy file of countries, named in Vietnamese, over three years."""
    names = data.load_countries("2014").query("in_panel")["name_vi"].head(UNITS)
    rows = data.load_observations(SERIES, years=[2012, 2014, 2016])
    rows = rows[rows["iso3"].isin(names.index)]
    table = rows.assign(country=rows["iso3"].map(names))[["country", "year", "indicator", "value"]]
    return table.to_csv(index=False).encode()


def units_of_any_kind() -> bytes:
    """A wide file of units that are no countries, with signs that markup and paths would read; two figures missing."""
    panel = data.load_panel("2014")[SERIES].head(UNITS).reset_index(drop=True)
    panel.iloc[3, 1] = panel.iloc[5, 0] = float("nan")
    panel.index = pd.Index([f"Xã {number} (A/B) <b>*_{number}" for number in panel.index], name="xã")
    return (
        panel.set_axis(["Dùng mạng %", "Băng rộng & di động", "Luật", "Quy định"], axis="columns")
        .to_csv()
        .encode()
    )


def own_basis(content: bytes, name: str = "của tôi.csv") -> OwnBasis:
    """Figures read as the page reads them, on an index of two axes made of the first and the last two."""
    catalogue = own.read_catalogue(data.load_indicators())
    places = own.Places(data.recognise_places, data.nearest_places)
    figures = own.check(own.understand(own.read_table(content, name), catalogue=catalogue, places=places))
    ids = list(figures.indicators.index)
    framework = own.propose_framework(
        figures, {"x": ids[:2], "y": ids[2:]}, directions=dict.fromkeys(ids, 1), title="Mine"
    )
    return OwnBasis(figures, framework)


def opened_on(basis: OwnBasis, page: str, **params: str | list[str]) -> AppTest:
    """Open a page in a session that has these figures."""
    bases.admit(basis)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app.session_state["selection_own"] = basis
    for code, value in {"figures": "own", **params}.items():
        app.query_params[code] = value
    app.run()
    if page != "overview":
        app.switch_page(f"pages/{page}.py").run()
    return app
