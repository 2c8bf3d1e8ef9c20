"""One's own figures from a file: read as they stand, every fault named, nothing raised whatever the bytes."""

from __future__ import annotations

import math
import random

import numpy as np
import pandas as pd
import pytest

import dxindex as dx
from dxindex import charts, i18n
from dxindex.delimited import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from dxindex.own_faults import MAX_QUOTED, Fault, quotable, told, wordings
from dxindex.own_figures import OwnFigures, read_own_figures
from dxindex.would_rank import would_rank

BOUNDS = {"share": (0.0, 1.0), "years": (0.0, 20.0), "score": (-4.0, 4.0)}
HEADER = "name,share,years,score"
SOUND = f"{HEADER}\nHuế,0.5,9,-1.25\nĐà Nẵng,0.25,,2e0\n"
FAULTY = (
    "name,shares,score,years,years,note\n"  # 1
    "P,0.5,1,1,1,x\n"
    "Q,0.5,many,1,1,x\n"  # 3
    "\n"
    "R,0.5,9,1,1,x\n"  # 5
    ",0.5,1,1,1,x\n"
    "P,0.5,5,1,1,x\n"  # 7
    "S,0.5,1,1,1,x,left,over\n"
    "T,0.5\n"  # 9
    'U,0.5,"0,5",1,1,x\n'
)
BOTH_MARKS = "name;years\nP;1,5\nQ;2.5\n"


def read(text: str) -> OwnFigures:
    return read_own_figures(text.encode(), BOUNDS)


def kinds(figures: OwnFigures) -> list[tuple[str, int | None, str]]:
    return [(fault.kind, fault.row, fault.column) for fault in figures.faults]


def refusal(content: bytes) -> Fault:
    figures = read_own_figures(content, BOUNDS)
    assert figures.table.empty
    assert list(figures.table.columns) == list(BOUNDS)
    return figures.faults[0]


@pytest.mark.parametrize(
    "content",
    [
        SOUND.encode(),
        SOUND.encode("utf-8-sig"),
        SOUND.replace("\n", "\r\n").encode(),
        SOUND.replace("\n", "\r").encode(),
        SOUND.replace(",", "\t").encode(),
        SOUND.replace(",", ";").encode(),
        SOUND.replace(",", ";").replace(".", ",").encode(),
        SOUND.replace(",", "\t").replace(".", ",").encode("utf-8-sig"),
        SOUND.replace("name,share", "NAME, Share ").replace("-1.25", "−1.25").encode(),
        b'# title: a, "b"\n# unit: years\n' + SOUND.encode(),
        ('"# title: a; b";;;\n;;;\n' + SOUND.replace(",", ";")).encode(),
    ],
)
def test_the_same_figures_are_read_from_every_form_of_the_file(content: bytes) -> None:
    figures = read_own_figures(content, BOUNDS)
    expected = pd.DataFrame(
        {"share": [0.5, 0.25], "years": [9.0, math.nan], "score": [-1.25, 2.0]},
        index=pd.Index(["Huế", "Đà Nẵng"], name="unit", dtype="str"),
    )
    pd.testing.assert_frame_equal(figures.table, expected)
    assert figures.faults == ()


def test_every_fault_is_named_at_once_with_its_place() -> None:
    figures = read(FAULTY)
    assert kinds(figures) == [
        ("misspelt_column", 1, "shares"),
        ("unknown_column", 1, "note"),
        ("doubled_column", 1, "years"),
        ("missing_column", None, "share"),
        ("doubled_unit", 2, ""),
        ("not_a_number", 3, "score"),
        ("impossible", 5, "score"),
        ("no_name", 6, "name"),
        ("doubled_unit", 7, ""),
        ("impossible", 7, "score"),
        ("extra_cells", 8, ""),
        ("short_row", 9, ""),
        ("comma_in_comma_file", 10, "score"),
    ]
    assert list(figures.table.index) == ["Q", "R", "T", "U"], "what cannot be told apart is left out"
    assert figures.table.isna().all(axis=None), "what is faulty counts as missing"
    assert figures.faults[4].facts == {"other": 7}
    assert figures.faults[0].facts == {"nearest": "share"}


def test_commas_are_decimals_only_where_nothing_contradicts() -> None:
    assert read("name;years\nP;1,5\nQ;2\n").table["years"].tolist() == [1.5, 2.0]
    both = read(BOTH_MARKS)
    assert kinds(both)[-1] == ("mixed_marks", 2, "years")
    assert both.table["years"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    "text", ["1 234", "1,234.5", "45%", "1_0", "١", "inf", "0x1", "=1+1", "1." + "1" * 40, "1e9999"]
)
def test_what_is_no_plain_number_is_not_guessed(text: str) -> None:
    figures = read(f'name;years\nP;"{text}"\nQ;2\n')
    assert figures.table["years"].isna().tolist() == [True, False]
    assert kinds(figures)[-1][1:] == (2, "years")


