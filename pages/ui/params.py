"""What a link can hold: every parameter of the URL, its valid values and the field it fills."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from dxindex import i18n
from dxindex.site.links import HIGHLIGHT_LIMIT, HIGHLIGHTED, LABELS
from pages.ui import places
from pages.ui.queries import bases, choices, codes, scores

COMPARE_LIMIT = 6  # what fits side by side on a projector
SCENE_LIMIT = 12
SCENE_LENGTH = 600
CHANGE_LIMIT = 20
COUNTRY = "VNM"
MEASURES = ("score", "rank")
LARGEST_SEED = 9_999
NONE = "none"  # an empty choice, written out: a parameter that is absent means the default

Value = str | bool | int | tuple[str, ...]
Reader = Callable[[str], str | None]


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
    figures: str
    edition_code: str
    highlight: tuple[str, ...]
    regions: tuple[str, ...]
    incomes: tuple[str, ...]
    clubs: tuple[str, ...]
    country: str
    versus: str
    outside: bool
    sized: bool
    trails: bool
    whiskers: bool
    labels: str
    search: str
    compared: tuple[str, ...]
    method: str
    n_groups: int
    features: str
    scaled: bool
    seed: int
    node: str
    changes: tuple[str, ...]
    goal: str
    series: str
    measure: str
    colour: str
    story: str
    presenting: bool
    scenes: tuple[str, ...]
    at: int
    link_data: str
    link_method: str
    seen: tuple[str, ...]
    body: str = ""
    page: str = places.OVERVIEW
    dropped: tuple[Dropped, ...] = ()

    @property
    def edition(self) -> str:
        """The key of the edition, and of what it rests on, as the queries take it."""
        return bases.key(self.edition_code, self.body)

    @property
    def shown(self) -> frozenset[str]:
        """Ids of the panel's countries that pass all filters."""
        return codes.filtered(self.edition, self.regions, self.incomes, self.clubs)

    @property
    def everywhere(self) -> frozenset[str]:
        """Ids of all economies that pass all filters, those outside the panel included."""
        return codes.everywhere(self.edition, self.regions, self.incomes, self.clubs)

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.regions or self.incomes or self.clubs)

    @property
    def surface(self) -> str:
        """The surface that charts are drawn for: the visitor's theme, larger when presenting."""
        theme = "dark" if st.context.theme.type == "dark" else "light"
        return f"{theme}-large" if self.presenting else theme

    @property
    def framed(self) -> bool:
        """Whether navigation and controls are there: not in an embedded view, nor on a stage."""
        return not (self.presenting or st.context.is_embedded)


@dataclass(frozen=True)
class Param:
    """One URL parameter: its code, the field it fills, its default and what it takes.

    ``read`` turns a text into the valid value it stands for, or None. Kind ``one`` takes a single
    value, ``many`` a list, ``flag`` 0 or 1, ``number`` a whole number, ``text`` free text.
    """

    code: str
    field: str
    kind: str
    default: Value
    read: Reader = field(default=str)
    limit: int = 50
    always: bool = False  # written out even when it is the default
    pages: tuple[str, ...] = ()  # the pages it matters on; empty is all
    carried: bool = False  # belongs to the link itself, not to the view

    @property
    def key(self) -> str:
        """The key of the control's state."""
        return f"choice_{self.code}"


@dataclass(frozen=True)
class Reading:
    """How a text is read, and ``valid``: the texts that can be, or the form of those too many to list."""

    read: Reader
    valid: Callable[[], Sequence[str]]

    def __call__(self, text: str) -> str | None:
        return self.read(text)


def among(options: Callable[[], Sequence[str]]) -> Reading:
    """Take one of some codes, in any case.

    >>> among(lambda: ("VNM", "SGP"))(" vnm ")
    'VNM'
    """

    def read(text: str) -> str | None:
        wanted = text.strip().casefold()
        return next((option for option in options() if option.casefold() == wanted), None)

    return Reading(read, options)


def whole(low: int, high: int) -> Reading:
    """Take a whole number between two bounds.

    >>> whole(2, 6)("3"), whole(2, 6)("7"), whole(2, 6)("x")
    ('3', None, None)
    """

    def read(text: str) -> str | None:
        digits = text.strip()
        if not re.fullmatch(r"[0-9]{1,9}", digits) or not low <= int(digits) <= high:
            return None
        return str(int(digits))

    return Reading(read, lambda: (f"{low}…{high}",))


def matching(pattern: str) -> Reading:
    """Take a text that matches a pattern as a whole."""
    return Reading(lambda text: text if re.fullmatch(pattern, text) else None, lambda: (pattern,))


def seen_among(options: Callable[[], Sequence[str]]) -> Reading:
    """Take what a sender saw of a country: its code and its ranks on the two axes.

    >>> read = seen_among(lambda: ("VNM",))
    >>> read("vnm.73.84"), read("VNM.x.84"), read("XXX.1.1")
    ('VNM.73.84', None, None)
    """
    known = among(options)

    def read(text: str) -> str | None:
        found = re.fullmatch(r"(.{1,80})\.([0-9]{1,4}|-)\.([0-9]{1,4}|-)", text.strip())
        code = known(found[1]) if found else None
        return f"{code}.{found[2]}.{found[3]}" if found and code else None

    return Reading(read, lambda: ("VNM.73.84",))


