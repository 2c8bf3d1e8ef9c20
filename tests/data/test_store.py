"""A snapshot is loaded whole and unharmed, or refused by name."""

import json
import re
import threading

import pytest

import data
from data import store
from data.errors import SnapshotError
from data.store import PROVENANCE, TABLES, file_name, open_store


@pytest.mark.parametrize("table", sorted(TABLES))
@pytest.mark.parametrize("harm", ["one byte", "truncated", "missing", "empty"])
def test_a_damaged_file_is_refused_by_name_with_a_way_out(small_snapshot, table, harm):
    path = small_snapshot / file_name(table)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes({"one byte": bytes(content), "truncated": content[:-1], "empty": b""}[harm])
    for load in (data.load_panel, data.load_countries, data.version, data.verify):
        with pytest.raises(SnapshotError) as refusal:
            load(folder=small_snapshot)
        assert str(path) in str(refusal.value)
        assert "python -m data build" in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": 2}',
        '{"format": 1, "newest_vintage": "2021-09", "outputs": {}}',
        "\x00",
    ],
)
def test_a_damaged_provenance_record_is_refused_by_name(small_snapshot, text):
    (small_snapshot / PROVENANCE).write_text(text, encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"provenance\.json is damaged"):
        data.load_panel(folder=small_snapshot)


def test_a_provenance_record_that_is_not_text_is_refused(small_snapshot):
    (small_snapshot / PROVENANCE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SnapshotError, match=r"provenance\.json is damaged"):
        data.verify(small_snapshot)


def test_a_folder_without_a_snapshot_is_refused(tmp_path):
    with pytest.raises(SnapshotError, match=r"There is no snapshot in .*provenance\.json is missing"):
        data.load_observations(folder=tmp_path)


def test_checksums_are_verified_once_per_process_and_folder(small_snapshot, monkeypatch):
    verified = []
    checksum = store.checksum
    monkeypatch.setattr(store, "checksum", lambda content: verified.append(len(content)) or checksum(content))
    threads = [threading.Thread(target=open_store, args=(small_snapshot,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    data.load_panel(folder=small_snapshot)
    data.load_countries("2016", folder=str(small_snapshot))
    assert len(verified) == len(TABLES)


def test_a_repaired_folder_loads_without_a_new_process(small_snapshot):
    path = small_snapshot / "countries.parquet"
    whole = path.read_bytes()
    path.write_bytes(b"damaged")
    with pytest.raises(SnapshotError):
        open_store(small_snapshot)
    path.write_bytes(whole)
    assert len(open_store(small_snapshot).countries) == 11


def rewritten(folder, table, change):
    """Change a table and record its new checksum, so that only its content is wrong."""
    opened = open_store(folder)
    tables = {name: getattr(opened, name) for name in TABLES}
    provenance = {key: value for key, value in opened.provenance.items() if key not in ("format", "outputs")}
    target = folder.parent / "rewritten"
    store.write_snapshot(target, {**tables, table: change(tables[table].copy())}, provenance)
    return target


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        (
            "observations",
            lambda t: t.replace({"iso3": {"VNM": "ZZZ"}}),
            "economies that countries.parquet lacks: ZZZ",
        ),
        (
            "observations",
            lambda t: t.replace({"indicator": {"dai": "daj"}}),
            "series that indicators.toml lacks: daj",
        ),
        (
            "observations",
            lambda t: t[t["indicator"] != "dai"],
            r"no values for series of indicators\.toml: .*\bdai\b",
        ),
        (
            "observations",
            lambda t: t.replace({"source": {"dai": "dab"}}),
            "sources that sources.toml lacks: dab",
        ),
        (
            "observations",
            lambda t: t.assign(value=t["value"].mask(t["indicator"] == "dai", 2.0)),
            "out of bounds: dai",
        ),
        ("observations", lambda t: t.iloc[[0, 0, *range(1, len(t))]], "given twice: dai MKD 2014 = 0.5"),
        ("countries", lambda t: t.iloc[[0, 0, *range(1, len(t))]], "given twice: AND"),
        ("income_groups", lambda t: t.iloc[[0, 0, *range(1, len(t))]], "given twice: AND"),
        ("income_groups", lambda t: t.replace({"iso3": {"VNM": "ZZZ"}}), "income_groups.parquet: economies"),
    ],
)
def test_verify_looks_beyond_checksums(small_snapshot, table, change, message):
    folder = rewritten(small_snapshot, table, change)
    with pytest.raises(SnapshotError) as refusal:
        data.verify(folder)
    assert f"{file_name(table)}: " in str(refusal.value)
    assert re.search(message, str(refusal.value))


def test_verify_names_a_file_with_other_columns(small_snapshot):
    path, wrong = small_snapshot / "countries.parquet", small_snapshot / "indicators.parquet"
    path.write_bytes(wrong.read_bytes())
    record = json.loads((small_snapshot / PROVENANCE).read_text(encoding="utf-8"))
    record["outputs"]["countries.parquet"] = record["outputs"]["indicators.parquet"]
    (small_snapshot / PROVENANCE).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"countries\.parquet: columns are \['indicator'"):
        data.verify(small_snapshot)


def test_verify_lists_every_damaged_file(small_snapshot):
    for table in ("countries", "observations"):
        (small_snapshot / file_name(table)).write_bytes(b"x")
    with pytest.raises(SnapshotError, match=r"(?s)observations\.parquet.*countries\.parquet"):
        data.verify(small_snapshot)


def test_the_version_follows_the_content(small_snapshot, built):
    assert data.version(small_snapshot) == data.version(built)
    assert data.version(rewritten(small_snapshot, "countries", lambda t: t.iloc[1:])) != data.version(built)
