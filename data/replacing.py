"""Put accepted series in the place of those held, each as a whole."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pandas as pd

from data.cache_files import CacheError
from data.catalog import load_catalogue
from data.checks import KEY
from data.holdings import summarise
from data.judging import Judged
from data.publishing import Figures
from data.revisions import find_revisions, no_revisions, read_revisions
from data.store import Store, open_store
from data.verification import version

_OF_THE_SNAPSHOT = ("inputs", "inputs_left_out", "places_left_out", "catalogue", "tools")


def replace_series(base: Store, judged: Mapping[str, Judged], address: str) -> Figures:
    """Return the figures of `base` with the series that are accepted in place of those it holds.

    Args:
        base: the snapshot, or refreshed figures that rest on it.
        judged: per series, what came of it.
        address: of the API, for the provenance.
    """
    accepted = {name: one for name, one in judged.items() if one.outcome.result == "refreshed"}
    catalogue = load_catalogue()
    kept = base.observations[~base.observations["indicator"].isin(accepted)]
    parts = [
        one.new.assign(indicator=name, source=catalogue.indicators[name].api, flag="")
        for name, one in accepted.items()
    ]
    observations = pd.concat([kept, *parts], ignore_index=True).sort_values(KEY, ignore_index=True)
    indicators = summarise(observations, _origins(base, accepted))
    tables = {
        "observations": observations,
        "countries": base.countries,
        "income_groups": base.income_groups,
        "indicators": indicators,
    }
    return Figures(
        tables, _provenance(base, judged, accepted, indicators, address), _revisions(base, accepted)
    )


def _origins(base: Store, accepted: Mapping[str, Judged]) -> dict[str, tuple[str, str]]:
    """Source and vintage of every series held, in the catalogue's order."""
    catalogue = load_catalogue()
    held = base.indicators.set_index("indicator")[["source", "vintage"]]
    origins = {str(row.Index): (str(row.source), str(row.vintage)) for row in held.itertuples()}
    origins |= {name: (catalogue.indicators[name].api, one.outcome.vintage) for name, one in accepted.items()}
    return {name: origins[name] for name in catalogue.indicators if name in origins}


def _provenance(
    base: Store,
    judged: Mapping[str, Judged],
    accepted: Mapping[str, Judged],
    indicators: pd.DataFrame,
    address: str,
) -> dict[str, Any]:
    catalogue = load_catalogue()
    snapshot = open_store().provenance
    refreshed = {
        name: {
            "source": catalogue.indicators[name].api,
            "code": one.outcome.code,
            "database": catalogue.sources[catalogue.indicators[name].api].database,
            "address": address,
            "fetched": one.outcome.fetched,
            "vintage": one.outcome.vintage,
            "places_left_out": list(one.outcome.left_out),
        }
        for name, one in accepted.items()
    }
    refused = {
        name: {"kind": one.outcome.kind, "reason": one.outcome.reason, "fetched": one.outcome.fetched}
        for name, one in judged.items()
        if one.outcome.result == "refused"
    }
    earlier = {n: why for n, why in base.provenance.get("refused", {}).items() if n not in judged}
    return {
        **{key: snapshot[key] for key in _OF_THE_SNAPSHOT},
        "snapshot": version(),
        "observations": dict(
            zip(indicators["indicator"], indicators["values"].astype(int).tolist(), strict=True)
        ),
        "newest_vintage": max([snapshot["newest_vintage"], *indicators["vintage"]]),
        "refreshed": {**base.provenance.get("refreshed", {}), **refreshed},
        "refused": {**earlier, **refused},
    }


def _revisions(base: Store, accepted: Mapping[str, Judged]) -> pd.DataFrame:
    """Per series, what its last change of vintage revised."""
    earlier = no_revisions()
    with suppress(CacheError):  # damaged: what was revised before is lost, the figures are not
        earlier = read_revisions(base.folder)
    parts = [
        find_revisions(name, one.old, one.new, (one.vintage, one.outcome.vintage))
        for name, one in accepted.items()
    ]
    kept = earlier[~earlier["indicator"].isin(accepted)]
    rows = pd.concat([part for part in (kept, *parts) if not part.empty] or [kept], ignore_index=True)
    return rows.sort_values(["indicator", "iso3", "year"], ignore_index=True)
