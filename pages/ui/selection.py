"""What a visitor looks at: the shared controls, and the only reader and writer of the URL.

The URL holds stable codes (``c=VNM&c=SGP``, ``edition=2014``, ``lang=vi``), never labels, so that a
link means the same in both languages. Widgets keep the same codes as their values and translate
them only for display. Once a run, before any widget, :func:`begin` settles who speaks last: the
widgets, when one of them changed; else the URL, when it is not the one written last (a link was
opened, or the browser went back). Whatever the URL held that is not valid is named, not dropped in
silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dxindex import i18n
from pages.ui import queries

HIGHLIGHTED = ("VNM", "SGP", "EST", "GBR")
HIGHLIGHT_LIMIT = 12  # more labelled countries than this cannot be told apart on one chart
COUNTRY = "VNM"
CLUBS = ("ASEAN", "EU", "OECD")
COMPARATORS = ("group", "region", "income", "panel", *CLUBS)
SEARCH_LENGTH = 60
NONE = "none"  # an empty choice, written out: a parameter that is absent means the default
# Added to links by mail programs and social networks; not ours, and not worth a note.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|zarsrc|_ga")
_STORE, _WRITTEN, _DROPPED = "selection", "selection_written", "selection_dropped"

Value = str | bool | tuple[str, ...]


@dataclass(frozen=True)
class Dropped:
    """A part of the URL that was not used, and why (a key of the texts in ``components``)."""

    param: str
    value: str
    reason: str


@dataclass(frozen=True)
class Selection:
    """What is looked at, as codes. ``shown`` is what the filters leave; they hide, never refit."""

    lang: str
    edition: str
    highlight: tuple[str, ...]
    regions: tuple[str, ...]
    incomes: tuple[str, ...]
    clubs: tuple[str, ...]
    country: str
    versus: str
    outside: bool
    sized: bool
    trails: bool
    search: str
    dropped: tuple[Dropped, ...] = ()

    @property
    def shown(self) -> frozenset[str]:
        """Ids of the panel's countries that pass all filters."""
        return queries.filtered(self.edition, self.regions, self.incomes, self.clubs)

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.regions or self.incomes or self.clubs)


@dataclass(frozen=True)
class _Param:
    """One URL parameter: its code, the field it fills, its default and its valid codes.

    Kind ``one`` takes a single code, ``many`` a list of codes, ``flag`` 0 or 1, ``text`` free text.
    """

    code: str
    field: str
    kind: str
    default: Value
    options: Callable[[], Sequence[str]] = tuple
    limit: int = 50
    always: bool = False  # written out even when it is the default

    @property
    def key(self) -> str:
        return f"choice_{self.code}"


def _params() -> tuple[_Param, ...]:
    return (
        _Param("edition", "edition", "one", queries.default_edition(), queries.edition_codes, always=True),
        _Param("c", "highlight", "many", HIGHLIGHTED, queries.panel_codes, HIGHLIGHT_LIMIT, always=True),
        _Param("region", "regions", "many", (), queries.region_codes),
        _Param("income", "incomes", "many", (), queries.income_codes),
        _Param("club", "clubs", "many", (), lambda: CLUBS),
        _Param("country", "country", "one", COUNTRY, queries.panel_codes),
        _Param("vs", "versus", "one", "region", lambda: (*COMPARATORS, *queries.panel_codes())),
        _Param("outside", "outside", "flag", False),
        _Param("size", "sized", "flag", False),
        _Param("trail", "trails", "flag", False),
        _Param("q", "search", "text", ""),
        _Param("lang", "lang", "one", _browser_language(), lambda: tuple(i18n.LANGUAGES), always=True),
    )


def _browser_language() -> str:
    preferred = (st.context.locale or i18n.DEFAULT_LANGUAGE).split("-")[0].lower()
    return preferred if preferred in i18n.LANGUAGES else i18n.DEFAULT_LANGUAGE


