"""The site as files: every page in every language, and what they load from beside themselves."""

from __future__ import annotations

from dxindex.i18n import DEFAULT_LANGUAGE, LANGUAGES
from dxindex.progress import track
from dxindex.site import country_parts
from dxindex.site.constants import about_site, constant
from dxindex.site.drawings import land
from dxindex.site.facts import Facts
from dxindex.site.figures import unit_figures
from dxindex.site.files import asset_files
from dxindex.site.land import land_svg, places_svg
from dxindex.site.pages import POLICY, Pages
from dxindex.site.templating import environment


def build_site(facts: Facts) -> dict[str, bytes]:
    """Write every file of a site.

    Parameters
    ----------
    facts : Facts
        All that it says.

    Returns
    -------
    dict
        Content by path. The same facts give the same bytes.
    """
    templates = environment()
    codes = [edition.code for edition in facts.editions]
    files = asset_files(templates, codes)
    files["data/site.js"] = constant("site", about_site(facts))
    files["assets/land.svg"] = land_svg(facts).encode()
    files["data/land.js"] = constant("land", land(facts))
    for edition in facts.editions:
        files[f"data/{edition.code}.js"] = constant("figures", unit_figures(facts, edition), edition.code)
        files[f"assets/places-{edition.code}.svg"] = places_svg(facts, edition).encode()
    compared = {
        (edition.code, unit): country_parts.compare(edition, unit)
        for edition in facts.editions
        for unit in edition.units
    }
    for lang in LANGUAGES:
        pages = Pages(facts, lang, templates)
        files |= pages.drawings()
        files |= dict(pages.main_pages())
        for unit in track(facts.units, len(facts.units)):
            parts = [
                country_parts.country_part(facts, edition, unit, compared[edition.code, unit], lang)
                if (edition.code, unit) in compared
                else None
                for edition in facts.editions
            ]
            files[f"{lang}/country/{unit}.html"] = pages.country(unit, parts)
    front = templates.get_template("choose.html")
    files["index.html"] = front.render(lang=DEFAULT_LANGUAGE, policy=POLICY, tongues=LANGUAGES).encode()
    return dict(sorted(files.items()))
