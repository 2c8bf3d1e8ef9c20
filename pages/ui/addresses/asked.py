"""What a program asks for: read by the pages' own declarations, but strictly.

A page drops what it cannot use and says so; whoever quotes a figure by its address is not to get another one
instead. So anything that is unknown, invalid or doubled is refused, with all that would be valid.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dxindex import i18n
from dxindex.site.links import SEARCH_LENGTH
from pages.ui import selection
from pages.ui.addresses.catalogue import CHARTS, TWO_AXIS, Address
from pages.ui.addresses.refusal import Refused
from pages.ui.params import Dropped, Param, Reading, Value, among, declared
from pages.ui.queries import bases, codes, stamps

_STAMPS = ("data", "m", "seen")  # what a page's own link says of its versions
_LONGEST_GIVEN = 80
_MOST_FAULTS = 10

OWN = (
    Param("chart", "chart", "one", TWO_AXIS, among(lambda: tuple(CHARTS))),
    Param("theme", "theme", "one", "light", among(lambda: ("light", "dark"))),
    Param("form", "form", "one", "page", among(lambda: ("page", "slide"))),
)


@dataclass(frozen=True)
class Asked:
    """One answer to make. ``values`` are what the parameters say; ``base`` is the dashboard's address, and ``link``
    leads to the page that shows the same."""

    address: Address
    page: str
    values: Mapping[str, Value]
    edition: str
    base: str
    link: str

    @property
    def lang(self) -> str:
        return str(self.values["lang"])

    @property
    def shown(self) -> frozenset[str]:
        """Ids of the panel's countries that pass all filters."""
        return codes.filtered(self.edition, *self._filters)

    @property
    def everywhere(self) -> frozenset[str]:
        """Ids of all economies that pass all filters."""
        return codes.everywhere(self.edition, *self._filters)

    @property
    def _filters(self) -> tuple[Any, Any, Any]:
        return self.values["region"], self.values["income"], self.values["club"]

    @property
    def surface(self) -> str:
        """What charts are drawn for: as pages have it."""
        theme = str(self.values.get("theme", "light"))
        return f"{theme}-large" if self.values["present"] else theme


def bodies() -> dict[str, str]:
    """The bodies of figures that addresses give, by the code that links have for them."""
    newest = bases.refreshed()
    return {bases.SNAPSHOT: "", **({bases.REFRESHED: newest} if newest else {})}


def parameters(address: Address, page: str, every: Sequence[Param] | None = None) -> tuple[Param, ...]:
    """List what an address takes of a page: the page's parameters, those that its link carries, and its own.

    ``every`` are the pages' parameters for the figures that are asked for, unless for the snapshot.
    """
    there = [
        param
        for param in (declared(locale=i18n.DEFAULT_LANGUAGE) if every is None else every)
        if (param.code in (*_STAMPS, "present") if param.carried else not param.pages or page in param.pages)
    ]
    return (*there, *(param for param in OWN if param.code in address.own))


def read(
    address: Address, query: str, *, base: str, preferred: Sequence[str] = (), country: str = ""
) -> Asked:
    """Read what is asked for.

    Parameters
    ----------
    address, query
        Where it was asked, and how.
    base
        The address of the dashboard itself, for the link to the page.
    preferred
        Languages that the reader prefers; ``lang`` overrides them.
    country
        The country that a path names.

    Raises
    ------
    Refused
        Status 400 with every parameter that cannot be used, 404 for a country that is not there.
    """
    known = (tag for tag in preferred if tag.partition("-")[0].lower() in i18n.LANGUAGES)
    locale = next(known, i18n.DEFAULT_LANGUAGE)
    raw: dict[str, list[str]] = {}
    for code, text in parse_qsl(query, keep_blank_values=True):
        raw.setdefault(code, []).append(text)
    body = bodies().get(_first(raw, "figures", bases.SNAPSHOT), "")
    page = CHARTS.get(_first(raw, "chart", TWO_AXIS), address.page) if address.own else address.page
    every = declared(body, tuple(bodies()), locale)
    params = parameters(address, page, every)
    values, dropped = selection.parse(raw, params)
    lang = str(values["lang"])
    edition = bases.key(str(values["edition"]), body)
    faults = [*dropped, *_doubled(raw, params, dropped), *_foreign(values, edition)]
    if faults:
        raise Refused(400, _refusal(faults, params, edition, lang))
    if country:
        values = {**values, "country": _named(country, values, raw, params, lang)}
    about = (str(values.get("country", "")), *_codes(values.get("c")))
    made_on = stamps.of(edition, [code for code in about if code])
    everything = {param.code: param.default for param in every} | values
    view = selection.viewed(page, everything, every)
    link = f"{base}/{view}&{urlencode(made_on, doseq=True)}" if base else ""
    return Asked(address, page, everything, edition, base, link)


