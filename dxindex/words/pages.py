"""What the dashboard and the published site say above and below the same charts and tables."""

from __future__ import annotations

from dxindex.i18n import translator


def overview_question(lang: str) -> str:
    """Ask what the overview answers."""
    _ = translator(lang)
    return _("How ready are countries for digital transformation?")


def overview_lead(lang: str) -> str:
    """Say what the two axes are."""
    _ = translator(lang)
    return _(
        "Two axes, three groups: how far digital technology is **adopted** by business, people and government, "
        "and how strong the **enabling factors** are that make it pay: rules for business, schooling, governance."
    )


def chart_hint(lang: str) -> str:
    """Say what can be done with the two-axis chart."""
    _ = translator(lang)
    return _(
        "Click a point to open its country. Click a group in the legend to see it alone. Hold Shift to zoom and move."
    )


def map_lead(lang: str) -> str:
    """Say what the map shows, and what it does not."""
    _ = translator(lang)
    return _(
        "Every country is one mark, so that small states are as visible as large ones. The land is a background: "
        "no national border is drawn, and where a mark stands says nothing about any territory."
    )


def map_hint(lang: str) -> str:
    """Say what can be done with the map."""
    _ = translator(lang)
    return _("Click a mark to open its country. Click a group in the legend to see it alone.")


def land_credit(lang: str) -> str:
    """Name whose outline of the land it is."""
    _ = translator(lang)
    return _("Land: Natural Earth (public domain), without borders.")


def overlap_note(lang: str) -> str:
    """Say how to read the intervals beside ranks."""
    _ = translator(lang)
    return _(
        "Beside each rank stand the ranks between which 90% of 10,000 variations of the method put the country: "
        "where two intervals overlap widely, do not say that one is ahead."
    )


def gained_note(lang: str) -> str:
    """Say how to read ranks gained since the edition before."""
    _ = translator(lang)
    return _(
        "Ranks gained since the edition before. Governance scores are restandardised every year and the government part of the "
        "Digital Adoption Index was re-scored between its two surveys: a change is a relative position, not progress or decline."
    )


def methods_lead(lang: str) -> str:
    """Say what can be expected of every number."""
    _ = translator(lang)
    return _(
        "Every number here can be traced to a publisher, a series, a year and a formula. "
        "Missing stays missing; what is ours is called ours; what is published is quoted beside it."
    )


def other_versions(lang: str) -> str:
    """Say that a link was made on other figures or by another method: with ``theirs``, ``their_method``, ``ours``, ``our_method``."""
    _ = translator(lang)
    return _(
        "It was made with data {theirs}, method {their_method}; here are data {ours}, method {our_method}. "
        "Scores, ranks and groups may differ."
    )
