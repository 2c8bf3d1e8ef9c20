"""Differences in words: a number with its sign."""

from __future__ import annotations

from dxindex.i18n import MINUS, MISSING, number


def signed(value: float, lang: str, decimals: int = 3) -> str:
    """Write a difference with its sign, as the language writes numbers; a missing one as a dash.

    Parameters
    ----------
    value : float
        The difference; NaN is missing.
    lang : str
        Language of the number: ``"en"`` or ``"vi"``.
    decimals : int
        Digits after the decimal mark, always all of them.

    Returns
    -------
    str
        What rounds to zero has no sign.

    Raises
    ------
    babel.UnknownLocaleError
        For a language that does not exist.

    Examples
    --------
    >>> signed(0.5, "en"), signed(-0.25, "vi"), signed(float("nan"), "en"), signed(-0.0001, "en")
    ('+0.500', '−0,250', '–', '0.000')
    """
    text = number(abs(value), lang, decimals)
    if text == MISSING or round(value, decimals) == 0:
        return text
    return ("+" if value > 0 else MINUS) + text