def parse(
    raw: Mapping[str, Sequence[str]], params: Iterable[_Param]
) -> tuple[dict[str, Value], list[Dropped]]:
    """Read parameters into valid values, and list what could not be used.

    Codes are taken in any case and in any order; doubled ones once.
    """
    known = {param.code: param for param in params}
    values: dict[str, Value] = {code: param.default for code, param in known.items()}
    dropped = [
        Dropped(code, texts[0] if texts else "", "unknown")
        for code, texts in raw.items()
        if code not in known and not _TRACKING.fullmatch(code)
    ]
    for code, param in known.items():
        if code in raw:
            values[code], faults = _parse_one(param, list(raw[code]))
            dropped.extend(faults)
    return values, dropped


def _parse_one(param: _Param, texts: list[str]) -> tuple[Value, list[Dropped]]:
    if param.kind == "text":
        text = texts[0] if texts else ""
        ignored = [(other, "single") for other in texts[1:]]
        value: Value = text[:SEARCH_LENGTH]
        invalid = ignored + ([(text, "long")] if len(text) > SEARCH_LENGTH else [])
    elif param.kind == "flag":
        valid, invalid = _sort_codes(texts, ("0", "1"))
        value = valid[0] == "1" if valid else param.default
        invalid += [(text, "single") for text in valid[1:]]
    elif param.kind == "one":
        valid, invalid = _sort_codes(texts, param.options())
        value = valid[0] if valid else param.default
        invalid += [(text, "single") for text in valid[1:]]
    else:
        asked = [text for text in texts if text.strip().casefold() != NONE]
        valid, invalid = _sort_codes(asked, param.options())
        if asked and len(asked) < len(texts):
            invalid.append((NONE, "single"))
        value = tuple(valid[: param.limit]) if valid or not invalid else param.default
        invalid += [(text, "limit") for text in valid[param.limit :]]
    return value, [Dropped(param.code, text, reason) for text, reason in invalid]


