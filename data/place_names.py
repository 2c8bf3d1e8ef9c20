"""Places as people write them, recognised and never guessed.

The names are loaded when they are first needed: most uses of the package need none.
"""

from collections.abc import Iterable
from difflib import get_close_matches

import pandas as pd

from data.errors import SelectionError
from data.fields import LANGUAGES

LIKENESS = 0.72
"""Of two spellings, for one to be told as near the other: one or two letters in a name of seven."""


def recognise_places(texts: Iterable[str]) -> "pd.Series[str]":
    """Recognise economies by ISO code or name.

    Read are ISO 3166-1 alpha-3 and alpha-2 codes in capitals, English and Vietnamese names (Unicode CLDR, the
    World Bank, the corrections of publishers' files, `place_variants.toml`), whatever their case, accents,
    punctuation and order of words. A name that several economies go by is recognised only where one of the
    others is in the same texts under a name of its own.

    Args:
        texts: codes or names, as written; they may repeat.

    Returns:
        ISO alpha-3 codes (Kosovo: XKX), missing where nothing is recognised; index the texts, in their order.

    Raises:
        CatalogueError: a TOML file of the package is faulty.

    >>> recognise_places(["VIỆT NAM", "Korea, Rep.", "Congo", "Mỹ", "Atlantis"]).tolist()
    ['VNM', 'KOR', nan, 'USA', nan]
    >>> recognise_places(["Congo", "DR Congo"]).tolist()
    ['COG', 'COD']
    """
    from data.gazetteer import load_gazetteer

    known, written = load_gazetteer(), [str(text) for text in texts]
    found = {text: known.code_of(text) for text in dict.fromkeys(written)}
    there = set(found.values())
    for text in found:
        shared = known.shared_name(text)
        if shared is not None and found[text] is None and there & set(shared.beside):
            found[text] = shared.means
    return pd.Series([found[text] for text in written], index=pd.Index(written, dtype="str"), dtype="str")


def nearest_places(text: str, language: str = "en", *, n: int = 3) -> tuple[str, ...]:
    """Name the economies that a text which is not recognised may mean.

    Args:
        text: as written.
        language: "en" or "vi", of the names returned.
        n: at most so many by spelling; of a shared name, all.

    Returns:
        Names of economies, the likeliest first; none where nothing is near.

    Raises:
        SelectionError: a language that there are no names in.

    >>> nearest_places("Korea")
    ('South Korea', 'North Korea')
    >>> nearest_places("Sinagpore", "vi"), nearest_places("Hà Tĩnh")
    (('Singapore',), ())
    """
    from data.gazetteer import key_of, load_gazetteer
    from data.places import name_economies

    if language not in LANGUAGES:
        raise SelectionError(f"There are no names in {language!r}. Choose one of {', '.join(LANGUAGES)}.")
    known = load_gazetteer()
    shared = known.shared_name(text)
    if shared is not None:
        codes = [shared.means, *shared.beside]
    else:
        near = get_close_matches(key_of(text), known.names, n=2 * n, cutoff=LIKENESS)
        codes = list(dict.fromkeys(known.names[key] for key in near))[:n]
    return tuple(name_economies(pd.Series(codes, dtype="str"))[f"name_{language}"])
