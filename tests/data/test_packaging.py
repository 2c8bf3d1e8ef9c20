"""The data package is valid, complete, equal to what the loaders give, and the same every time."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace

import frictionless
import pandas as pd
import pytest

import data
from data.errors import SelectionError


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


def test_the_package_is_valid_with_its_keys_and_checksums(package, tmp_path):
    assert faults(package, tmp_path) == []


def test_the_validator_sees_a_row_that_points_nowhere(package, tmp_path):
    assert faults(altered(package, "income-groups", b"\nAFG,", b"\nQQQ,"), tmp_path)


def test_the_validator_sees_a_changed_figure(package, tmp_path):
    changed = altered(package, "observations", b"AFG,2014,dai,0.3", b"AFG,2014,dai,x.3")
    assert faults(changed, tmp_path)


def test_the_same_figures_give_the_same_bytes(package):
    assert data.build_package() == package
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


def extra(**changes) -> data.PackageTable:
    plain = data.PackageTable(
        name="scores",
        title="Scores",
        description="",
        table=pd.DataFrame({"iso3": ["VNM", "SGP"], "score": [0.5, None]}),
        fields={"iso3": "Code", "score": "0-1"},
        key=("iso3",),
        references={"iso3": ("countries", "iso3")},
    )
    return replace(plain, **changes)


def test_other_tables_can_be_put_beside(tmp_path):
    package = data.build_package(more=[extra()])
    assert faults(package, tmp_path) == []
    assert opened(package).read("data/scores.csv") == b"iso3,score\nVNM,0.5\nSGP,\n"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "countries"}, "More than one table is called countries"),
        ({"fields": {"iso3": "Code"}}, "Table scores: .* differ in score"),
        ({"sources": ("nobody",)}, "Table scores: unknown sources nobody"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_by_name(changes, message):
    with pytest.raises(SelectionError, match=message):
        data.build_package(more=[extra(**changes)])


def test_sources_say_what_the_snapshot_holds_of_each():
    sources, observations = data.load_sources(), data.load_observations()
    assert sources.loc[sources["series"] > 0, "values"].sum() == len(observations)
    assert sources.loc["dai", ["series", "last_year"]].tolist() == [4, 2016]
    assert sources.loc["oghist", ["series", "values", "economies"]].tolist() == [0, 6230, 218]
    assert sources.loc["dxindex", "values"] == 0
    assert pd.isna(sources.loc["dxindex", "last_year"])
    wanted = ["title_vi", "publisher_vi", "licence_url", "citation", "vintage", "landing_page", "obtained"]
    assert sources[wanted].ne("").all().all()