def _sort_codes(texts: Iterable[str], options: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
    by_folded = {option.casefold(): option for option in options}
    valid: dict[str, None] = {}
    invalid: dict[tuple[str, str], None] = {}
    for text in texts:
        option = by_folded.get(text.strip().casefold())
        if option is None:
            invalid[(text, "invalid")] = None
        else:
            valid[option] = None
    return list(valid), list(invalid)


def written(values: Mapping[str, Value], params: Iterable[_Param]) -> dict[str, list[str]]:
    """Write values as URL parameters: those that differ from the default, and those always written."""
    query: dict[str, list[str]] = {}
    for param in params:
        value = values[param.code]
        if value == param.default and not param.always:
            continue
        if isinstance(value, bool):
            query[param.code] = ["1" if value else "0"]
        elif isinstance(value, tuple):
            query[param.code] = list(value) or [NONE]
        else:
            query[param.code] = [value]
    return query


def begin() -> Selection:
    """Settle the selection for this run from widgets and URL, and write the URL; call it first."""
    state = st.session_state
    params = _params()
    raw = {code: st.query_params.get_all(code) for code in st.query_params}
    before: dict[str, Value] | None = state.get(_STORE)
    values = {p.code: _widget_value(p, before) for p in params}
    by_widget = before is not None and values != before
    ours = {param.code for param in params} & raw.keys()
    if before is None or (ours and not by_widget and raw != state[_WRITTEN]):
        values, dropped = parse(raw, params)
        state[_DROPPED] = tuple(dropped)
    elif by_widget:
        state[_DROPPED] = ()
    for param in params:
        value = values[param.code]
        # Assigning each run keeps the state of controls that the current page does not show.
        state[param.key] = list(value) if isinstance(value, tuple) else value
    state[_STORE] = values
    state[_WRITTEN] = written(values, params)
    if raw != state[_WRITTEN]:
        st.query_params.from_dict(state[_WRITTEN])
    return current()


def _widget_value(param: _Param, before: Mapping[str, Value] | None) -> Value:
    """Return what the control holds; a single choice that was cleared keeps what it had."""
    fallback = param.default if before is None else before[param.code]
    value = st.session_state.get(param.key, fallback)
    if value is None:
        return fallback
    return tuple(value) if param.kind == "many" else value


def current() -> Selection:
    """Return this run's selection, settled by :func:`begin`; pages call it first."""
    if _STORE not in st.session_state:
        _run_from_the_entrypoint()
    values = st.session_state[_STORE]
    fields: dict[str, Any] = {param.field: values[param.code] for param in _params()}
    return Selection(**fields, dropped=st.session_state[_DROPPED])


def _run_from_the_entrypoint() -> None:
    """Start over from app.py when a page was run without it.

    On a fresh server, Streamlit's automatic discovery of ``pages/`` is on until ``st.navigation``
    is first called: a first visitor who opens a page's own address gets that page alone.
    """
    from pages.ui import navigation

    navigation.declare(i18n.DEFAULT_LANGUAGE)
    st.rerun()


def choose(code: str, value: Value) -> None:
    """Set a parameter from a callback, as if its control had been used."""
    st.session_state[f"choice_{code}"] = list(value) if isinstance(value, tuple) else value


def language_control() -> None:
    """Show the choice of language."""
    st.segmented_control(
        "Language / Ngôn ngữ",
        list(i18n.LANGUAGES),
        format_func=i18n.LANGUAGES.__getitem__,
        key="choice_lang",
        required=True,
        width="stretch",
    )


def edition_control(lang: str) -> None:
    """Show the choice of edition."""
    _ = i18n.translator(lang)
    titles = queries.edition_titles(lang)
    st.selectbox(
        _("Edition"),
        queries.edition_codes(),
        format_func=lambda code: titles.get(code, code),
        key="choice_edition",
        help=_("The year the figures are read for. The newest Digital Adoption Index is 2016."),
    )


def highlight_control(lang: str) -> None:
    """Show the choice of highlighted countries."""
    _ = i18n.translator(lang)
    names = queries.country_names(lang)
    st.multiselect(
        _("Highlighted countries"),
        queries.panel_codes_by_name(lang),
        format_func=lambda code: names.get(code, code),
        key="choice_c",
        max_selections=HIGHLIGHT_LIMIT,
        placeholder=_("Choose countries"),
    )


def filter_controls(lang: str) -> None:
    """Show the filters: they hide countries and never refit scores, ranks or groups."""
    _ = i18n.translator(lang)
    for code, label, options, titles in (
        ("region", _("Region"), queries.region_codes(), queries.region_titles(lang)),
        ("income", _("Income group"), queries.income_codes(), queries.income_titles(lang)),
        ("club", _("Member of"), CLUBS, {club: club for club in CLUBS}),
    ):
        st.multiselect(
            label,
            options,
            format_func=lambda option, titles=titles: titles.get(option, option),
            key=f"choice_{code}",
            placeholder=_("All"),
        )


def country_control(lang: str) -> None:
    """Show the choice of the country that the Country page is about."""
    _ = i18n.translator(lang)
    names = queries.country_names(lang)
    st.selectbox(
        _("Country"),
        queries.panel_codes_by_name(lang),
        format_func=lambda code: names.get(code, code),
        key="choice_country",
    )


def versus_control(lang: str) -> None:
    """Show the choice of what the country is compared with."""
    _ = i18n.translator(lang)
    names = {
        "group": _("Its group"),
        "region": _("Its region"),
        "income": _("Its income group"),
        "panel": _("All countries"),
        **{club: club for club in CLUBS},
        **queries.country_names(lang),
    }
    st.selectbox(
        _("Compared with"),
        [*COMPARATORS, *queries.panel_codes_by_name(lang)],
        format_func=lambda code: names.get(code, code),
        key="choice_vs",
    )


def overview_controls(edition: str, lang: str) -> None:
    """Show what the two-axis chart can add on demand."""
    _ = i18n.translator(lang)
    st.toggle(_("Size by population"), key="choice_size")
    alone = queries.earlier_edition(edition) is None
    st.toggle(
        _("Line from the earlier edition"),
        key="choice_trail",
        disabled=alone,
        help=_("There is no earlier edition that can be compared with this one.") if alone else None,
    )
    st.toggle(_("Countries outside the panel"), key="choice_outside")


def search_control(lang: str) -> None:
    """Show the search box of the rankings."""
    _ = i18n.translator(lang)
    st.text_input(_("Search"), key="choice_q", max_chars=SEARCH_LENGTH, placeholder=_("Country name or code"))