def _first(raw: Mapping[str, Sequence[str]], code: str, usual: str) -> str:
    return next((text.strip().casefold() for text in raw.get(code, ())), usual)


def _codes(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _doubled(
    raw: Mapping[str, Sequence[str]], params: Sequence[Param], dropped: Sequence[Dropped]
) -> list[Dropped]:
    """What is said twice, even if it says the same; in a list, each value may stand once."""
    told = {fault.param for fault in dropped}
    found = []
    for param in params:
        texts = [text.strip().casefold() for text in raw.get(param.code, ())]
        several = len(texts) != len(set(texts)) if param.kind == "many" else len(texts) > 1
        if several and param.code not in told:
            found.append(Dropped(param.code, raw[param.code][-1], "doubled"))
    return found


def _foreign(values: Mapping[str, Value], edition: str) -> list[Dropped]:
    """Versions that are not the ones here: whoever names one is not to get figures of another."""
    here = {"data": codes.data_version(edition), "m": stamps.METHOD}
    return [
        Dropped(code, str(values[code]), "version")
        for code, version in here.items()
        if values[code] and values[code] != version
    ]


def _named(
    text: str, values: Mapping[str, Value], raw: Mapping[str, object], params: Sequence[Param], lang: str
) -> str:
    """The country of a path; a query that names another is refused."""
    _ = i18n.translator(lang)
    param = next(param for param in params if param.code == "country")
    code = param.read(text)
    if code is None:
        answer = {
            "error": _("There is no such country here."),
            "given": inert(text),
            "valid": _valid(param, "", ""),
        }
        raise Refused(404, answer)
    if "country" in raw and values["country"] != code:
        fault = Dropped("country", str(values["country"]), "single")
        raise Refused(400, _refusal([fault], params, "", lang))
    return code


def _refusal(faults: Sequence[Dropped], params: Sequence[Param], edition: str, lang: str) -> dict[str, Any]:
    _ = i18n.translator(lang)
    known = {param.code: param for param in params}
    reasons = {
        "unknown": _("This address has no such parameter."),
        "invalid": _("There is no such value here."),
        "single": _("Only one value is possible."),
        "doubled": _("It is said more than once."),
        "limit": _("There are too many values."),
        "long": _("It is longer than {n} letters.").format(n=SEARCH_LENGTH),
        "version": _("The figures here are of another version."),
        "own": _(
            "Figures of somebody's own stay in their session on the dashboard: no address gives them out."
        ),
    }
    told = []
    for fault in faults[:_MOST_FAULTS]:
        param = known.get(fault.param)
        reason = "own" if (fault.param, fault.value.strip()) == ("figures", bases.OWN) else fault.reason
        valid = _valid(param, fault.reason, edition) if param else list(known)
        told.append(
            {
                "parameter": inert(fault.param),
                "given": inert(fault.value),
                "reason": reasons[reason],
                "valid": valid,
            }
        )
    return {"error": _("The address cannot be answered as it is asked."), "parameters": told}


def _valid(param: Param, reason: str, edition: str) -> list[str]:
    if reason == "version":
        return [codes.data_version(edition) if param.code == "data" else stamps.METHOD]
    return valid(param)


def valid(param: Param) -> list[str]:
    """The valid values of a parameter, or the form of those too many to list; none for a free text."""
    if param.kind == "flag":
        return ["0", "1"]
    listed = list(param.read.valid()) if isinstance(param.read, Reading) else []
    return [*listed, "none"] if param.kind == "many" else listed


def inert(text: str) -> str:
    """Return a part of a request to be named in the answer: cut, and without signs that no eye sees."""
    signs = (" " if unicodedata.category(sign).startswith("C") else sign for sign in text[:_LONGEST_GIVEN])
    return "".join(signs) + ("…" if len(text) > _LONGEST_GIVEN else "")
