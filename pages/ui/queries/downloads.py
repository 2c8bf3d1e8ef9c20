"""Files of Data & methods: whole tables, each made when it is clicked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

import pandas as pd

from dxindex import i18n
from dxindex.caption import Caption
from dxindex.tables import as_csv, as_excel, as_parquet
from dxindex.words.sources import span
from pages.ui.queries import bases, codes, files, own_packed, packed, provenance, scores, whole
from pages.ui.queries.memory import remembered


@dataclass(frozen=True)
class Offer:
    """A file to take away; ``make`` takes the link that the file is to name."""

    key: str
    label: str
    note: str
    name: str
    make: Callable[[str], bytes]

    def bound(self, link: str) -> Callable[[], bytes]:
        """The making of the file with its link, to be done on a click."""
        return partial(self.make, link)

    @property
    def mime(self) -> str:
        return files.MIME[self.name.rpartition(".")[2]]


@remembered(16)
def offers(edition: str, lang: str) -> tuple[Offer, ...]:
    """What can be taken away, in the order in which it is offered."""
    _ = i18n.translator(lang)
    return (
        Offer(
            "excel",
            _("Scores, ranks, groups and figures (Excel)"),
            _(
                "Sheets of scores, ranks with intervals, groups, figures with year and origin, sources with licence"
            ),
            f"dxindex-{codes.label(edition)}.xlsx",
            partial(workbook, edition, lang),
        ),
        Offer(
            "scores_csv",
            _("Scores and ranks (CSV)"),
            _("A row per country, columns named in your language"),
            f"dxindex-scores-{codes.label(edition)}.csv",
            partial(scores_csv, edition, lang),
        ),
        Offer(
            "scores_parquet",
            _("Scores and ranks (Parquet)"),
            _("A row per country, columns named by id, for programs"),
            f"dxindex-scores-{codes.label(edition)}.parquet",
            partial(scores_parquet, edition, lang),
        ),
        Offer(
            "figures_csv",
            _("Figures with year and origin (CSV)"),
            _("What the index of this edition is computed from"),
            f"dxindex-figures-{codes.label(edition)}.csv",
            partial(figures_csv, edition, lang),
        ),
        *_of_the_whole(edition, lang),
    )


def _of_the_whole(edition: str, lang: str) -> tuple[Offer, ...]:
    """Offers of all that the figures hold, whatever the edition."""
    _ = i18n.translator(lang)
    kind = bases.kind_of(edition)
    name = "dxindex-observations" if kind == bases.SNAPSHOT else f"dxindex-observations-{kind}"
    if kind == bases.OWN:
        held = _("Every unit, indicator and year that was read of your file: {n} values")
        described = _(
            "All that was read of your file, scores and groups as described CSV files, with the index as TOML, in one ZIP"
        )
    else:
        held = _("Every series, economy and year of these figures: {n} values")
        described = _(
            "All series, editions and scores as described CSV files, with sources and licences, in one ZIP"
        )
    held = held.format(n=i18n.number(len(_observations(edition)), lang, 0))
    return (
        Offer(
            "observations_parquet",
            _("All observations (Parquet)"),
            held,
            f"{name}.parquet",
            partial(observations_parquet, edition, lang),
        ),
        Offer(
            "observations_excel",
            _("All observations (Excel)"),
            held,
            f"{name}.xlsx",
            partial(observations_excel, edition, lang),
        ),
        Offer(
            "package",
            _("Everything (Frictionless Data Package)"),
            described,
            f"dxindex-{codes.data_version(edition)}.zip",
            lambda _link: packed.package(edition),
        ),
    )


def workbook(edition: str, lang: str, link: str) -> bytes:
    """Scores, ranks, groups, figures and sources of an edition as an Excel workbook."""
    _ = i18n.translator(lang)
    axes = scores.framework(edition).axis_ids
    nodes = scores.framework(edition).nodes
    sheets = {
        "scores": [*((node, "score") for node in nodes), *((axis, "coverage") for axis in axes)],
        "ranks": [(node, part) for node in nodes for part in ("rank", "low", "high")],
        "groups": [column for column in whole.of_all(edition) if column[1] == whole.SHARE],
    }
    return as_excel(
        {
            **{name: whole.in_words(edition, lang, columns) for name, columns in sheets.items()},
            "figures": whole.figures(edition, lang),
        },
        whole.sources(edition, lang),
        _told(
            _("Scores, ranks, groups and figures"),
            _("Score 0–1, higher is better; rank 1 is best"),
            edition,
            lang,
            link,
        ),
        lang=lang,
    )


def scores_csv(edition: str, lang: str, link: str) -> bytes:
    """Scores and ranks under names in the visitor's language."""
    return as_csv(whole.in_words(edition, lang, list(whole.of_all(edition))), _of_scores(edition, lang, link))


def scores_parquet(edition: str, lang: str, link: str, shown: Collection[str] | None = None) -> bytes:
    """Scores and ranks under ids: ``adoption.business.rank`` and the like; of all countries, or of those shown."""
    table = whole.by_id(edition)
    if shown is not None:
        table = table[table.index.isin(list(shown))]
    return as_parquet(table, _of_scores(edition, lang, link))


def figures_csv(edition: str, lang: str, link: str) -> bytes:
    """The figures that the index of an edition is computed from."""
    _ = i18n.translator(lang)
    told = _told(_("Figures with year and origin"), _("As named in each row"), edition, lang, link)
    return as_csv(whole.figures(edition, lang), told)


def observations_parquet(edition: str, lang: str, link: str) -> bytes:
    """Every observation of the figures that an edition rests on, under ids."""
    return as_parquet(_observations(edition), _of_observations(edition, lang, link))


def observations_excel(edition: str, lang: str, link: str) -> bytes:
    """The same as an Excel workbook, with the series and units that the ids are of."""
    names = codes.countries(edition)[[f"name_{lang}"]].rename_axis(whole.code_column(edition))
    return as_excel(
        {
            "observations": _observations(edition),
            "series": codes.indicators(edition)[[f"title_{lang}", f"unit_{lang}", f"note_{lang}"]],
            "units": names,
        },
        whole.all_sources(edition, lang),
        _of_observations(edition, lang, link),
        lang=lang,
    )


def _observations(edition: str) -> pd.DataFrame:
    return own_packed.values(edition) if codes.is_own(edition) else bases.of(edition).observations()


def _of_observations(edition: str, lang: str, link: str) -> Caption:
    _ = i18n.translator(lang)
    table = _observations(edition)
    years = {int(table["year"].min()), int(table["year"].max())} if "year" in table else set()
    citations = [*bases.of(edition).sources["citation"].unique()]
    return Caption(
        _("All observations"),
        unit=_("As the catalogue of series says"),
        period=span(years) if years else "",
        source="; ".join([*citations, _("not checked by us")] if codes.is_own(edition) else citations),
        link=link,
        version=files.version(edition),
    )


def _of_scores(edition: str, lang: str, link: str) -> Caption:
    _ = i18n.translator(lang)
    return _told(_("Scores and ranks"), _("Score 0–1, higher is better; rank 1 is best"), edition, lang, link)


def _told(title: str, unit: str, edition: str, lang: str, link: str) -> Caption:
    return Caption(
        title=title,
        unit=unit,
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang),
        link=link,
        version=files.version(edition),
    )