def test_names_are_read_as_they_are_and_never_as_missing() -> None:
    figures = read("name,years\nNA,1\n  Vie\u0302\u0323t   Nam ,2\n=1+1,3\nx\u202ey,4\n")
    assert list(figures.table.index) == ["NA", "Việt Nam", "=1+1", "x y"]


@pytest.mark.parametrize("mark", ["", "NA", "n/a", "..", "–", "-", "NaN"])
def test_marks_of_a_missing_value_are_no_fault(mark: str) -> None:
    figures = read(f"name,share,years,score\nP,{mark},1,1\n")
    assert figures.faults == ()
    assert math.isnan(figures.table.at["P", "share"])


REFUSED: list[tuple[str, int | None, bytes]] = [
    ("empty", None, b""),
    ("empty", None, b"\xef\xbb\xbf \n;;\n"),
    ("too_large", None, b"n" * (MAX_BYTES + 1)),
    ("workbook", None, b"PK\x03\x04rest"),
    ("workbook", None, b"\xd0\xcf\x11\xe0rest"),
    ("not_text", 1, SOUND.encode("utf-16")),
    ("not_text", 3, SOUND.encode("cp1258", "replace")),
    ("not_text", 2, f"{HEADER}\nP\x00,1,1,1\n".encode()),
    ("broken_quotes", 2, f'{HEADER}\n"P,1,1,1\nQ,1,1,1\n'.encode()),
    ("broken_quotes", 3, f'{HEADER}\nP,1,1,1\n"Q"s,1,1,1\n'.encode()),
    ("huge_cell", 2, f"{HEADER}\n{'P' * 10_001},1,1,1\n".encode()),
    ("too_many_rows", None, (HEADER + "\nP,1,1,1" * (MAX_ROWS + 1)).encode()),
    ("too_many_columns", 1, ("name,share" + ",more" * MAX_COLUMNS + "\nP,1").encode()),
    ("no_rows", None, f"{HEADER}\n\n,,,\n".encode()),
    ("no_units", 1, b"share,years\n0.5,1\n"),
    ("no_indicator", 1, b"name,wealth\nP,1\n"),
]


@pytest.mark.parametrize(("kind", "row", "content"), REFUSED)
def test_a_file_that_cannot_be_read_is_refused_by_name(kind: str, row: int | None, content: bytes) -> None:
    fault = refusal(content)
    assert (fault.kind, fault.row) == (kind, row)


def test_as_many_rows_and_columns_as_promised_are_read() -> None:
    rows = "".join(f"\nU{number},0.5" for number in range(MAX_ROWS))
    assert len(read(f"name,share{rows}").table) == MAX_ROWS
    wide = "name,share" + ",more" * (MAX_COLUMNS - 2)
    assert len(read(f"{wide}\nP,0.5").table) == 1


def test_every_kind_of_fault_is_tried_here() -> None:
    tried = {kind for kind, _row, _content in REFUSED}
    tried |= {kind for kind, _row, _column in kinds(read(FAULTY)) + kinds(read(BOTH_MARKS))}
    assert tried == wordings("en").keys()


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_every_fault_has_words_in_every_language(lang: str) -> None:
    facts = {"found": 3, "most": 2, "other": 4, "low": -0.5, "high": 1.0, "nearest": "share"}
    for kind in wordings(lang):
        for words in told(Fault(kind, facts=facts), lang):
            assert words
            assert "{" not in words


def test_text_of_the_file_is_repeated_short_and_without_hidden_signs() -> None:
    assert quotable("x\u202e\u0000" + "y" * 10_000_000) == "x " + "y" * (MAX_QUOTED - 3) + "…"


