"""The only reader and writer of the URL; what it holds becomes one frozen Selection.

The URL holds stable codes (``c=VNM&c=SGP``, ``edition=2014``, ``lang=vi``), never labels, so that a
link means the same in both languages. Widgets keep the same codes as their values and translate
them only for display. Once a run, before any widget, :func:`begin` settles who speaks last: the
widgets, when one of them changed; else the URL, when it is not the one written last (a link was
opened, or the browser went back). Whatever the URL held that is not valid is named, not dropped in
silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode

import streamlit as st

from dxindex import i18n
from dxindex.site.links import SEARCH_LENGTH
from pages.ui import places
from pages.ui.params import NONE, Dropped, Param, Selection, Value, declared
from pages.ui.queries import bases, codes
from pages.ui.queries.own_basis import OwnBasis

# Added to links by mail programs and social networks; not ours, and not worth a note.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|zarsrc|_ga")
_STORE, _WRITTEN, _DROPPED = "selection", "selection_written", "selection_dropped"
_PAGE = "selection_page"
_BODY = "selection_body"  # the figures in use
_AWAITING = "selection_awaiting"  # a link on own figures that are not here
_OWN_BASIS = "selection_own"  # a visitor's own figures; they live as long as the session
_GIVEN_UP = "selection_given_up"  # those before; the next run begins on them, and moves on


def parse(
    raw: Mapping[str, Sequence[str]], params: Iterable[Param]
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


def _parse_one(param: Param, texts: list[str]) -> tuple[Value, list[Dropped]]:
    value: Value
    if param.kind == "text":
        text = texts[0] if texts else ""
        value = text[:SEARCH_LENGTH]
        invalid = [(other, "single") for other in texts[1:]]
        invalid += [(text, "long")] if len(text) > SEARCH_LENGTH else []
    elif param.kind == "many":
        asked = [text for text in texts if text.strip().casefold() != NONE]
        valid, invalid = _read_all(asked, param)
        if asked and len(asked) < len(texts):
            invalid.append((NONE, "single"))
        value = tuple(valid[: param.limit]) if valid or not invalid else param.default
        invalid += [(text, "limit") for text in valid[param.limit :]]
    else:
        valid, invalid = _read_all(texts, param)
        value = _typed(param, valid[0]) if valid else param.default
        invalid += [(text, "single") for text in valid[1:]]
    return value, [Dropped(param.code, text, reason) for text, reason in invalid]


def _typed(param: Param, text: str) -> Value:
    if param.kind == "flag":
        return text == "1"
    return int(text) if param.kind == "number" else text


def _read_all(texts: Iterable[str], param: Param) -> tuple[list[str], list[tuple[str, str]]]:
    """Valid values once each, in order; and what is none."""
    valid: dict[str, None] = {}
    invalid: dict[tuple[str, str], None] = {}
    for text in texts:
        if param.kind == "flag":
            value = text.strip() if text.strip() in {"0", "1"} else None
        else:
            value = param.read(text)
        if value is None:
            invalid[(text, "invalid")] = None
        else:
            valid[value] = None
    return list(valid), list(invalid)


def written(
    values: Mapping[str, Value], params: Iterable[Param], *, in_full: bool = False
) -> dict[str, list[str]]:
    """Write values as URL parameters: those that differ from the default, and those always written.

    ``in_full`` writes every value, defaults too, so that a link does not hang on what defaults are later.
    """
    query: dict[str, list[str]] = {}
    for param in params:
        value = values[param.code]
        if value == param.default and not (param.always or in_full):
            continue
        if isinstance(value, bool):
            query[param.code] = ["1" if value else "0"]
        elif isinstance(value, tuple):
            query[param.code] = list(value) or [NONE]
        else:
            query[param.code] = [str(value)]
    return query


def begin() -> Selection:
    """Settle the selection for this run from widgets and URL, and write the URL; call it first."""
    state = st.session_state
    raw = {code: st.query_params.get_all(code) for code in st.query_params}
    before: dict[str, Value] | None = state.get(_STORE)
    params = _declared()
    values = {p.code: _widget_value(p, before) for p in params}
    by_widget = before is not None and values != before
    asked = None if by_widget else state[_AWAITING] if _arrived() else raw
    ours = {param.code for param in params} & (asked or {}).keys()
    if before is None or (asked is not None and ours and asked != state[_WRITTEN]):
        params, values = _opened(asked or raw)
    elif by_widget:
        state[_DROPPED] = ()
    if before is not None:
        params, values = _on_figures(values, params)
    state.pop(_GIVEN_UP, None)
    _store(values, params)
    if raw != state[_WRITTEN]:
        st.query_params.from_dict(state[_WRITTEN])
    return current()


def bodies() -> dict[str, str]:
    """The bodies of figures at hand, by the code that links have for them."""
    own: OwnBasis | None = st.session_state.get(_OWN_BASIS)
    newest = bases.refreshed()
    return {
        bases.SNAPSHOT: "",
        **({bases.REFRESHED: newest} if newest else {}),
        **({bases.OWN: own.body} if own else {}),
    }


def take_own(basis: OwnBasis | None) -> None:
    """Work on a visitor's own figures from the next run on, or no longer (None): a callback.

    A link that was waiting for figures of one's own is opened with them.
    """
    state = st.session_state
    state[_GIVEN_UP] = state.get(_OWN_BASIS)
    state[_OWN_BASIS] = basis
    if basis is not None:
        bases.admit(basis)
    if not state.get(_AWAITING):
        choose("figures", bases.OWN if basis is not None else bases.SNAPSHOT)


def _declared() -> tuple[Param, ...]:
    """The parameters for the figures in use."""
    return declared(st.session_state.get(_BODY, ""), tuple(bodies()))


def _arrived() -> bool:
    """Whether the own figures that a link was waiting for are there now."""
    return bool(st.session_state.get(_AWAITING)) and bases.OWN in bodies()


def _opened(raw: Mapping[str, Sequence[str]]) -> tuple[tuple[Param, ...], dict[str, Value]]:
    """Read a link that was opened; one on own figures that are not here waits for them."""
    state, there = st.session_state, bodies()
    state.pop(_AWAITING, None)
    wanted = next((text.strip().casefold() for text in raw.get("figures", ())), bases.SNAPSHOT)
    if wanted == bases.OWN and bases.OWN not in there:
        state[_AWAITING] = dict(raw)
        raw = {code: texts for code, texts in raw.items() if code == "lang"}
    state[_BODY] = there.get(wanted, "")
    params = declared(state[_BODY], tuple(there))
    values, dropped = parse(raw, params)
    absent = [Dropped("figures", bases.OWN, "absent")] if _AWAITING in state else []
    state[_DROPPED] = (*absent, *dropped)
    return params, values


def _on_figures(
    values: dict[str, Value], params: tuple[Param, ...]
) -> tuple[tuple[Param, ...], dict[str, Value]]:
    """Where other figures are in use now, keep of the choices what exists on them."""
    body = bodies().get(str(values["figures"]), "")
    if body == st.session_state[_BODY]:
        return params, values
    st.session_state[_BODY] = body
    others = declared(body, tuple(bodies()))
    return others, parse(written(values, params, in_full=True), others)[0]


def _store(values: dict[str, Value], params: Iterable[Param]) -> None:
    state = st.session_state
    for param in params:
        value = values[param.code]
        # Assigning each run keeps the state of controls that the current page does not show.
        state[param.key] = list(value) if isinstance(value, tuple) else value
    state[_STORE] = values
    state[_WRITTEN] = written(values, params)


def _widget_value(param: Param, before: Mapping[str, Value] | None) -> Value:
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
    fields: dict[str, Any] = {param.field: values[param.code] for param in _declared()}
    page = st.session_state.get(_PAGE, places.OVERVIEW)
    chosen = Selection(**fields, body=st.session_state[_BODY], page=page, dropped=st.session_state[_DROPPED])
    # For the texts of this run's script; what is computed of figures has the wording of these.
    i18n.wording.set("" if codes.of_economies(chosen.edition) else i18n.UNITS)
    return chosen


def page_link(page: str, icon: str) -> None:
    """Link to a page with the view in the address.

    A server that does not know the session, because another one was lost, so draws the page that is asked for as it
    would have been; and a new tab opens on the same view.
    """
    st.page_link(places.script(page), icon=icon, query_params=st.session_state[_WRITTEN])


def _run_from_the_entrypoint() -> None:
    """Start over from app.py when a page was run without it.

    On a fresh server, Streamlit's automatic discovery of ``pages/`` is on until ``st.navigation``
    is first called: a first visitor who opens a page's own address gets that page alone.
    """
    from pages.ui import navigation

    navigation.declare(i18n.DEFAULT_LANGUAGE)
    st.rerun()


def turn_to(page: str) -> None:
    """Note which page is shown."""
    st.session_state[_PAGE] = page


def choose(code: str, value: Value) -> None:
    """Set a parameter from a callback, as if its control had been used."""
    st.session_state[f"choice_{code}"] = list(value) if isinstance(value, tuple) else value


def view(page: str, *, in_full: bool = True, **changes: Value) -> str:
    """Write a page's view as ``page?parameters``: what a scene keeps and a link begins with.

    ``changes`` are parameters to write otherwise than they are now, by code.
    """
    return viewed(page, {**st.session_state[_STORE], **changes}, _declared(), in_full=in_full)


def viewed(page: str, values: Mapping[str, Value], params: Iterable[Param], *, in_full: bool = True) -> str:
    """Write a page's view of the given values as ``page?parameters``."""
    there = [param for param in params if not param.carried and (not param.pages or page in param.pages)]
    return f"{page}?{urlencode(written(values, there, in_full=in_full), doseq=True)}"


