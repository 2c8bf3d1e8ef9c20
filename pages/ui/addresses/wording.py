"""What addresses, their parameters and their columns are, in words."""

from __future__ import annotations

from dxindex import i18n
from pages.ui.addresses import catalogue


def addresses(lang: str) -> dict[str, str]:
    """Say what each address gives, by path."""
    _ = i18n.translator(lang)
    return {
        catalogue.RANKING: _("Scores, ranks and their intervals as a table, as the Rankings page saves it"),
        catalogue.SCORES: _("Scores, ranks, intervals, coverage and shares of groups, under ids"),
        catalogue.METADATA: _("Versions, editions, parameters, columns and sources: this description"),
        catalogue.SVG: _("A chart as a drawing, with title, unit, year, source and link in it"),
        catalogue.PNG: _("A chart as a picture, or as a slide of 1920 × 1080 points"),
        catalogue.REPORT: _("The one-page report on a country, named by its three-letter code"),
    }


def parameters(lang: str) -> dict[str, str]:
    """Say what each parameter chooses, by code."""
    _ = i18n.translator(lang)
    return {
        "figures": _("What figures it rests on"),
        "edition": _("The edition, or a year by rule"),
        "c": _("The countries that are highlighted"),
        "region": _("Only countries of these regions; ranks still count all"),
        "income": _("Only countries of these income groups; ranks still count all"),
        "club": _("Only members of these; ranks still count all"),
        "country": _("The country that it is about"),
        "vs": _("Whom the country is compared with: a set that it is in, or another country"),
        "outside": _("Economies outside the panel too, unranked"),
        "size": _("Marks sized by population"),
        "trail": _("A line from the earlier edition"),
        "whisker": _("The ranks that 90% of the runs lie between"),
        "label": _("Which marks are named"),
        "q": _("Only countries whose name or code has this in it"),
        "by": _("What colours the map"),
        "lang": _("The language"),
        "present": _("Larger, for a room"),
        "data": _("The version of data that is expected; another is refused"),
        "m": _("The version of method that is expected; another is refused"),
        "seen": _("Ranks that the sender of a link saw; they change nothing"),
        "chart": _("Which chart"),
        "theme": _("Drawn for a light or a dark background"),
        "form": _("As it stands on a page, or as a slide"),
    }


def parts(lang: str) -> dict[str, tuple[str, str]]:
    """Say what columns hold, by what they are called after or begin with: the type and the words."""
    _ = i18n.translator(lang)
    low, high = (
        _("Best rank that 90% of the runs lie between"),
        _("Worst rank that 90% of the runs lie between"),
    )
    return {
        "iso3": ("string", _("ISO 3166-1 alpha-3 code")),
        "country": ("string", _("Name of the country")),
        "group": ("string", _("Our classification by the default method")),
        "score": ("number", _("Score 0–1, higher is better; empty where too little is observed")),
        "rank": ("integer", _("Rank among all countries with a score, 1 is best; ties share it")),
        "between": ("string", _("The ranks that 90% of the runs lie between, lowest–highest")),
        "change": ("integer", _("Ranks gained since the edition before")),
        "low": ("integer", low),
        "high": ("integer", high),
        "coverage": ("number", _("Share of the weight that is observed")),
        "share": ("number", _("Share of the runs in which the country is in this group")),
    }
