"""One way of making the groups: the groups, their separation and stability, and how to make them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import dxindex as dx
from dxindex import i18n
from pages.ui.queries import bases, choices, scores
from pages.ui.queries.memory import computed_once

if TYPE_CHECKING:
    from dxindex.classify import GroupCounts, Groups
    from dxindex.comparison import MethodComparison
    from dxindex.stability import Stability

RESAMPLES = 500
FEWER_RESAMPLES = {"gaussian_mixture": 60}
"""Methods that need some 50 ms a resample get fewer: a visitor waits seconds, not a minute."""


@dataclass(frozen=True)
class Way:
    """One way of making the groups."""

    edition: str
    method: str
    n_groups: int
    features: str
    scaled: bool
    seed: int

    @property
    def options(self) -> dict[str, object]:
        """What :func:`dxindex.classify` takes, but for the number of groups."""
        return {
            "method": self.method,
            "features": self.features,
            "scaled": self.scaled,
            "random_state": self.seed,
        }

    @property
    def default(self) -> Way:
        """The default way on the same edition."""
        return Way(self.edition, "kmeans", scores.GROUPS, "axes", False, scores.SEED)

    @property
    def resamples(self) -> int:
        """How many resamples its stability is tested with."""
        return FEWER_RESAMPLES.get(self.method, RESAMPLES)


@computed_once(128)
def groups(way: Way) -> Groups:
    """The groups made this way."""
    return dx.classify(scores.result(way.edition), n_groups=way.n_groups, **way.options)


@computed_once(64)
def counts(way: Way) -> GroupCounts:
    """How well more and fewer groups part the countries, by the same method; ``n_groups`` plays no role."""
    return dx.diagnose_group_counts(scores.result(way.edition), **way.options)


@computed_once(32)
def stability(way: Way) -> Stability:
    """How stable they are over resamples of the countries."""
    return dx.stability(scores.result(way.edition), n=way.resamples, n_groups=way.n_groups, **way.options)


@computed_once(32)
def methods(way: Way) -> MethodComparison:
    """All methods with everything else as chosen; the method chosen is the reference."""
    others = [method for method in choices.methods() if method != way.method]
    return dx.compare_methods(
        scores.result(way.edition),
        methods=[way.method, *others],
        features=[way.features],
        scaled=[way.scaled],
        n_groups=way.n_groups,
        random_state=way.seed,
    )


def way_name(way: Way, lang: str) -> str:
    """Say in a few words how the groups are made."""
    _ = i18n.translator(lang)
    features = {"axes": _("on the two axes"), "pillars": _("on the pillars")}[way.features]
    scaled = ", " + _("scaled") if way.scaled else ""
    return (
        _("{method}, {n} groups, {features}").format(
            method=choices.method_names(lang)[way.method], n=way.n_groups, features=features
        )
        + scaled
    )


def command(way: Way) -> str:
    """The command line that makes these groups again."""
    return _command("classify", way)


def bundle_command(way: Way) -> str:
    """The command line that writes one ZIP which makes scores, ranks, these groups and rank intervals again."""
    return f"{_command('bundle', way)} --output view.zip"


def _command(name: str, way: Way) -> str:
    return " ".join(
        [
            f"python -m dxindex {name}",
            *bases.of(way.edition).arguments(bases.code_of(way.edition)),
            f"--method {way.method}",
            f"--groups {way.n_groups}",
            f"--features {way.features}",
            *(["--scaled"] if way.scaled else []),
            f"--seed {way.seed}",
        ]
    )


def lines_of_python(way: Way) -> str:
    """The same in Python."""
    return "\n".join(
        [
            "import data",
            "import dxindex as dx",
            "",
            *bases.of(way.edition).lines_of_python(bases.code_of(way.edition)),
            "result = dx.CompositeIndex(framework).fit(panel).result(panel)",
            "groups = dx.classify(",
            "    result,",
            f'    method="{way.method}",',
            f"    n_groups={way.n_groups},",
            f'    features="{way.features}",',
            f"    scaled={way.scaled},",
            f"    random_state={way.seed},",
            ")",
            "groups.labels",
        ]
    )
