"""What economies are called: codes and names in both languages, by what all spellings of a name have in common.

Names beside those of publishers and the CLDR are data with a reason (`place_variants.toml`).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pandas as pd
from babel import Locale
from babel.core import get_global

from data.fields import FOLDER, LANGUAGES, open_toml
from data.places import load_place_rules
from data.store import open_store

SHORTEST_WITHOUT_ACCENTS = 4
"""Letters; without accents, shorter names are also codes or other words: Áo (Austria) is no AO (Angola)."""

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

    def code_of(self, text: str) -> str | None:
        """Return the ISO code of a code or name, None where it is neither or several go by it."""
        written = text.strip()
        return self.codes.get(written) or self.names.get(key_of(written))

    def shared_name(self, text: str) -> SharedName | None:
        """Return what is known of a name that several economies go by."""
        return self.shared.get(key_of(text))


def key_of(name: str) -> str:
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
def load_gazetteer(folder: Path = FOLDER) -> Gazetteer:
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
        names.setdefault(key_of(name), iso3)
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
            shared |= {key_of(name): meant for name in fields.take_list("names", str)}
    return variants, MappingProxyType(shared)
