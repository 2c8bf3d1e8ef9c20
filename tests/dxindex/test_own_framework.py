"""One's own index: read with every fault named and placed, or proposed from figures, and scored like any other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import dxindex as dx
from dxindex import Framework, i18n, own
from dxindex.framework_faults import SENTENCES
from dxindex.own import limits
from dxindex.own.framework_words import framework_wordings

FAULTY = """\
[framework]
id = ""
scale = [1, 0]
axes = { x = "all", z = "q" }
colour = "red"

[[node]]
id = "all"
parent = ""

[[node]]
id = "q"
parent = "r"
weight = "much"

[[node]]
parent = ""

[[indicator]]
id = "a"
parent = "all"
goalposts = [2, 1]
direction = 0.5

[[indicator]]
id = "a" # again
parent = ""
title = 3
"""


def read(text: str) -> Framework:
    return own.read_framework(text.encode(), "mine.toml")


def refusal(text: str) -> list[own.Fault]:
    with pytest.raises(own.RefusedFileError) as caught:
        read(text)
    for fault in caught.value.faults:
        for lang in i18n.LANGUAGES:
            assert all("{" not in words.replace("{ ", "") and words for words in own.told(fault, lang)), fault
    return list(caught.value.faults)


def figures(text: str = "city;a;b;c;d\nP;1;2;5;1\nQ;3;1;5;\nR;2;4;5;\n") -> own.OwnData:
    return own.check(own.understand(own.read_table(text.encode(), "mine.csv")))


def test_every_fault_is_named_with_its_row() -> None:
    found = {(fault.kind, fault.row, fault.column) for fault in refusal(FAULTY)}
    assert found >= {
        ("unknown_key", 1, "[framework]"),
        ("empty_id", 1, "[framework]"),
        ("other_axes", 1, "[framework]"),
        ("bad_scale", None, ""),
        ("no_number", 12, "node 'q'"),
        ("unknown_parent", 12, "node 'q'"),
        ("no_id", 16, "node number 3"),
        ("bad_goalposts", 20, "indicator 'a'"),
        ("bad_direction", 20, "indicator 'a'"),
        ("bad_title", 20, "indicator 'a'"),
        ("rootless", 20, "indicator 'a'"),
        ("doubled_id", None, ""),
        ("childless", 12, "node 'q'"),
    }


@pytest.mark.parametrize(
    ("kind", "row", "content"),
    [
        ("empty", None, b" \n"),
        ("not_text", 2, b"[framework]\nid = '\xff'"),
        ("framework_too_large", None, b"#" * (limits.MAX_FRAMEWORK_BYTES + 1)),
        ("not_toml", 2, b"[framework]\nid = \n"),
        ("not_toml", None, b"[framework]\nid = " + b"9" * 5_000),
        ("too_deep", None, b"a = " + b"[" * 100_000),
        ("too_deep", None, b"[" + b"a." * 100_000 + b"a]"),
        ("too_deep", None, b"a = {" + b"a." * 100_000 + b"a = 1}"),
        ("too_many_parts_declared", None, b"[[node]]\n" * 401),
        ("no_head", None, b"a = 1"),
    ],
)
def test_what_is_no_framework_is_refused_by_name(kind: str, row: int | None, content: bytes) -> None:
    with pytest.raises(own.RefusedFileError) as caught:
        own.read_framework(content, "mine.toml")
    assert kind in {fault.kind for fault in caught.value.faults}
    assert row is None or caught.value.fault.row == row


@pytest.mark.parametrize("line", ["weight = 1" + "0" * 400, "weight = inf", "weight = nan", "direction = inf", 'goalposts = "x"', "note = 1"])  # fmt: skip
def test_values_beyond_reason_are_faults(line: str, framework: Framework) -> None:
    assert refusal(framework.to_toml().replace('id = "a"\n', f'id = "a"\n{line}\n').replace('weight = 1.0\ndirection = 1\ngoalposts = [0.0, 10.0]', ""))  # fmt: skip


def test_a_sound_framework_is_read_as_the_loader_reads_it(framework: Framework) -> None:
    assert read(framework.to_toml()) == framework
    assert read("\ufeff" + framework.to_toml()) == framework


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_fault_of_a_framework_has_words(lang: str) -> None:
    assert framework_wordings(lang).keys() >= SENTENCES.keys()


def test_a_framework_is_proposed_from_figures() -> None:
    data = figures()
    framework = own.propose_framework(
        data, {"x": ["a"], "y": ["b"]}, {"b": -1}, title="Thành phố", titles={"x": "Use", "y": "Basis"}
    )
    assert (framework.id, framework.axes, framework.label("x"), framework.label("a")) == ("thanh-pho", {"x": "x", "y": "y"}, "Use", "a")  # fmt: skip
    assert Framework.from_toml(framework.to_toml()) == framework
    assert read(framework.to_toml()) == framework
    scores = dx.fit_index(data.panel(), framework).result(data.panel()).scores
    assert scores.round(3).to_dict("list") == {"x": [0.0, 1.0, 0.5], "y": [0.667, 1.0, 0.0]}
    assert not own.find_lacks(framework, data)


def test_pillars_one_score_and_ids_that_collide() -> None:
    data = figures("city;x;y;b;index\nP;1;2;5;1\nQ;3;1;4;2\n")
    framework = own.propose_framework(
        data, {"x": ["x", "b"], "y": ["y", "index"]}, pillars={"x": {"Nền tảng": ["b"]}, "y": {}}
    )
    assert framework.axes == {"x": "x_", "y": "y_"}
    assert (framework.parent("b"), framework.parent("x.nen_tang"), framework.parent("x")) == ("x.nen_tang", "x_", "x_")  # fmt: skip
    single = own.propose_framework(data, {"index": ["x", "y", "b"]})
    assert (single.axes, single.roots) == ({}, ("index_",))
    assert [fault.kind for fault in own.find_lacks(single)] == ["lacks_axes"]
    assert [fault.kind for fault in own.find_lacks(dx.load_framework("wdr2016"), data)] == ["lacks_figures"]


def test_what_is_known_of_an_indicator_goes_into_the_framework() -> None:
    known = own.Known("cost", {"en": "Cost", "vi": "Chi phí"}, {}, (), -1)
    table = own.read_table(b"city,Cost,a\nP,1,2\nQ,2,1\n", "mine.csv")
    data = own.check(own.understand(table, catalogue={"cost": known}))
    framework = own.propose_framework(data, {"x": ["cost"], "y": ["a"]})
    assert (framework.indicator("cost").direction, framework.label("cost", "vi")) == (-1, "Chi phí")


@pytest.mark.parametrize(
    ("axes", "directions", "words"),
    [
        ({"x": ["a"]}, {}, "axes must be 'x', 'y'"),
        ({"x": ["a"], "z": ["b"]}, {}, "axes must be"),
        ({"x": ["a"], "y": []}, {}, "without an indicator: 'y'"),
        ({"x": ["a"], "y": ["z"]}, {}, "have no 'z'"),
        ({"x": ["a", "b"], "y": ["b"]}, {}, "more than once: 'b'"),
        ({"x": ["a"], "y": ["b"]}, {"a": 2}, "directions of 'a'"),
        ({"x": ["a"], "y": ["b", "c", "d"]}, {}, "no spread to score by in 'c', 'd'"),
    ],
)
def test_choices_that_make_no_framework_are_told(axes: dict[str, list[str]], directions: dict[str, int], words: str) -> None:  # fmt: skip
    with pytest.raises(dx.OptionError, match=words):
        own.propose_framework(figures(), axes, directions)


def own_panel(n_units: int, n_empty: int) -> pd.DataFrame:
    rng = np.random.default_rng(n_units)
    panel = pd.DataFrame(
        rng.random((n_units, 4)), columns=list("abcd"), index=[f"U{i}" for i in range(n_units)]
    )
    panel.iloc[:n_empty] = np.nan
    return panel


TWO_AXES = [{"id": "x", "parent": ""}, {"id": "y", "parent": ""}]
INDICATORS = [
    {"id": c, "parent": p, "direction": d} for c, p, d in zip("abcd", "xxyy", (1, -1, 1, 1), strict=True)
]


@pytest.mark.parametrize(
    ("axes", "n_units", "n_empty"),
    [({}, 3, 0), *(({"x": "x", "y": "y"}, *sizes) for sizes in ((2, 0), (4, 2), (5, 1), (22, 3)))],
)
def test_few_units_and_units_without_data_give_results_or_typed_errors(
    axes: dict[str, str], n_units: int, n_empty: int
) -> None:
    framework = Framework.from_dict({"framework": {"id": "own", "axes": axes}, "node": TWO_AXES, "indicator": INDICATORS})  # fmt: skip
    panel, last = own_panel(n_units, n_empty), f"U{n_units - 1}"
    index = dx.CompositeIndex(framework, normalise="minmax").fit(panel)
    result = index.result(panel)
    assert result.scores.notna().all(axis=1).sum() == n_units - n_empty
    questions: list[Callable[[], object]] = [
        *(
            lambda m=method: dx.classify(result, method=m)
            for method in dx.GROUPINGS
            if method != "thresholds"
        ),  # type: ignore[misc]
        lambda: dx.diagnose_group_counts(result),
        lambda: dx.stability(result, n=5, n_groups=2),
        lambda: dx.uncertainty(panel, framework, n=10, random_state=0).group_shares(),
        lambda: dx.sensitivity(panel, framework, 4, random_state=0),
        lambda: dx.gap(result, "U0", last, node="y", panel=panel),
        lambda: dx.path_to(index, panel, last, rank=1, node="y"),
        lambda: dx.path_to(index, panel, last, group="level 2", groups=dx.classify(result, n_groups=2)),
        lambda: dx.peers(result, last, n=30),
        lambda: dx.principal_components(result, "indicators"),
    ]
    refusals = []
    for question in questions:
        try:
            question()
        except dx.DxIndexError as error:
            refusals.append(str(error))
    assert len(refusals) <= (1 if n_units == 22 else len(questions) - 2)
    assert all(len(words) > 20 and not words.endswith("for ") for words in refusals)


def test_a_column_without_spread_is_named() -> None:
    panel = own_panel(5, 0).assign(a=1.0)
    assert own.unscorable(panel) == {"a": "constant"}
    with pytest.raises(dx.InputError, match="'a': all 5 observed values are 1"):
        dx.fit_index(panel, normalise="minmax")
