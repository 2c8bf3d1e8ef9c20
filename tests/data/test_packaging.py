"""The data package is valid, complete, equal to what the loaders give, and the same every time."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import frictionless
import pandas as pd
import pytest

import data
from data import __main__ as cli
from data.errors import SelectionError
from tests.data.refresh_setting import figures_of, run, serve


@pytest.fixture(scope="module")
def package() -> bytes:
    return data.build_package()


def opened(package: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(package))


def descriptor(package: bytes) -> dict:
    return json.loads(opened(package).read("datapackage.json"))


def table(package: bytes, name: str) -> pd.DataFrame:
    return pd.read_csv(opened(package).open(f"data/{name}.csv"), keep_default_na=False, na_values=[""])


def faults(package: bytes, folder) -> list[str]:
    path = folder / "package.zip"
    path.write_bytes(package)
    report = frictionless.validate(path.as_posix(), type="package")
    return [message for (message,) in report.flatten(["message"])]


def test_the_package_is_valid_with_its_keys_and_checksums(package, tmp_path):
    assert faults(package, tmp_path) == []


def test_nothing_in_it_is_dated(package):
    assert {entry.date_time for entry in opened(package).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_figures_come_back_as_the_loaders_give_them(package):
    observations = table(package, "observations")
    observations["flag"] = observations["flag"].fillna("")
    pd.testing.assert_frame_equal(observations, data.load_observations(), check_dtype=False, check_exact=True)
    panels = table(package, "panels")
    for edition in data.editions().index:
        rows = panels[panels["edition"] == int(edition)]
        wide = rows.pivot_table(index="iso3", columns="indicator", values="value")
        given = data.load_panel(edition)
        assert given.count().sum() == len(rows)
        pd.testing.assert_frame_equal(wide[list(given)], given, check_names=False, check_exact=True)
    assert table(package, "countries")["in_panel"].sum() == len(data.panel_members())


def test_the_descriptor_names_version_licences_sources_and_every_column(package):
    told = descriptor(package)
    assert told["profile"] == "tabular-data-package"
    assert told["version"] == data.version()
    sources = data.load_sources()
    assert {licence["name"] for licence in told["licenses"]} == set(sources["licence"])
    assert [source["name"] for source in told["sources"]] == list(sources.index)
    assert all(source["citation"] and source["licence"] for source in told["sources"])
    assert told["contributors"]
    assert "created" not in told, "when the snapshot was built is not known"
    for resource in told["resources"]:
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(table(package, resource["name"]))
        assert all(field["description"] for field in fields)
    observations = next(item for item in told["resources"] if item["name"] == "observations")
    assert {key["fields"][0] for key in observations["schema"]["foreignKeys"]} == {
        "iso3",
        "indicator",
        "source",
    }
    types = {field["name"]: field["type"] for field in observations["schema"]["fields"]}
    assert (types["year"], types["value"], types["iso3"]) == ("integer", "number", "string")


def test_licences_that_must_travel_are_inside(package):
    assert b"Permission is hereby granted" in opened(package).read("licences/barro_lee_mit.txt")


def test_no_text_in_it_would_run_in_a_spreadsheet(package):
    told = descriptor(package)
    for resource in told["resources"]:
        words = table(package, resource["name"]).select_dtypes(exclude="number").astype("string")
        for column in words:
            starts = words[column].dropna().str.match(r"[=+\-@\t\r\n]")
            assert not starts.any(), (resource["name"], column)


ODD = [
    "Xã 1 (A/B) <b>*_1",
    'He said "no"; twice, or\tthrice',
    "O'Higgins; R'",
    "NA",
    "Z\rW",
    "'=1+1",
    "|#\\n",
]
"""Names that a reader which guesses would take for something else."""

SOURCES = pd.DataFrame(
    {
        "title_en": ["Mine", "Theirs"],
        "publisher_en": ["", "Them"],
        "licence": ["", "CC-BY-4.0"],
        "licence_name_en": ["", "Creative Commons Attribution 4.0"],
        "licence_url": ["", "https://creativecommons.org/licenses/by/4.0/"],
        "citation": ["", "Theirs (2020)."],
        "vintage": ["", "2020"],
        "landing_page": ["", "https://example.org"],
    },
    index=["mine", "theirs"],
)


def units(**changes) -> data.PackageTable:
    plain = data.PackageTable(
        name="units",
        title="Units",
        description="",
        table=pd.DataFrame({"unit": ODD}),
        fields={"unit": "Name"},
        key=("unit",),
    )
    return replace(plain, **changes)


def values(**changes) -> data.PackageTable:
    plain = data.PackageTable(
        name="values",
        title="Values",
        description="",
        table=pd.DataFrame(
            {
                "unit": ODD[:4],
                "value": [0.5, None, float("inf"), float("-inf")],
                "rank": pd.array([1, None, 2, 3], dtype="Int64"),
                "sure": [True, False, True, False],
            }
        ),
        fields=dict.fromkeys(["unit", "value", "rank", "sure"], "What it is"),
        key=("unit",),
        references={"unit": ("units", "unit")},
        sources=("mine", "theirs"),
    )
    return replace(plain, **changes)


def small(*tables: data.PackageTable, **changes) -> bytes:
    about = {"name": "small", "title": "Small", "description": "", "version": "1", "sources": SOURCES}
    return data.pack(tables or [units(), values()], **{**about, **changes})


def test_odd_texts_and_numbers_are_held_as_they_are(tmp_path):
    package = small(files={"licence.txt": b"Free."}, more={"keywords": ["odd"]})
    assert faults(package, tmp_path) == []
    assert table(package, "units")["unit"].tolist() == [name.replace("\r", "\n") for name in ODD]
    assert opened(package).read("data/values.csv").splitlines()[1:] == [
        "Xã 1 (A/B) <b>*_1,0.5,1,True".encode(),
        b'"He said ""no""; twice, or\tthrice",,,False',
        b"O'Higgins; R',INF,2,True",
        b"NA,-INF,3,False",
    ]
    assert opened(package).read("licence.txt") == b"Free."
    assert descriptor(package)["keywords"] == ["odd"]
    told = frictionless.Package((tmp_path / "package.zip").as_posix())
    rows = [row["unit"] for row in told.get_resource("units").read_rows()]
    assert rows == [name.replace("\r", "\n") for name in ODD]


def test_what_is_not_known_of_a_source_is_left_out():
    told = descriptor(small())
    assert told["sources"][0] == {"name": "mine", "title": "Mine"}
    assert told["sources"][1]["title"] == "Them: Theirs"
    assert [licence["name"] for licence in told["licenses"]] == ["CC-BY-4.0"]
    assert "licenses" not in descriptor(small(units(), sources=SOURCES.head(1)))
    assert "sources" not in told["resources"][0]


def altered(package: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The package with one file changed, its recorded size and checksum brought along."""
    buffer, source = io.BytesIO(), opened(package)
    told = descriptor(package)
    contents = {entry: source.read(entry) for entry in source.namelist()}
    assert old in contents[f"data/{name}.csv"]
    content = contents[f"data/{name}.csv"].replace(old, new, 1)
    resource = next(item for item in told["resources"] if item["name"] == name)
    resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    contents |= {f"data/{name}.csv": content, "datapackage.json": json.dumps(told).encode()}
    with zipfile.ZipFile(buffer, "w") as archive:
        for entry, text in contents.items():
            archive.writestr(entry, text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"\nNA,", b"\nNobody,"), (b",0.5,", b",x.5,"), (b"\nNA,", f"\n{ODD[0]},".encode())],
)
def test_the_validator_sees_a_row_that_points_nowhere_a_changed_figure_and_a_row_twice(old, new, tmp_path):
    assert faults(altered(small(), "values", old, new), tmp_path)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ((units(), units()), "More than one table is called units"),
        ((units(fields={}),), "Table units: .* differ in unit"),
        ((units(sources=("nobody",)),), "Table units: unknown sources nobody"),
        ((units(table=pd.DataFrame({"unit": ["P", "P"]})),), "Table units: rows are alike in unit"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_by_name(tables, message):
    with pytest.raises(SelectionError, match=message):
        small(*tables)


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory) -> Path:
    """Figures of one series refreshed: a year more, and one value revised."""
    figures = figures_of(["human_capital_index"])
    for code, rows in figures.items():
        newest = rows[rows["year"] == rows["year"].max()]
        first = rows["value"].where(rows.index != rows.index[0], rows["value"] + 0.001)
        figures[code] = pd.concat([rows.assign(value=first), newest.assign(year=2021)], ignore_index=True)
    with serve(figures) as server:
        return run(tmp_path_factory.mktemp("cache"), server.address, ["human_capital_index"]).folder


