"""What each choice does by itself: the rank after every single change, and by each measure of schooling."""

from __future__ import annotations

import pandas as pd

import dxindex as dx
from dxindex import charts, i18n
from dxindex.single_changes import single_changes
from dxindex.statements import Statement
from pages.ui.queries import assumed, certainty, codes, provenance, scores, sentences
from pages.ui.queries.figure import Figure, drawing, finished
from pages.ui.queries.memory import computed_once, remembered
from pages.ui.queries.robustness import ranked


@remembered(32)
def _changes(edition: str, node: str) -> pd.DataFrame:
    return single_changes(certainty.ensemble(edition).ensemble, node)


@drawing
def changes(edition: str, node: str, country: str, lang: str, surface: str) -> Figure | None:
    """A country's rank after each single change of the method; None where it has no rank."""
    _ = i18n.translator(lang)
    table = ranked(edition, node)
    if country not in table.index:
        return None
    reference = int(table.at[country, "rank"])
    ranks = _changes(edition, node)[country]
    rows = pd.DataFrame(
        {
            "label": [assumed.change_name(edition, *key, lang) for key in ranks.index],
            "end": [assumed.weight_end(edition, *key, lang) for key in ranks.index],
            "rank": ranks.to_numpy(),
        }
    )
    name, label = codes.country_names(edition, lang)[country], sentences.node_name(edition, node, lang)
    chart = charts.rank_changes(rows, reference, name=name, lang=lang, colours=charts.palette(surface))
    return Figure(
        name=f"changes-{country}-{node}-{codes.label(edition)}",
        title=_("What each choice does to {country}'s rank: {node}").format(country=name, node=label),
        spec=finished(chart),
        alt=change_sentence(edition, node, country, lang),
        table=pd.DataFrame(
            {
                _("What is changed"): [f"{row.label} {row.end}".strip() for row in rows.itertuples()],
                _("Rank after it"): rows["rank"],
                _("Rank by the default method"): reference,
            }
        ),
        unit=_("Rank, 1 is best"),
        period=codes.edition_title(edition, lang),
        source=provenance.source_line(edition, lang, node),
        lang=lang,
        surface=surface,
        say=lambda language: [Statement(change_sentence(edition, node, country, language))],
    )


def change_sentence(edition: str, node: str, country: str, lang: str) -> str:
    """Say which single change moves a country's rank furthest."""
    _ = i18n.translator(lang)
    reference = ranked(edition, node).at[country, "rank"]
    ranks = _changes(edition, node)[country].dropna()
    moved = (ranks - reference).abs()
    fields = {
        "country": codes.country_names(edition, lang)[country],
        "node": sentences.node_name(edition, node, lang),
        "edition": codes.edition_title(edition, lang),
        "rank": reference,
    }
    if moved.empty or not moved.max():
        return _("No single change moves {country} from rank {rank} on {node} ({edition}).").format(**fields)
    key = moved.idxmax()
    return _(
        "Changing one thing and nothing else, {country} moves furthest from rank {rank} on {node} ({edition}) with “{change}”: to rank {after}."
    ).format(
        **fields,
        change=f"{assumed.change_name(edition, *key, lang)} {assumed.weight_end(edition, *key, lang)}".strip(),
        after=ranks[key],
    )


@computed_once(32)
def _variants(edition: str, node: str) -> dx.Variants | None:
    """The shipped variants of an edition's framework on the countries that all can score; None without any."""
    names = assumed.variant_names(edition)
    if not names:
        return None
    found = dx.compare_frameworks(scores.panel(edition), [scores.framework(edition), *names], nodes=[node])
    return found if (found.shifts != 0).to_numpy().any() else None


@remembered()
def variants(edition: str, node: str, country: str, lang: str) -> pd.DataFrame | None:
    """A country's rank and score by each way of measuring, on one set of countries; None where nothing differs."""
    _ = i18n.translator(lang)
    found = _variants(edition, node)
    if found is None or country not in found.ranks.index:
        return None
    keys = list(found.ranks.columns)
    return pd.DataFrame(
        {
            _("Rank of {n}").format(n=len(found.ranks)): [found.ranks.at[country, key] for key in keys],
            _("Score 0–1"): [i18n.number(found.scores.at[country, key], lang, 3) for key in keys],
            _("Measured by"): [assumed.measured_by(edition, str(name), lang) for _node, name in keys],
        }
    )


def variants_note(edition: str, node: str, lang: str) -> str:
    """Say on how many countries the variants are compared, and who is left out."""
    _ = i18n.translator(lang)
    found = _variants(edition, node)
    if found is None:
        return ""
    names = codes.country_names(edition, lang)
    return _(
        "All on the same {n} countries, so that the ranks can be compared; left out, because a figure is missing: {names}."
    ).format(n=len(found.ranks), names=i18n.joined([names[code] for code in found.left_out.index], lang))