def link(base: str, page: str, stamps: Mapping[str, Sequence[str]], *, scenes: bool = False) -> str:
    """Write the address of a view in full: every value, the defaults too, and the stamps given.

    With ``scenes`` the saved views come along, and the link opens on the first of them, on stage.
    """
    values = st.session_state[_STORE]
    if not scenes:
        return f"{base}/{view(page)}&{urlencode(stamps, doseq=True)}"
    kept: tuple[str, ...] = values["scene"]
    stage = {"present": ["1"], "at": ["1"], "scene": list(kept), **stamps}
    return f"{base}/{kept[0]}&{urlencode(stage, doseq=True)}"


def scene_subject(scene: str) -> tuple[str, list[str]]:
    """Return the page of a saved view, and the countries it is about.

    >>> scene_subject("country?country=SGP&lang=en")
    ('country', ['SGP'])
    """
    page, _mark, query = scene.partition("?")
    return page, parse_qs(query).get("country", [])


def show_scene(scenes: Sequence[str], at: int) -> str:
    """Set every parameter of a saved view, from a callback, and return its page.

    The language stays the visitor's; what the view held that is not valid is named as in any link.
    """
    page, _mark, query = scenes[at - 1].partition("?")
    params = [param for param in _declared() if not param.carried and param.code != "lang"]
    raw = {code: texts for code, texts in parse_qs(query).items() if code != "lang"}
    values, dropped = parse(raw, params)
    for code, value in values.items():
        choose(code, value)
    choose("at", at)
    st.session_state[_STORE] = {**st.session_state[_STORE], **values, "at": at}
    st.session_state[_DROPPED] = tuple(dropped)
    return page
