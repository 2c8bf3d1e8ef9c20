"""The texts of the site that belong to no figure: headings, controls, messages."""

from __future__ import annotations

from dxindex.i18n import translator
from dxindex.words import pages


def page_titles(lang: str) -> dict[str, str]:
    """Name the pages, by the file that each is."""
    _ = translator(lang)
    return {
        "index": _("Overview"),
        "rankings": _("Rankings"),
        "map": _("Map"),
        "methods": _("Methods"),
        "sources": _("Sources"),
    }


def page_texts(lang: str) -> dict[str, str]:
    """Return what stands on the pages."""
    _ = translator(lang)
    return {
        "question": pages.overview_question(lang),
        "lead": pages.overview_lead(lang),
        "skip": _("Skip to content"),
        "pages": _("Pages"),
        "language": _("Language"),
        "edition": _("Edition"),
        "experimental": _("Experimental edition"),
        "copy": _("Copy link"),
        "open_country": _("Open a country"),
        "chosen": _("Highlighted countries"),
        "filters": _("Filter countries"),
        "region": _("Region"),
        "income": _("Income group"),
        "club": _("Member of"),
        "options": _("Chart options"),
        "size": _("Size by population"),
        "trail": _("Arrow from the earlier edition"),
        "whisker": _("Rank intervals"),
        "outside": _("Countries outside the panel"),
        "label": _("Names"),
        "label_auto": _("Names where there is room"),
        "label_highlighted": _("Names of highlighted countries"),
        "label_none": _("No names"),
        "click": pages.chart_hint(lang),
        "click_map": pages.map_hint(lang),
        "no_script": _(
            "Without scripts the charts are pictures and every edition is shown, one below the other. Nothing else is missing."
        ),
        "groups_mean": _("What the groups mean"),
        "where": _("Where are they?"),
        "map_lead": pages.map_lead(lang),
        "by": _("Coloured by"),
        "group": _("Group"),
        "land": pages.land_credit(lang),
        "country": _("Country"),
        "search": _("Search"),
        "overlap": pages.overlap_note(lang),
        "gained": pages.gained_note(lang),
        "nobody": _("No country passes all filters."),
        "placeholder": _("Country name or code"),
        "everybody": _("Show all countries"),
        "where_stands": _("Where it stands"),
        "axes_pillars": _("Axes and pillars"),
        "axis_or_pillar": _("Axis or pillar"),
        "score": _("Score 0–1"),
        "rank": _("Rank"),
        "between": _("90% of ranks"),
        "firm": _("How firm is the group?"),
        "every_indicator": _("Every indicator"),
        "indicator": _("Indicator"),
        "value": _("Value"),
        "unit": _("Unit"),
        "adds": _("Adds"),
        "year": _("Year"),
        "origin": _("Origin"),
        "source": _("Source"),
        "peers": _("Nearest countries"),
        "peers_note": _(
            "Nearest on the six pillars together (distance in scores, 0 is the same). Near is no rank."
        ),
        "peers_figures": _("After each name: its ranks on the two axes, and the distance in brackets."),
        "choices": _("Choices"),
        "group_median": _("Group median"),
        "formulas": _("From a figure to a score, a rank and a group"),
        "index": _("The index"),
        "axis": _("Axis"),
        "pillar": _("Pillar"),
        "direction": _("Direction"),
        "goalposts": _("Goalposts"),
        "years": _("Years"),
        "publisher": _("Publisher"),
        "sure": _("How sure it is"),
        "panel": _("Which countries are ranked"),
        "limits": _("What it is not"),
        "misuse": _("What it must not be used for"),
        "methods_lead": pages.methods_lead(lang),
        "licence": _("Licence"),
        "vintage": _("Vintage"),
        "publishers_page": _("Publisher's page"),
        "cite": _("How to cite"),
        "cite_publishers": _(
            "Name the publishers of the figures that you use, and this site with its versions."
        ),
        "sources_licences": _("Sources and licences"),
        "software": _("Scripts and typeface"),
        "our_licence": _(
            "Figures: each under its publisher's licence, see Sources. All that is our own, code included: MIT licence."
        ),
    }


def script_texts(lang: str) -> dict[str, str]:
    """Return what scripts say."""
    _ = translator(lang)
    return {
        "dropped": _("Parts of this link could not be used"),
        "unknown": _("there is no such parameter"),
        "invalid": _("there is no such value here"),
        "single": _("only one value is possible"),
        "limit": _("there are too many values"),
        "long": _("it is too long and was cut"),
        "elsewhere": _("this published site does not have it; the dashboard does"),
        "version_title": _("This link was made with another version"),
        "version": pages.other_versions(lang),
        "copied": _("The link is copied."),
        "copy_by_hand": _("Copy this link:"),
        "close": _("Close"),
        "remove": _("Remove {country}"),
        "add": _("Add a country"),
        "most": _("More than {n} labelled countries cannot be told apart on one chart."),
        "shown": _("{n} of {total} countries"),
        "sort": _("Sort by {column}"),
        "choose_country": _("Choose a country"),
        "chart_failed": _("The chart could not be drawn; the picture below shows the same figures."),
    }
