"""Places as people write them: codes and names in both languages, recognised, and never guessed.

What they are called is data with a reason (`place_variants.toml`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pandas as pd
from babel import Locale
from babel.core import get_global

from data.fields import FOLDER, LANGUAGES, open_toml
from data.places import load_place_rules, name_economies
from data.store import open_store

SHORTEST_WITHOUT_ACCENTS = 4
"""Letters; without accents, shorter names are also codes or other words: Áo (Austria) is no AO (Angola)."""

LIKENESS = 0.72
"""Of two spellings, for one to be told as near the other: one or two letters in a name of seven."""

_DROPPED = frozenset({"the", "of", "and", "va"})
_SPELT_OUT = MappingProxyType(
    {
        **{"rep": "republic", "dem": "democratic", "fed": "federated", "sts": "states", "st": "saint"},
        **{"isl": "islands", "is": "islands", "ppl": "peoples", "s": "south", "n": "north"},
    }
)
_OLD_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class SharedName:
    """A name of several economies, and the one it means where the others have names of their own."""

    means: str
    beside: tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """All that is recognised: codes as they are written, names by their key, shared names by their key."""

    codes: Mapping[str, str]
    names: Mapping[str, str]
    shared: Mapping[str, SharedName]


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

    >>> recognise_places(["VIỆT NAM", "Korea, Rep.", "Congo", "Mỹ", "Atlantis"]).tolist()
    ['VNM', 'KOR', nan, 'USA', nan]
    >>> recognise_places(["Congo", "DR Congo"]).tolist()
    ['COG', 'COD']
    """
    written = [str(text) for text in texts]
    found = {text: _code_of(text) for text in dict.fromkeys(written)}
    there = set(found.values())
    for text in found:
        shared = _gazetteer().shared.get(_key(text))
        if shared is not None and found[text] is None and there & set(shared.beside):
            found[text] = shared.means
    return pd.Series([found[text] for text in written], index=pd.Index(written, dtype="str"), dtype="str")


def nearest_places(text: str, language: str = "en", *, n: int = 3) -> tuple[str, ...]:
    """Name the economies that a text which is not recognised may mean.

    Args:
        text: as written.
        language: "en" or "vi", of the names returned.
        n: at most so many by spelling; of a shared name, all.

    >>> nearest_places("Korea")
    ('South Korea', 'North Korea')
    >>> nearest_places("Sinagpore", "vi"), nearest_places("Hà Tĩnh")
    (('Singapore',), ())
    """
    shared = _gazetteer().shared.get(_key(text))
    if shared is not None:
        codes = [shared.means, *shared.beside]
    else:
        names = _gazetteer().names
        near = get_close_matches(_key(text), names, n=2 * n, cutoff=LIKENESS)
        codes = list(dict.fromkeys(names[key] for key in near))[:n]
    return tuple(name_economies(pd.Series(codes, dtype="str"))[f"name_{language}"])


def _code_of(text: str) -> str | None:
    known, written = _gazetteer(), text.strip()
    return known.codes.get(written) or known.names.get(_key(written))


def _key(name: str) -> str:
    """Return what all spellings of a name have in common; short names keep their accents."""
    plain = unicodedata.normalize("NFC", name).casefold().strip()
    decomposed = unicodedata.normalize("NFKD", plain.replace("đ", "d"))
    folded = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    if sum(map(str.isalnum, folded)) < SHORTEST_WITHOUT_ACCENTS:
        return "".join(sign for sign in plain if sign.isalnum())
    words = re.findall(r"[^\W_]+", re.sub(r"[’'.](?=\w)|[’']", "", folded.replace(". ", " ")))
    spelt = [_SPELT_OUT.get(word, word) for word in words]
    return " ".join(sorted(word for word in spelt if word not in _DROPPED))


@cache
def _gazetteer(folder: Path = FOLDER) -> Gazetteer:
    """Everything that is recognised, made once."""
    economies = open_store(None).countries
    codes = _iso_codes(economies["iso3"])
    variants, shared = _read_variants(folder / "place_variants.toml")
    names: dict[str, str] = {}
    for name, iso3 in [
        *_cldr_names(codes),
        *zip(economies["name_world_bank"], economies["iso3"], strict=True),
        *variants,
        *_corrected_names(),
    ]:
        names.setdefault(_key(name), iso3)
    for key in shared:
        names.pop(key, None)
    return Gazetteer(MappingProxyType({**_old_codes(), **codes}), MappingProxyType(names), shared)


def _iso_codes(economies: "pd.Series[str]") -> dict[str, str]:
    """Alpha-3 and alpha-2 codes in capitals; of a territory's several alpha-3 codes, the project's or the last."""
    territories = load_place_rules().territories
    known = set(economies)
    aliases = {
        code: targets[0]
        for code, targets in get_global("territory_aliases").items()
        if _OLD_CODE.fullmatch(code) and len(targets) == 1
    } | dict(territories)
    current = Locale("en").territories
    taken = {aliases[code]: code for code in aliases if code in known}
    for code, territory in aliases.items():
        if territory in current:
            taken.setdefault(territory, code)
    return {**{iso3: iso3 for iso3 in known}, **{iso3: iso3 for iso3 in taken.values()}, **taken}


def _cldr_names(codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names in both languages; the CLDR's short and other forms of a territory included."""
    rules = load_place_rules()
    for iso3, text in rules.names.items():
        yield from ((getattr(text, language), iso3) for language in LANGUAGES)
    for language in LANGUAGES:
        territories = Locale(language).territories
        yield from ((territories[code], iso3) for code, iso3 in codes.items() if code in territories)


def _corrected_names() -> Iterator[tuple[str, str]]:
    for written in load_place_rules().corrections.values():
        yield from ((name, iso3) for name, iso3 in written.items() if not _OLD_CODE.fullmatch(name))


def _old_codes() -> dict[str, str]:
    """Codes that publishers use instead of ISO's, save those that differ from file to file."""
    meant: dict[str, set[str]] = {}
    for written in load_place_rules().corrections.values():
        for code, iso3 in written.items():
            if _OLD_CODE.fullmatch(code):
                meant.setdefault(code, set()).add(iso3)
    return {code: targets.pop() for code, targets in meant.items() if len(targets) == 1}


def _read_variants(path: Path) -> tuple[list[tuple[str, str]], Mapping[str, SharedName]]:
    """Read and check the file; every fault is listed."""
    variants: list[tuple[str, str]] = []
    shared: dict[str, SharedName] = {}
    with open_toml(path) as top:
        for fields in top.take_tables("variant"):
            iso3 = fields.take("iso3", str)
            for language in LANGUAGES:
                variants += [(name, iso3) for name in fields.take_list(language, str, [])]
        for fields in top.take_tables("shared"):
            fields.take("reason", str)
            meant = SharedName(fields.take("means", str), fields.take_list("beside", str))
            shared |= {_key(name): meant for name in fields.take_list("names", str)}
    return variants, MappingProxyType(shared)
