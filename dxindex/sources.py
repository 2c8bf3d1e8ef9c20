"""Where figures are from, as the sheet that a workbook has of it."""

from __future__ import annotations

import pandas as pd

from dxindex.i18n import translator


def sources_sheet(sources: pd.DataFrame, lang: str = "en") -> pd.DataFrame:
    """Return the sheet of sources: publisher, licence, vintage, citation and page, under names in a language.

    Parameters
    ----------
    sources : DataFrame
        Columns ``title_``, ``publisher_`` with the language's code, ``licence``, ``licence_url``, ``vintage``, ``citation``,
        ``landing_page``.
    """
    _ = translator(lang)
    return pd.DataFrame(
        {
            _("Source"): sources[f"title_{lang}"],
            _("Publisher"): sources[f"publisher_{lang}"],
            _("Licence"): sources["licence"],
            _("Text of the licence"): sources["licence_url"],
            _("Vintage"): sources["vintage"],
            _("Citation"): sources["citation"],
            _("Publisher's page"): sources["landing_page"],
        }
    ).reset_index(drop=True)
