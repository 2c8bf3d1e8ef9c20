"""Write docs/reproduction.md: every published figure that can be checked, beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import data
import dxindex as dx
from data.derived import ADVANCED_TEST_SCORE
from data.panel_rule import PANEL_POPULATION_FLOOR
from docs import reproduction_lists as lists
from docs.markdown import folded, table
from docs.reproduction_readings import READ, Row, most, readings, signed, spot_series, stories
from docs.reproduction_study import AXES, EDITIONS, FRAMEWORK, LANG, UNIT, Place, Study, expected
from dxindex.i18n import MISSING, number
from dxindex.variants import compare_frameworks

PAGE = Path(__file__).with_name("reproduction.md")
FRAMEWORKS = {
    FRAMEWORK: "plain years",
    "wdr2016-skills": "years adjusted by test scores",
    "wdr2016-lays": "learning-adjusted expected years",
}
WHY = {
    FRAMEWORK: "",
    "wdr2016-skills": "a year counts by what pupils learn",
    "wdr2016-lays": "what a child can expect, not what adults have; some countries have none",
}
RULERS = ("goalposts", "minmax", "zscore", "percentile_rank")
MEANS = ("geometric", "harmonic")
EGDI_PARTS = ("un_online_services", "un_human_capital", "un_telecom_infrastructure")
HEADS = ("What", "Publisher", ">Published", ">Ours", ">Difference", "Reason")
REPORT = "WDR 2016, as quoted"
NOT_PUBLIC = "not public"
RELEASED_AGAIN = "The index was released again after the report, with new sources applied back to 2014; the report's list is not public"
NO_FORMULA = (
    "The report's formula, list and vintages are not public; governance estimates have been revised since"
)


def figures(study: Study) -> Iterator[Row]:
    """Published figures that follow from others that are published."""
    for edition in EDITIONS:
        both = study.adoption[edition].dropna()
        yield (
            f"Digital Adoption Index {edition}: the mean of its three parts",
            "World Bank",
            f"{len(study.adoption)} economies",
            f"{len(both)} economies",
            most(both["ours"] - both["published"]),
            "The publisher's file holds single precision",
        )
    years = study.observed("learning_adjusted_years", "expected_years_schooling", "harmonised_test_score")
    ours = years["expected_years_schooling"] * years["harmonised_test_score"] / ADVANCED_TEST_SCORE
    yield (
        f"Learning-adjusted years: expected years x test score / {ADVANCED_TEST_SCORE:.0f}",
        "World Bank",
        f"{len(years)} values",
        f"{len(ours)} values",
        most(ours - years["learning_adjusted_years"]),
        "Rounding in the publisher's file",
    )
    parts = study.observed("un_egdi", *EGDI_PARTS)
    ours = parts[list(EGDI_PARTS)].mean(axis=1)
    yield (
        "E-Government Development Index 2020: the mean of its three parts",
        "UN DESA, through the World Bank",
        f"{len(parts)} states",
        f"{len(ours)} states",
        most(ours - parts["un_egdi"]),
        "The file rounds index and parts to two decimals",
    )


def classification(study: Study) -> Iterator[Row]:
    """The 132, the three groups, and Vietnam's place among them."""
    ours, read = study.panel.index, expected("panel_132")["iso3"]
    (published,) = study.published["n_units"].unique()
    complete, floor = len(ours) + len(data.panel_near_misses()), number(PANEL_POPULATION_FLOOR, LANG, 0)
    yield (
        *("Countries classified", REPORT, published, len(ours), signed(len(ours) - published)),
        f"By our rule: of {complete} with all figures, those of {floor} people or more. It was chosen because it gives as many",
    )
    yield (
        *("Which countries they are", REPORT, NOT_PUBLIC, "the list below", MISSING),
        "The same number does not prove the same list",
    )
    yield (
        *("Members by our rule", READ, f"{len(read)} countries", f"{len(ours)} countries"),
        *(
            f"{len(ours.symmetric_difference(read))} apart",
            "The same rule on the same files, by another reading",
        ),
    )
    yield "Names of the groups", REPORT, len(dx.LEVELS), len(dx.LEVELS), MISSING, "We took the names over"
    sizes = dx.classify(study.result).diagnostics.sizes
    told = ", ".join(f"{size} {level}" for level, size in sizes.items())
    yield (
        "Sizes of the groups",
        REPORT,
        NOT_PUBLIC,
        told,
        MISSING,
        "The report's thresholds are not public; ours is k-means",
    )
    place, group = study.place(study.panel), str(study.published["group"].iloc[0])
    same = "the same" if place.group == group else "another"
    yield "Vietnam's group", REPORT, group, place.group, same, "The name agrees; the rules need not"
    for axis, reason in zip(AXES, (RELEASED_AGAIN, NO_FORMULA), strict=True):
        yield (
            f"Vietnam's rank on {study.axis(axis)}",
            REPORT,
            f"{study.rank(axis)} of {published}",
            f"{place.ranks[axis]} of {len(ours)}",
            signed(place.ranks[axis] - study.rank(axis)),
            reason,
        )


