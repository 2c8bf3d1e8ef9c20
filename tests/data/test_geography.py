"""Where economies are: a point for each, and land without a border; the build is repeatable."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

import data
from data import SnapshotError, SourceError
from data.atlas import GEOGRAPHY
from data.atlas_build import _farthest_inside, _outline, build_geography
from data.panel_rule import panel_members

# West, south, east, north: roomy boxes from an ordinary map.
BOXES = {
    "VNM": (102, 8, 110, 24),
    "SGP": (103.5, 1.1, 104.1, 1.5),
    "MDV": (72, -1, 74, 8),
    "EST": (21, 57, 29, 60),
    "GBR": (-8, 49, 2, 61),
    "FRA": (-5, 42, 8, 51),
    "USA": (-125, 24, -66, 50),
    "BRA": (-74, -34, -34, 6),
    "FJI": (176, -20, 181, -15),
    "XKX": (20, 41.8, 22, 43.3),
    "TUV": (176, -11, 180, -5),
    "CHI": (-3, 49, -1.9, 49.8),
    "TWN": (120, 21, 122.1, 26),
}
ATLAS = os.environ.get("DXINDEX_ATLAS")


def test_every_economy_of_the_panel_and_of_the_list_has_a_point():
    points = data.load_points()
    assert set(panel_members()) <= set(points.index)
    lacking = json.loads((GEOGRAPHY / "provenance.json").read_text(encoding="utf-8"))["lacking"]
    assert set(points.index) == set(data.load_countries().index) - set(lacking)


def test_points_are_degrees_by_code():
    points = data.load_points()
    assert points.index.name == "iso3"
    assert points.index.is_unique
    assert points.index.is_monotonic_increasing
    assert (points.dtypes == "float64").all()
    assert points["longitude"].between(-180, 180).all()
    assert points["latitude"].between(-60, 84).all()
    assert not points.duplicated().any()


@pytest.mark.parametrize("iso3", BOXES)
def test_points_are_where_the_economies_are(iso3):
    west, south, east, north = BOXES[iso3]
    longitude, latitude = data.load_points().loc[iso3]
    assert west < longitude < east
    assert south < latitude < north


def test_land_has_no_borders_and_names_no_country():
    land = data.load_land()
    assert list(land["objects"]) == ["land"]
    (geometry,) = land["objects"]["land"]["geometries"]
    assert set(geometry) == {"type", "arcs"}
    # A border would be an arc of two shapes, or a line between them: here every arc is one ring, used once.
    used = [arc for polygon in geometry["arcs"] for ring in polygon for arc in ring]
    assert all(len(ring) == 1 for polygon in geometry["arcs"] for ring in polygon)
    assert sorted(used) == list(range(len(land["arcs"])))
    assert all(np.sum(arc[1:], axis=0).tolist() == [0, 0] for arc in land["arcs"])
    assert (GEOGRAPHY / "land.json").stat().st_size < 60_000


def test_land_ends_north_of_antarctica():
    land = data.load_land()
    scale, shift = land["transform"]["scale"][1], land["transform"]["translate"][1]
    assert min(np.cumsum(arc, axis=0)[:, 1].min() for arc in land["arcs"]) * scale + shift > -60


def test_what_a_loader_returns_belongs_to_the_caller():
    data.load_land()["arcs"].clear()
    points = data.load_points()
    points.loc["VNM"] = 0.0
    assert data.load_land()["arcs"]
    assert data.load_points().loc["VNM", "longitude"] > 100


def test_damaged_and_missing_files_are_refused(tmp_path):
    folder = Path(shutil.copytree(GEOGRAPHY, tmp_path / "geography"))
    (folder / "points.csv").write_text("iso3,longitude,latitude\nVNM,0.00,0.00\n", encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"points\.csv is damaged"):
        data.load_points(folder=folder)
    (folder / "land.json").unlink()
    with pytest.raises(SnapshotError, match=r"land\.json cannot be read"):
        data.load_land(folder=folder)
    (folder / "provenance.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SnapshotError, match="does not name the checksum"):
        data.load_points(folder=folder)


def test_another_atlas_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"land-110m\.json cannot be read"):
        build_geography(tmp_path, tmp_path / "out")
    (tmp_path / "land-110m.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SourceError, match="checksum differs"):
        build_geography(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def ring(*corners):
    return np.array([*corners, corners[0]], dtype=float)


def test_the_point_is_the_deepest_of_the_largest_polygon():
    """An L at the equator: its middle is outside, and its deepest point is in the wide foot."""
    small = [ring((10, 0), (11, 0), (11, 1), (10, 1))]
    bent = [ring((0, -2), (8, -2), (8, 2), (1, 2), (1, 9), (0, 9))]
    longitude, latitude = _farthest_inside([small, bent])
    assert 2 <= longitude <= 6
    assert latitude == pytest.approx(0, abs=0.02)


def test_the_point_is_not_in_a_hole():
    holed = [ring((0, -3), (6, -3), (6, 3), (0, 3)), ring((0.5, -2.5), (4, -2.5), (4, 2.5), (0.5, 2.5))]
    longitude, _latitude = _farthest_inside([holed])
    assert 4 < longitude < 6


def test_the_outline_leaves_antarctica_out_and_keeps_lakes():
    land = {
        "transform": {"scale": [1.0, 1.0], "translate": [0.0, -90.0]},
        "arcs": [
            [[0, 80], [30, 0], [0, 20], [-30, 0], [0, -20]],
            [[5, 85], [0, 5], [5, 0], [0, -5], [-5, 0]],
            [[0, 0], [90, 0], [0, 20], [-90, 0], [0, -20]],
        ],
        "objects": {"land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[0], [1]], [[2]]]}]}},
    }
    outline = _outline(land)
    assert outline["objects"]["land"]["geometries"][0]["arcs"] == [[[0], [1]]]
    assert outline["arcs"][0] == [[3600, 1600], [600, 0], [0, 400], [-600, 0], [0, -400]]


@pytest.mark.skipif(not ATLAS, reason="DXINDEX_ATLAS names no folder of world-atlas 2.0.2")
def test_the_build_gives_the_committed_bytes(tmp_path):
    assert build_geography(ATLAS, tmp_path) == []
    for path in GEOGRAPHY.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