def read_scene(text: str) -> str | None:
    """Take a saved view, ``page?parameters``; what its parameters hold is read when it is shown.

    >>> read_scene("map?by=group"), read_scene("admin?x=1")
    ('map?by=group', None)
    """
    page, mark, _query = text.partition("?")
    known = page in places.PAGES and bool(mark)
    return text if known and len(text) <= SCENE_LENGTH else None


def declared(
    body: str = "", bodies: Sequence[str] = (bases.SNAPSHOT,), locale: str | None = None
) -> tuple[Param, ...]:
    """List the parameters for one of the bodies of figures at hand. Codes are stable: links outlive labels.

    ``locale`` is what the reader prefers to read; unless it is told, the visitor's browser is asked.
    """
    first = bases.key(codes.default_edition(body), body)
    members = partial(codes.panel_codes, first)
    one_country = among(members)
    highlighted = choices.highlighted(first, HIGHLIGHTED)
    return (
        Param("figures", "figures", "one", bases.SNAPSHOT, among(lambda: tuple(bodies))),
        Param(
            "edition",
            "edition_code",
            "one",
            codes.default_edition(body),
            among(lambda: codes.edition_codes(body)),
            always=True,
            pages=places.WITH_EDITION,
        ),
        Param(
            "c",
            "highlight",
            "many",
            highlighted,
            one_country,
            HIGHLIGHT_LIMIT,
            always=True,
            pages=places.LISTS,
        ),
        Param("region", "regions", "many", (), among(codes.region_codes), pages=places.LISTS),
        Param("income", "incomes", "many", (), among(codes.income_codes), pages=places.LISTS),
        Param("club", "clubs", "many", (), among(partial(choices.clubs, first)), pages=places.LISTS),
        Param("country", "country", "one", highlighted[0], one_country, pages=places.ONE_COUNTRY),
        Param(
            "vs",
            "versus",
            "one",
            choices.usual_comparator(first),
            among(lambda: (*choices.comparators(first), *members())),
            pages=(places.COUNTRY, places.TIME),
        ),
        Param("outside", "outside", "flag", False, pages=(places.OVERVIEW,)),
        Param("size", "sized", "flag", False, pages=(places.OVERVIEW, places.MAP)),
        Param("trail", "trails", "flag", False, pages=(places.OVERVIEW,)),
        Param("whisker", "whiskers", "flag", False, pages=(places.OVERVIEW,)),
        Param("label", "labels", "one", "auto", among(lambda: LABELS), pages=(places.OVERVIEW,)),
        Param("q", "search", "text", "", pages=(places.RANKINGS,)),
        Param("with", "compared", "many", highlighted, one_country, COMPARE_LIMIT, pages=(places.COMPARE,)),
        Param("method", "method", "one", "kmeans", among(choices.methods), pages=(places.CLUSTERS,)),
        Param("k", "n_groups", "number", 3, whole(2, 6), pages=(places.CLUSTERS,)),
        Param("features", "features", "one", "axes", among(choices.feature_sets), pages=(places.CLUSTERS,)),
        Param("scaled", "scaled", "flag", False, pages=(places.CLUSTERS,)),
        Param("seed", "seed", "number", 0, whole(0, LARGEST_SEED), pages=(places.CLUSTERS,)),
        Param(
            "node",
            "node",
            "one",
            scores.framework(first).axis_ids[-1],
            among(partial(choices.nodes, first)),
            pages=(places.ROBUSTNESS, places.COMPARE, places.TIME),
        ),
        Param(
            "set",
            "changes",
            "many",
            (),
            partial(choices.read_change, first),
            CHANGE_LIMIT,
            pages=(places.SIMULATOR,),
        ),
        Param("goal", "goal", "one", "next", among(choices.goals), pages=(places.SIMULATOR,)),
        Param(
            "series",
            "series",
            "one",
            choices.first_series(first),
            among(partial(choices.series, first)),
            pages=(places.TIME,),
        ),
        Param("measure", "measure", "one", "score", among(lambda: MEASURES), pages=(places.TIME,)),
        Param(
            "by", "colour", "one", "group", among(partial(choices.map_colours, first)), pages=(places.MAP,)
        ),
        Param("story", "story", "one", COUNTRY, among(lambda: HIGHLIGHTED), pages=(places.STORIES,)),
        Param(
            "lang",
            "lang",
            "one",
            _language(st.context.locale if locale is None else locale),
            among(lambda: tuple(i18n.LANGUAGES)),
            always=True,
        ),
        Param("present", "presenting", "flag", False, carried=True),
        Param("scene", "scenes", "many", (), read_scene, SCENE_LIMIT, carried=True),
        Param("at", "at", "number", 1, whole(1, SCENE_LIMIT), carried=True),
        Param("data", "link_data", "one", "", matching(r"[0-9A-Za-z.+-]{1,40}"), carried=True),
        Param("m", "link_method", "one", "", matching(r"[0-9A-Za-z.]{1,12}"), carried=True),
        Param("seen", "seen", "many", (), seen_among(members), HIGHLIGHT_LIMIT, carried=True),
    )


def _language(locale: str | None) -> str:
    preferred = (locale or i18n.DEFAULT_LANGUAGE).split("-")[0].lower()
    return preferred if preferred in i18n.LANGUAGES else i18n.DEFAULT_LANGUAGE