def test_refreshed_figures_leave_with_what_was_revised(refreshed, tmp_path):
    package = data.build_package(folder=refreshed)
    assert faults(package, tmp_path) == []
    told = descriptor(package)
    assert told["version"] == data.version(refreshed) != data.version()
    assert f"on top of the snapshot {data.version()}" in told["description"]
    assert "hci_api" in {source["name"] for source in told["sources"]}
    revised = table(package, "revisions")
    assert len(revised) == 1
    assert (revised["new"] - revised["old"]).iloc[0] == pytest.approx(0.001)
    assert 2021 in set(table(package, "observations")["year"])


def test_the_command_writes_the_package_of_the_figures_that_are_asked_for(
    package, refreshed, tmp_path, capsys
):
    target = tmp_path / "all.zip"
    target.write_bytes(b"old")
    assert cli.main(["package", "--output", str(target)]) == 0
    assert target.read_bytes() == package, "the same figures give the same bytes"
    cache = str(refreshed.parents[1])
    assert cli.main(["package", "--output", str(target), "--figures", "refreshed", "--cache", cache]) == 0
    assert descriptor(target.read_bytes())["version"] == refreshed.name
    assert list(tmp_path.iterdir()) == [target]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--figures", "nowhere"], "nowhere: provenance.json is missing"),
        (["--figures", "refreshed"], "There are no refreshed figures yet: python -m data refresh"),
        (["--output", "missing/all.zip"], "No such file or directory"),
    ],
)
def test_a_package_that_cannot_be_written_is_one_message_and_status_1(
    options, message, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DXINDEX_CACHE", str(tmp_path / "cache"))
    assert cli.main(["package", "--output", "all.zip", *options]) == 1
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_sources_say_what_the_snapshot_holds_of_each():
    sources, observations = data.load_sources(), data.load_observations()
    assert sources.loc[sources["series"] > 0, "values"].sum() == len(observations)
    assert sources.loc["dai", ["series", "last_year"]].tolist() == [4, 2016]
    assert sources.loc["oghist", ["series", "values", "economies"]].tolist() == [0, 6230, 218]
    assert sources.loc["dxindex", "values"] == 0
    assert pd.isna(sources.loc["dxindex", "last_year"])
    wanted = ["title_vi", "publisher_vi", "licence_url", "citation", "vintage", "landing_page", "obtained"]
    assert sources[wanted].ne("").all().all()