def choices(study: Study) -> Iterator[tuple[str, Place, str]]:
    """Vietnam's place by other choices: what is chosen, the place, and why it differs from the reference."""
    panel = study.panel
    for framework, schooling in FRAMEWORKS.items():
        measured = panel.dropna(subset=list(dx.load_framework(framework).indicators))
        for ruler in RULERS:
            why = "; ".join(filter(None, (WHY[framework], "another ruler" if ruler != RULERS[0] else "")))
            place = study.place(measured, framework, normalise=ruler)
            yield f"{schooling}, `{ruler}`", place, why or "the reference"
    for mean in MEANS:
        yield f"{mean} means", study.place(panel, aggregate=mean), "a weak pillar counts for more"
    older = panel.assign(mean_years_schooling=panel["mean_years_schooling_15plus"])
    yield (
        "plain years of Barro-Lee 2.2",
        study.place(older),
        "figures that the report could use: of 2010, ages 15 and over",
    )
    before = data.load_observations("starting_business_score", years=2013).set_index("iso3")["value"]
    earlier = panel.assign(starting_business_score=before.reindex(panel.index))
    yield "starting a business of 2013", study.place(earlier), "the file's column 2014, which measures 2013"
    yield "edition 2016", study.place(data.load_panel("2016")), "two years later"


def places(study: Study) -> str:
    """Vietnam's rank on each axis by each choice, less the published one."""
    rows = [
        (
            choice,
            *(
                cell
                for axis in AXES
                for cell in (place.ranks[axis], signed(place.ranks[axis] - study.rank(axis)))
            ),
            place.ranked,
            place.group,
            why,
        )
        for choice, place, why in choices(study)
    ]
    beside = [head for axis in AXES for head in (f">{axis.title()}", f">less {study.rank(axis)}")]
    return table(("Choice", *beside, ">Of", "Group", "Reason"), rows)


def common_set(study: Study) -> str:
    """Say where Vietnam stands by each measure of schooling among the countries that have all."""
    found = compare_frameworks(study.panel, list(FRAMEWORKS)).ranks
    first, second, third = (
        f"{found.at[UNIT, ('enabling', name)]} with {told}" for name, told in FRAMEWORKS.items()
    )
    return (
        f"Among the {len(found)} countries that have all three measures of schooling, Vietnam's rank on "
        f"{study.axis('enabling')} is {first}, {second} and {third}."
    )


def intervals(study: Study) -> Iterator[str]:
    """Say whether what was published lies within the intervals of the runs."""
    runs = dx.uncertainty(study.panel, FRAMEWORK)
    for axis in AXES:
        low, high = (int(end) for end in runs.rank_interval(axis).loc[UNIT, ["low", "high"]])
        where = "inside" if low <= study.rank(axis) <= high else "outside"
        yield (
            f"- On {study.axis(axis)}, 90 % of {number(runs.n, LANG, 0)} runs lie from {low} to {high}: "
            f"{study.rank(axis)} is **{where}**."
        )
    share = runs.group_shares().at[UNIT, str(study.published["group"].iloc[0])]
    yield f"- In {100 * share:.0f} % of the runs Vietnam is in the group that was published."


def render() -> str:
    """Return the page as Markdown."""
    study = Study()
    (rank,), (of,) = ({*study.published[column]} for column in ("rank", "n_units"))
    return "\n".join(
        [
            "# What was published, and what we find",
            "",
            f"Written by `make docs`; data version {data.version()}, method version {dx.METHOD_VERSION}, edition 2014 unless said",
            "otherwise. `tests/docs/test_reproduction.py` fails where this page is not what the code gives. Differences are ours less the",
            "published; of ranks, below zero is a better place. Formulas, and the licences of the publishers' figures, stand in",
            "[methodology.md](methodology.md).",
            "",
            "## Figures that follow from others",
            "",
            table(HEADS, figures(study)),
            folded(
                f"The Digital Adoption Index of {len(study.adoption)} economies, one by one",
                lists.adoption(study),
            ),
            "## The classification",
            "",
            f"{study.published[f'citation_{LANG}'].iloc[0]} The report's own table is not at hand; no other country's place is quoted.",
            "",
            table(HEADS, classification(study)),
            folded(f"The {len(study.panel)}, one by one", lists.members(study)),
            "## Vietnam's place, by each choice",
            "",
            f"The published rank is {rank} of {of} on both axes. Each row changes what it says and nothing else; schooling is plain years,",
            "the ruler `goalposts` and means arithmetic where nothing is said.",
            "",
            places(study),
            common_set(study),
            "",
            *intervals(study),
            "",
            "The choices that we vary do not explain a rank outside its interval. What else differs cannot be told from public files: which",
            "release of the index, which vintages, which countries, and how the enabling factors were put together.",
            "",
            "## What was read from the files",
            "",
            "Figures that were read from the publishers' files independently of our importers (`tests/data/expected`), and figures of the",
            "country stories of which we have a series.",
            "",
            table(HEADS, [*readings(study), *stories(study)]),
            spot_series(study),
            folded(f"All {len(study.spots)} spot values", lists.spot_values(study)),
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