def mutated(seed: int) -> bytes:
    """A sound file gone wrong in one to four ways."""
    dice = random.Random(seed)
    content = SOUND.encode()
    ways = [
        lambda b: b[: dice.randrange(len(b) + 1)],
        lambda b: b + dice.randbytes(dice.randrange(200)),
        lambda b: bytes(dice.randrange(256) if dice.random() < 0.05 else byte for byte in b),
        lambda b: b.decode("utf-8", "replace").encode(
            dice.choice(["utf-16", "utf-32", "cp1252", "shift_jis", "utf-7"]), "replace"
        ),
        lambda b: b.replace(b",", dice.choice([b";", b"\t", b"|", b" ", b",,", b"\x1f"])),
        lambda b: b.replace(b"\n", dice.choice([b"\r\n", b"\r", b"\n\n", b"\x0b", b"\x85", b""])),
        lambda b: b.replace(
            b"0.5", dice.choice([b'"', b'"0.5', b"=cmd|'/c'!A1", b"<script>", b"9" * 5_000, b"1e400"])
        ),
        lambda b: b.replace(b"name", dice.choice([b"", b"share", b"\xef\xbb\xbf", b"#", b'"', b"=1+1"])),
        lambda b: b.replace(b"years", dice.choice([b"share", b"", b"yaers", b"x" * 200_000, b"years,years"])),
        lambda b: b * dice.randrange(2, 40),
        lambda b: b.replace(b"9", b"P," * dice.randrange(1, 400)),
        lambda b: b[dice.randrange(len(b) + 1) :],
    ]
    for way in dice.choices(ways, k=dice.randrange(1, 5)):
        content = way(content)
    return content


@pytest.mark.parametrize("seed", range(60))
def test_files_gone_wrong_are_read_or_refused_and_never_raise(seed: int) -> None:
    content = mutated(seed)
    figures = read_own_figures(content, BOUNDS)
    assert list(figures.table.columns) == list(BOUNDS)
    assert figures.table.index.is_unique
    assert np.isfinite(figures.table.to_numpy()[figures.table.notna().to_numpy()]).all()
    for column, (low, high) in BOUNDS.items():
        assert figures.table[column].dropna().between(low, high).all()
    if figures.table.empty:
        assert figures.faults, "nothing is refused in silence"
    for fault in figures.faults:
        assert len(fault.found) <= MAX_QUOTED
        assert len(fault.column) <= MAX_QUOTED
        assert fault.row is None or 1 <= fault.row <= content.count(b"\n") + content.count(b"\r") + 1
        assert all(told(fault, lang) for lang in i18n.LANGUAGES)


def test_mutations_reach_both_ends() -> None:
    read_ones = [read_own_figures(mutated(seed), BOUNDS) for seed in range(60)]
    assert 10 < sum(figures.table.empty for figures in read_ones) < 50
    assert len({fault.kind for figures in read_ones for fault in figures.faults}) > 10


def test_a_unit_of_the_panel_would_rank_where_it_ranks() -> None:
    rng = np.random.default_rng(0)
    panel = pd.DataFrame({"s": rng.random(50).round(1)}, index=[f"U{i}" for i in range(50)])
    panel.loc["U3", "s"] = np.nan
    expected = panel.rank(ascending=False, method="min").astype("Int64")
    pd.testing.assert_frame_equal(would_rank(panel, panel), expected)
    outside = pd.DataFrame({"s": [1.5, -1.0]})
    assert would_rank(outside, panel)["s"].tolist() == [1, 50]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_own_units_are_drawn_beside_the_panel(lang: str) -> None:
    framework = dx.load_framework("wdr2016")
    rng = np.random.default_rng(0)
    goalposts = {i: framework.indicator(i).goalposts for i in framework.indicators}
    panel = pd.DataFrame({i: rng.uniform(*ends, 30) for i, ends in goalposts.items()})
    panel.index = pd.Index([f"U{i}" for i in range(30)])
    fitted = dx.fit_index(panel, framework)
    result = fitted.result(panel)
    groups = dx.classify(result)
    own = pd.DataFrame({i: rng.uniform(*ends, 25) for i, ends in goalposts.items()})
    own.index = pd.Index(["<b>", *(f"V{i}" for i in range(1, 25))])
    own.loc["V24"] = np.nan
    scored = fitted.result(own)
    ranks = would_rank(scored.scores[["adoption", "enabling"]], result.scores[["adoption", "enabling"]])
    spec = charts.own_units(
        result, groups, scored.scores, groups.predict(scored), ranks, period="2014", lang=lang
    ).to_dict()
    rows = next(
        rows for rows in spec["datasets"].values() if rows and {"level", "adoption_rank"} <= rows[0].keys()
    )
    stars = [row for row in rows if row["level"] == "own"]
    assert (len(rows), len(stars)) == (30 + 24, 24), "who has no score is not drawn"
    assert rows[-24:] == stars, "own units lie on top"
    first = stars[0]
    assert (first["name"], first["adoption"]) == ("<b>", round(scored.scores.at["<b>", "adoption"], 4))
    assert str(ranks.at["<b>", "adoption"]) in first["adoption_rank"]
    assert charts.level_name(groups.predict(scored)["<b>"], lang) == first["group"]
    named = {row["text"] for rows in spec["datasets"].values() for row in rows if "text" in row}
    assert named == {star["name"] for star in stars[:20]}
