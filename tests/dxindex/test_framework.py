"""Frameworks: the tree, every fault by id, files in and out, and what ships."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.catalog import load_catalogue
from dxindex import Framework, FrameworkError, OptionError, available_frameworks, fit_index, load_framework
from dxindex.framework import flat_framework
from dxindex.framework_parts import Indicator, Node

Tables = dict[str, Any]


def test_tree_is_read_by_id_whatever_the_order_of_rows(framework: Framework) -> None:
    assert framework.nodes == ("all", "q", "p")
    assert framework.indicators == ("d", "c", "b", "a")
    assert framework.roots == ("all",)
    assert framework.children("all") == ("q", "p")
    assert framework.leaves("all") == ("d", "c", "b", "a")
    assert framework.descendants("all") == ("q", "p")
    assert framework.parent("a") == "p"
    assert framework.parent("all") == ""
    assert [framework.depth(item) for item in ("all", "p", "a")] == [0, 1, 2]
    assert framework.axes == {"x": "p", "y": "q"}
    assert framework.indicator("c").direction == -1


def test_indicators_may_hang_beside_nodes_and_branches_end_at_any_depth() -> None:
    mixed = Framework(
        "mixed",
        (Node("deep.er", "deep"), Node("top"), Node("deep", "top")),
        (Indicator("far", "deep.er"), Indicator("near", "top"), Indicator("mid", "deep")),
    )
    assert mixed.nodes == ("top", "deep", "deep.er")
    assert mixed.children("top") == ("deep", "near")
    assert mixed.indicators == ("far", "mid", "near")
    assert mixed.axis_ids == ("top",)
    assert mixed.pillar_ids == ("deep",)


def test_tree_may_be_thousands_of_nodes_deep() -> None:
    chain = tuple(Node(f"n{i}", f"n{i - 1}" if i else "") for i in range(3000))
    assert Framework("deep", chain, (Indicator("leaf", "n2999"),)).leaves("n0") == ("leaf",)


def test_titles_fall_back_to_english_then_to_the_id(framework: Framework) -> None:
    assert framework.label("all", "vi") == "Tất cả"
    assert framework.label("a", "vi") == "First"
    assert framework.label("p", "vi") == "p"
    assert framework.title("vi") == "hand"


@pytest.mark.parametrize(
    ("ask", "wrong"), [("node", "a"), ("node", "zzz"), ("indicator", "p"), ("label", "zzz")]
)
def test_unknown_ids_are_named(framework: Framework, ask: str, wrong: str) -> None:
    with pytest.raises(OptionError, match=f"'{wrong}'"):
        getattr(framework, ask)(wrong)


# Every fault. Each case breaks a sound framework in one way and says what must be reported, in full.


def _head(**changes: Any) -> Callable[[Tables], None]:
    return lambda tables: tables["framework"].update(changes)


def _row(table: str, position: int, **changes: Any) -> Callable[[Tables], None]:
    return lambda tables: tables[table][position].update(changes)


def _drop(table: str, position: int, key: str) -> Callable[[Tables], None]:
    return lambda tables: tables[table][position].pop(key)


def _add(table: str, row: Any) -> Callable[[Tables], None]:
    return lambda tables: tables[table].append(row)


FAULTS: dict[str, tuple[Callable[[Tables], None], str]] = {
    "unknown parent of node": (_row("node", 0, parent="zzz"), "node 'q': parent 'zzz' is not a node"),
    "unknown parent of indicator": (
        _row("indicator", 3, parent="zzz"),
        "indicator 'a': parent 'zzz' is not a node",
    ),
    "indicator under indicator": (
        _row("indicator", 3, parent="b"),
        "indicator 'a': parent 'b' is not a node",
    ),
    "indicator as root": (
        _row("indicator", 3, parent=""),
        "indicator 'a': parent must name a node; only nodes can be roots",
    ),
    "cycle": (
        _row("node", 1, parent="p"),
        "nodes form a cycle: all -> p -> all; give one of them another parent",
    ),
    "own parent": (
        _add("node", {"id": "n", "parent": "n"}),
        "nodes form a cycle: n -> n; give one of them another parent",
    ),
    "childless": (
        _add("node", {"id": "n", "parent": "all"}),
        "node 'n' has no children; give it an indicator or a sub-node, or remove it",
    ),
    "negative weight": (
        _row("indicator", 1, weight=-1),
        "indicator 'b': weight -1 must be a finite number, zero or more",
    ),
    "infinite weight": (
        _row("node", 0, weight=float("inf")),
        "node 'q': weight inf must be a finite number, zero or more",
    ),
    "weights sum to zero": (
        lambda tables: [row.update(weight=0) for row in tables["indicator"] if row["parent"] == "p"],
        "node 'p': the weights of its children 'b', 'a' sum to zero",
    ),
    "goalposts out of order": (
        _row("indicator", 1, goalposts=[100, 0]),
        "indicator 'b': goalposts [100, 0] must be two finite numbers, the lower first",
    ),
    "goalposts equal": (
        _row("indicator", 1, goalposts=[1, 1]),
        "indicator 'b': goalposts [1, 1] must be two finite numbers, the lower first",
    ),
    "goalposts not finite": (
        _row("indicator", 1, goalposts=[0, float("nan")]),
        "indicator 'b': goalposts [0, nan] must be two finite numbers, the lower first",
    ),
    "goalposts not a pair": (
        _row("indicator", 1, goalposts=[0]),
        "indicator 'b': goalposts must be two numbers, as in [0.0, 1.0], not [0]",
    ),
    "duplicate id": (
        _add("node", {"id": "a", "parent": ""}),
        "id 'a' is used 2 times; every node and indicator needs an id of its own",
    ),
    "direction": (
        _row("indicator", 0, direction=2),
        "indicator 'd': direction 2 must be 1 (more is better) or -1 (less is better)",
    ),
    "direction between": (
        _row("indicator", 0, direction=0.5),
        "indicator 'd': direction 0.5 must be 1 (more is better) or -1 (less is better)",
    ),
    "missing id": (_add("node", {"parent": ""}), "node number 4: id is missing or is not a text"),
    "missing parent": (_drop("indicator", 0, "parent"), "indicator 'd': parent is missing"),
    "missing framework id": (lambda tables: tables["framework"].pop("id"), "[framework]: id is missing"),
    "empty framework id": (_head(id=""), "[framework]: id must not be empty"),
    "missing framework": (
        lambda tables: tables.pop("framework"),
        "the table [framework] is missing or is not a table",
    ),
    "text for weight": (_row("node", 0, weight="1"), "node 'q': weight must be a number, not '1'"),
    "true for weight": (_row("node", 0, weight=True), "node 'q': weight must be a number, not True"),
    "number for note": (_row("node", 0, note=1), "node 'q': note must be a text, not 1"),
    "title": (
        _row("node", 0, title=3),
        'node \'q\': title must be a text or a table by language, as in { en = "...", vi = "..." }',
    ),
    "unknown key": (
        _row("node", 0, wieght=1),
        "node 'q': unknown key 'wieght'; known are 'id', 'parent', 'weight', 'title', 'note'",
    ),
    "unknown table": (
        lambda tables: tables.update(nodes=[]),
        "the file: unknown key 'nodes'; known are 'framework', 'node', 'indicator'",
    ),
    "row that is no table": (_add("node", "n"), "node number 4 is not a table: write [[node]]"),
    "rows that are no list": (
        lambda tables: tables.update(node={"id": "all"}),
        "'node' must be a list of tables: write [[node]]",
    ),
    "no nodes": (
        lambda tables: tables.pop("node"),
        'there is no node; add at least one [[node]] with parent = ""',
    ),
    "no indicators": (
        lambda tables: tables.pop("indicator"),
        "there is no indicator; add at least one [[indicator]]",
    ),
    "axis names no node": (_head(axes={"x": "p", "y": "zzz"}), "axis y: 'zzz' is not a node"),
    "axis names an indicator": (_head(axes={"x": "p", "y": "a"}), "axis y: 'a' is not a node"),
    "axes share a node": (
        _head(axes={"x": "p", "y": "p"}),
        "axes 'x', 'y' name the same node; each axis needs a node of its own",
    ),
    "one axis": (_head(axes={"x": "p"}), "[framework]: axes must be exactly 'x', 'y', not 'x'"),
    "axes no table": (
        _head(axes=["p", "q"]),
        '[framework]: axes must be a table of node ids, as in { x = "...", y = "..." }',
    ),
    "scale out of order": (_head(scale=[1, 0]), "scale [1, 0] must be two finite numbers, the lower first"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_reported_by_id(name: str, tables: Tables) -> None:
    spoil, fault = FAULTS[name]
    spoil(tables)
    with pytest.raises(FrameworkError) as caught:
        Framework.from_dict(tables)
    assert fault in caught.value.faults
    assert fault in str(caught.value)


def test_value_of_the_wrong_type_is_reported_once_and_drags_nothing_along(tables: Tables) -> None:
    tables["indicator"][1].update(weight="two", goalposts="wide", direction="up")
    with pytest.raises(FrameworkError) as caught:
        Framework.from_dict(tables)
    assert len(caught.value.faults) == 3


def test_all_faults_are_reported_at_once(tables: Tables) -> None:
    tables["framework"]["scale"] = [1, 0]
    tables["node"][0]["parent"] = "zzz"
    tables["indicator"][0]["direction"] = 0
    tables["indicator"][1]["goalposts"] = [5, 5]
    tables["indicator"][2]["weight"] = -3
    with pytest.raises(FrameworkError, match="framework 'hand': 5 faults") as caught:
        Framework.from_dict(tables)
    assert len(caught.value.faults) == 5


def test_framework_made_in_code_is_checked_too() -> None:
    with pytest.raises(FrameworkError, match="parent 'nowhere'"):
        Framework("own", (Node("all"),), (Indicator("a", "nowhere"),))


def test_reading_changes_nothing_in_the_tables(tables: Tables) -> None:
    before = copy.deepcopy(tables)
    Framework.from_dict(tables)
    assert tables == before


def test_error_survives_pickling() -> None:
    error = FrameworkError.from_faults("framework 'x'", ["one", "two"])
    again = pickle.loads(pickle.dumps(error))
    assert again.faults == ("one", "two")
    assert str(again) == str(error)


# Files


@pytest.mark.parametrize("name", available_frameworks())
def test_text_round_trip_keeps_everything(name: str) -> None:
    framework = load_framework(name)
    again = Framework.from_toml(framework.to_toml())
    assert again == framework
    assert again.sha256 == framework.sha256
    assert hash(again) == hash(framework)


def test_round_trip_keeps_awkward_text() -> None:
    awkward = Framework('quo"te', (Node("a b", note="tab\t line\n \\ \x7f đ"),), (Indicator("=1+1", "a b"),))
    assert Framework.from_toml(awkward.to_toml()) == awkward


def test_checksum_ignores_layout_and_follows_content(tables: Tables, framework: Framework) -> None:
    tables["indicator"].sort(key=lambda row: (row["parent"], "dcba".index(row["id"])))
    for row in tables["indicator"]:
        row.setdefault("direction", 1)
    assert Framework.from_dict(tables).sha256 == framework.sha256
    assert replace(framework, scale=(0.0, 2.0)).sha256 != framework.sha256


def test_own_file_is_loaded_by_path(framework: Framework, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(framework.to_toml(), encoding="utf-8")
    assert load_framework(path) == load_framework(str(path)) == framework


def test_bad_syntax_is_placed(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("[framework]\nid = x\n", encoding="utf-8")
    with pytest.raises(
        FrameworkError, match=r"own\.toml: 1 fault\n  - not valid TOML: .*line \d+, column \d+"
    ):
        load_framework(path)


def test_fault_in_a_file_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[framework]\nid = "x"\n', encoding="utf-8")
    with pytest.raises(FrameworkError, match=r"own\.toml: 2 faults"):
        load_framework(path)


def test_file_or_name_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match=r"no framework file '.*missing\.toml'"):
        load_framework(tmp_path / "missing.toml")
    with pytest.raises(FrameworkError, match=r"no framework 'wdr2017'; shipped are .*'wdr2016'"):
        load_framework("wdr2017")


def test_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FrameworkError, match="cannot be read"):
        load_framework(path)


# Frameworks that say how they differ from one that ships


def _extending(head: Tables, **rows: list[Tables]) -> Framework:
    return Framework.from_dict({"framework": {"id": "own", "extends": "wdr2016", **head}, **rows})


def test_what_a_framework_does_not_say_is_as_in_the_one_it_extends() -> None:
    base, own = load_framework("wdr2016"), _extending({})
    assert (own.node_parts, own.indicator_parts) == (base.node_parts, base.indicator_parts)
    assert (own.scale, own.axes) == (base.scale, base.axes)
    assert (own.id, own.title(), own.note) == ("own", "own", "")  # it is another index, with words of its own


def test_rows_are_added_replaced_and_left_out_by_id() -> None:
    base = load_framework("wdr2016")
    own = _extending(
        {"leave_out": ["enabling.people", "mean_years_schooling"], "scale": [0.0, 100.0]},
        node=[{"id": "enabling.skills", "parent": "enabling", "weight": 2}],
        indicator=[
            {"id": "dai_people", "parent": "adoption.people", "weight": 3},
            {"id": "years", "parent": "enabling.skills"},
        ],
    )
    assert set(own.nodes) ^ set(base.nodes) == {"enabling.people", "enabling.skills"}
    assert set(own.indicators) ^ set(base.indicators) == {"mean_years_schooling", "years"}
    assert own.indicators.index("dai_people") == base.indicators.index("dai_people")
    assert (own.indicator("dai_people").weight, own.indicator("dai_people").goalposts) == (3.0, None)
    assert own.indicator("dai_business") == base.indicator("dai_business")
    assert own.scale == (0.0, 100.0)


def test_a_framework_that_extends_another_is_written_out_in_full() -> None:
    own = _extending({}, indicator=[{"id": "more", "parent": "adoption.people"}])
    assert "extends" not in own.to_toml()
    assert Framework.from_toml(own.to_toml()) == own


@pytest.mark.parametrize(
    ("head", "kind", "words"),
    [
        ({"extends": "wdr2017"}, "unknown_base", "extends names 'wdr2017'; a framework can extend 'open'"),
        ({"extends": "../wdr2016"}, "unknown_base", "extends names '../wdr2016'"),
        ({"extends": ["wdr2016"]}, "unknown_base", "extends names \\['wdr2016'\\]"),
        ({"leave_out": "dai_people"}, "bad_leave_out", "must be a list of ids"),
        ({"leave_out": ["dai"]}, "unknown_left_out", "leave_out names 'dai', which"),
        ({"leave_out": ["adoption.people"]}, "unknown_parent", "'dai_people': parent 'adoption.people'"),
    ],
)
def test_extending_what_cannot_be(head: Tables, kind: str, words: str) -> None:
    with pytest.raises(FrameworkError, match=words) as caught:
        _extending(head)
    assert kind in {fault.kind for fault in caught.value.faults}


def test_leaving_out_needs_a_framework_to_leave_out_of(tables: Tables) -> None:
    tables["framework"]["leave_out"] = ["a"]
    with pytest.raises(FrameworkError, match="extends names nothing"):
        Framework.from_dict(tables)


def test_a_framework_that_ships_cannot_extend_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ring.toml").write_text('[framework]\nid = "ring"\nextends = "ring"\n', encoding="utf-8")
    monkeypatch.setattr("dxindex.shipped.FRAMEWORK_FOLDER", tmp_path)
    with pytest.raises(FrameworkError, match="extends names 'ring'; a framework can extend"):
        Framework.from_dict({"framework": {"id": "own", "extends": "ring"}})


# What ships


def test_shipped_frameworks() -> None:
    ours = {"open", "open-servers", "wdr2016", "wdr2016-lays", "wdr2016-skills"}
    assert ours <= set(available_frameworks())


@pytest.mark.parametrize("name", available_frameworks())
def test_shipped_frameworks_speak_both_languages_and_explain_their_goalposts(name: str) -> None:
    framework = load_framework(name)
    assert framework.id == name
    assert framework.axes == {"x": "adoption", "y": "enabling"}
    assert len(framework.pillar_ids) == 6
    assert dict(framework.titles).keys() == {"en", "vi"}
    for part in framework.parts.values():
        assert dict(part.titles).keys() == {"en", "vi"}, part.id
    for indicator in framework.indicator_parts:
        assert indicator.goalposts, indicator.id
        assert indicator.note, indicator.id


@pytest.mark.parametrize("name", available_frameworks())
def test_directions_are_those_of_the_catalogue(name: str) -> None:
    known = load_catalogue().indicators
    rows = load_framework(name).indicator_parts
    assert {row.id: row.direction for row in rows} == {row.id: known[row.id].direction for row in rows}


@pytest.mark.parametrize(
    ("name", "schooling"),
    [("wdr2016-skills", "skills_adjusted_schooling"), ("wdr2016-lays", "learning_adjusted_years")],
)
def test_variants_differ_from_the_reference_in_schooling_alone(name: str, schooling: str) -> None:
    reference, variant = load_framework("wdr2016"), load_framework(name)
    assert set(variant.indicators) ^ set(reference.indicators) == {"mean_years_schooling", schooling}
    assert variant.node_parts == reference.node_parts
    shared = set(variant.indicators) & set(reference.indicators)
    assert all(variant.indicator(item) == reference.indicator(item) for item in shared)


def test_flat_framework_avoids_the_name_of_a_column() -> None:
    assert flat_framework(["index", "a"]).nodes == ("index_",)


def test_secure_servers_are_all_that_is_added_to_the_open_framework() -> None:
    plain, servers = load_framework("open"), load_framework("open-servers")
    assert servers.node_parts == plain.node_parts
    added = [part for part in servers.indicator_parts if part not in plain.indicator_parts]
    assert [part for part in servers.indicator_parts if part not in added] == list(plain.indicator_parts)
    assert [(part.id, part.parent, part.weight, part.goalposts) for part in added] == [
        ("secure_servers_log", "adoption.business", 1.0, (0.0, 6.0))
    ]


def test_secure_servers_by_hand() -> None:
    framework = load_framework("open-servers")
    rows = {"P": {"fixed_broadband": 30.0, "secure_servers_log": 3.0}, "Q": {"fixed_broadband": 30.0}}
    panel = pd.DataFrame.from_dict(rows, orient="index").reindex(columns=list(framework.indicators))
    panel.loc["R"] = panel.loc["P"].replace(3.0, 6.3)
    result = fit_index(panel, framework).result(panel)
    business = result.scores["adoption.business"]
    assert business["P"] == pytest.approx((30 / 60 + 3 / 6) / 2)
    assert pd.isna(business["Q"])  # half of the weight is too little for a score
    assert business["R"] == pytest.approx((30 / 60 + 1) / 2)
    assert result.clipped.loc["R", "secure_servers_log"]
