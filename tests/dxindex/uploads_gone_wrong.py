"""Real exports gone wrong in one to three ways, and what becomes of them; run as a program, a range at a time.

``python uploads_gone_wrong.py FIRST LAST`` prints what became of each as JSON, and how much memory it took: the
highest resident size of this process, and of the processes that opened workbooks and Parquet files for it.
"""

from __future__ import annotations

import functools
import io
import json
import random
import resource
import struct
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import data
import dxindex as dx
from dxindex import i18n, own
from dxindex.caption import Caption
from dxindex.own.faults import MAX_QUOTED
from dxindex.own.limits import MAX_FAULTS, MAX_INDICATORS, MAX_UNITS
from dxindex.tables import as_csv, as_excel, as_parquet

Way = Callable[[bytes, random.Random], bytes]
KINDS = ("csv", "csv", "tidy", "semicolon", "xlsx", "xlsx", "parquet", "parquet", "toml")
SUFFIX = {"tidy": "csv", "semicolon": "csv"}


@functools.cache
def seed(kind: str) -> bytes:
    """A file as the project itself writes it."""
    panel, caption = data.load_panel("2014").head(40), Caption("Panel", source="World Bank")
    if kind == "csv":
        return as_csv(panel.iloc[:, :8], caption)
    if kind == "semicolon":
        named = panel.iloc[:, :6].join(data.load_countries("2014")[["name_vi"]])
        return named.to_csv(sep=";", decimal=",").encode()
    if kind == "tidy":
        return data.load_observations(years=[2014, 2015]).head(400).to_csv(index=False).encode()
    if kind == "xlsx":
        return as_excel({"Scores": panel.iloc[:, :8]}, data.load_sources().head(3), caption)
    if kind == "parquet":
        return as_parquet(panel.iloc[:, :8].reset_index(), caption)
    return dx.load_framework("wdr2016").to_toml().encode()


# Bytes


def cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def beheaded(content: bytes, dice: random.Random) -> bytes:
    return content[dice.randrange(min(len(content), 400) + 1) :]


def flipped(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice([1, 3, 20, 200])):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def lengthened(content: bytes, dice: random.Random) -> bytes:
    return content + dice.randbytes(dice.choice([1, 50, 3_000]))


def stretched(content: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(content) + 1)
    piece = content[place : place + dice.choice([1, 4, 64])]
    return content[:place] + piece * dice.choice([2, 100, 5_000]) + content[place:]


# Texts


def reencoded(content: bytes, dice: random.Random) -> bytes:
    encodings = ["utf-16", "utf-16-le", "utf-32", "cp1252", "cp1258", "shift_jis", "utf-7", "utf-8-sig"]
    return content.decode("utf-8", "replace").encode(dice.choice(encodings), "replace")


def redivided(content: bytes, dice: random.Random) -> bytes:
    old, new = dice.choice([b",", b";"]), dice.choice([b";", b"\t", b"|", b" ", b",,", b"\x1f", b""])
    return content.replace(old, new)


def relined(content: bytes, dice: random.Random) -> bytes:
    return content.replace(b"\n", dice.choice([b"\r\n", b"\r", b"\n\n", b"\x0b", b"\x85", b"", b"\n,"]))


def retyped(content: bytes, dice: random.Random) -> bytes:
    new = dice.choice(
        [
            b'"',
            b"=cmd|'/c'!A1",
            b"<script>",
            b"9" * 5_000,
            b"1e400",
            b"-",
            b"inf",
            b"1.234,5",
            b"%d%s{0}",
            b"\x00",
        ]
    )
    return content.replace(dice.choice([b"0.", b"1", b"2014", b"5", b","]), new, dice.choice([1, 7, 10_000]))


def reheaded(content: bytes, dice: random.Random) -> bytes:
    old = dice.choice([b"iso3", b"dai", b"year", b"value", b"indicator", b"id", b"parent", b"score"])
    new = dice.choice(
        [b"", b"dai", b"year", b"value", b"\xe2\x80\xae", b"#", b'"', b"=1+1", b"x" * 200_000, b"a,a"]
    )
    return content.replace(old, new, dice.choice([1, 1_000]))


def grown(content: bytes, dice: random.Random) -> bytes:
    most = 11 * 1024 * 1024 // max(len(content), 1)
    return content * dice.randrange(2, dice.choice([5, 40, max(most, 3)]))


def widened(content: bytes, dice: random.Random) -> bytes:
    return content.replace(b",", b"," * dice.choice([2, 60, 700]), dice.choice([5, 100]))


def deepened(content: bytes, dice: random.Random) -> bytes:
    opening = dice.choice([b"a=" + b"[" * 50_000, b"[" + b"a." * 50_000 + b"a]\n", b"a={b=" * 5_000])
    return dice.choice([opening + content, content + b"\n" + opening])


# Workbooks


def repacked(change: Callable[[dict[str, bytes], random.Random], None]) -> Way:
    """A way that changes the parts of an archive, where the file still is one."""

    def way(content: bytes, dice: random.Random) -> bytes:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
        except Exception:  # noqa: BLE001 - no archive any more
            return content
        change(parts, dice)
        buffer = io.BytesIO()
        kind = dice.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED])
        if sum(map(len, parts.values())) > 1_000_000:
            kind = zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(buffer, "w", kind, compresslevel=1) as archive:
            for name, part in parts.items():
                archive.writestr(name, part)
        return buffer.getvalue()

    return way


def some_part(parts: dict[str, bytes], dice: random.Random) -> str:
    return dice.choice([name for name in parts if name.endswith((".xml", ".rels"))] or list(parts))


def damage_part(parts: dict[str, bytes], dice: random.Random) -> None:
    name = some_part(parts, dice)
    parts[name] = dice.choice([flipped, cut, lengthened, stretched])(parts[name], dice)


def drop_part(parts: dict[str, bytes], dice: random.Random) -> None:
    del parts[some_part(parts, dice)]


def add_bomb(parts: dict[str, bytes], dice: random.Random) -> None:
    name = dice.choice(
        ["xl/sharedStrings.xml", "xl/worksheets/sheet2.xml", "xl/media/image1.png", "xl/styles.xml"]
    )
    parts[name] = parts.get(name, b"") + dice.choice(
        [b" " * 70_000_000, b"<c/>" * 17_000_000, b"<si><t>x</t></si>" * 1_000_000]
    )


def add_strange(parts: dict[str, bytes], dice: random.Random) -> None:
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w") as archive:
        archive.writestr("xl/workbook.xml", b"x" * 100_000)
    strange = [
        "../../../etc/passwd",
        "/etc/passwd",
        "xl\\..\\x",
        "xl/worksheets/../../x.xml",
        "xl/vbaProject.bin",
        "\u202e",
    ]
    parts[dice.choice(strange)] = nested.getvalue()


def move_cells(parts: dict[str, bytes], dice: random.Random) -> None:
    for name in [name for name in parts if name.startswith("xl/worksheets/")]:
        far = dice.choice(
            [b"XFD1048576", b"A1048576", b"XFD1", b"ZZZZZ9", b"A0", b"A99999999999", b"", b"&#65;1"]
        )
        parts[name] = parts[name].replace(dice.choice([b'r="A2"', b'r="2"', b'r="B3"']), b'r="' + far + b'"')


def add_entities(parts: dict[str, bytes], dice: random.Random) -> None:
    name = some_part(parts, dice)
    lol = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
    outside = b'<!ENTITY x SYSTEM "file:///etc/passwd">'
    parts[name] = b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a0 "ha">' + lol + outside + b"]>" + parts[name].partition(b"?>")[2]  # fmt: skip


def reencode_part(parts: dict[str, bytes], dice: random.Random) -> None:
    name = some_part(parts, dice)
    parts[name] = reencoded(parts[name], dice)


def lying_directory(content: bytes, dice: random.Random) -> bytes:
    """Other sizes, flags, methods or checksums in the archive's directory."""
    changed, place = bytearray(content), content.find(b"PK\x01\x02")
    while place >= 0 and place + 46 < len(changed):
        if dice.random() < 0.5:
            offset, form = dice.choice(
                [(8, "<H"), (10, "<H"), (16, "<I"), (20, "<I"), (24, "<I"), (28, "<H"), (42, "<I")]
            )
            value = (
                dice.choice([0, 1, 8, 255, 65_535]) if form == "<H" else dice.choice([0, 1, 2**31, 2**32 - 1])
            )
            struct.pack_into(form, changed, place + offset, value)
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


# Parquet


def damaged_footer(content: bytes, dice: random.Random) -> bytes:
    if len(content) < 12:
        return content
    size = struct.unpack("<I", content[-8:-4])[0] % len(content)
    start = max(len(content) - 8 - size, 0)
    return content[:start] + flipped(content[start:-8], dice) + content[-8:]


def damaged_pages(content: bytes, dice: random.Random) -> bytes:
    return content[:4] + flipped(content[4 : len(content) // 2], dice) + content[len(content) // 2 :]


def wrong_length(content: bytes, dice: random.Random) -> bytes:
    return content[:-8] + struct.pack("<I", dice.choice([0, 1, 2**31 - 1, 2**32 - 1])) + content[-4:]


def rewritten(content: bytes, dice: random.Random) -> bytes:
    """Another table: nested, too long, too large once it is unpacked, or with metadata that lies."""
    many = dice.choice([1_000, 1_000, 200_000])
    table = dice.choice(
        [
            lambda: pa.table({"iso3": ["VNM"] * many, "a": np.arange(many)}),
            lambda: pa.table({"iso3": ["VNM"], "a": [{"b": [1]}]}),
            lambda: pa.table({"iso3": ["x" * 9_000] * (many // 20), "a": np.zeros(many // 20)}),
            lambda: pa.table({f"c{n}": [n] for n in range(many // 300)}),
            lambda: pa.table({"iso3": ["VNM", "SGP"], "a": pa.array([1, 2], pa.decimal128(5, 2))}),
            lambda: pa.table({"iso3": ["VNM", "SGP"], "a": [b"\xff", None]}),
            lambda: pa.table({"iso3": ["VNM", "SGP"], "a": [float("inf"), float("nan")]}),
            lambda: pa.table({"": ["VNM", "SGP"], "\u202e": [1.0, 2.0]}),
        ]
    )()  # fmt: skip
    lies = {b"pandas": dice.randbytes(30), b"ARROW:schema": dice.choice([b"", dice.randbytes(60)])}
    buffer = io.BytesIO()
    compression = dice.choice(["zstd", "gzip", "snappy", "brotli"])
    pq.write_table(table.replace_schema_metadata(lies), buffer, compression=compression)
    return buffer.getvalue()


BYTES: Sequence[Way] = (cut, beheaded, flipped, lengthened, stretched)
TEXTS: Sequence[Way] = (*BYTES, reencoded, redivided, relined, retyped, reheaded, grown, widened)
BOOKS: Sequence[Way] = (
    *BYTES,
    lying_directory,
    *map(
        repacked,
        (damage_part, damage_part, drop_part, add_bomb, add_strange, move_cells, add_entities, reencode_part),
    ),
)
WAYS = {
    **dict.fromkeys(("csv", "tidy", "semicolon"), TEXTS),
    "xlsx": BOOKS,
    "parquet": (flipped, cut, stretched, damaged_footer, damaged_pages, wrong_length, rewritten, rewritten),
    "toml": (*TEXTS, deepened),
}  # fmt: skip


def mutated(index: int) -> tuple[str, bytes]:
    """The upload of a number: its name, and its content; the same for the same number."""
    dice = random.Random(index)
    kind = dice.choice(KINDS)
    content = seed(kind)
    for way in dice.choices(WAYS[kind], k=dice.choice([1, 1, 2, 3])):
        content = way(content, dice)[: 12 * 1024 * 1024]
    suffix = SUFFIX.get(kind, kind)
    return (
        f"{kind}.{suffix if dice.random() < 0.9 else dice.choice(['csv', 'xlsx', 'parquet', 'toml', ''])}",
        content,
    )


@functools.cache
def surroundings() -> tuple[own.Catalogue, own.Places]:
    return own.read_catalogue(data.load_indicators()), own.Places(data.recognise_places, data.nearest_places)


def judge(name: str, content: bytes) -> str:
    """What becomes of an upload: what it was read as, or the kind of fault it is refused for.

    Raises
    ------
    AssertionError
        For figures that are not sound, and for a fault without words.
    """
    try:
        if name.endswith(".toml"):
            framework = own.read_framework(content, name)
            assert dx.Framework.from_toml(framework.to_toml()) == framework
            return "framework"
        catalogue, places = surroundings()
        table = own.read_table(content, name)
        figures = own.check(own.understand(table, catalogue=catalogue, places=places))
    except own.RefusedFileError as error:
        check_faults(error.faults)
        return error.fault.kind
    check_faults(figures.faults)
    check_figures(figures)
    return f"read as {table.form}"


def check_faults(faults: Sequence[own.Fault]) -> None:
    assert len(faults) <= MAX_FAULTS + 1
    for fault in faults:
        assert fault.row is None or fault.row >= 1
        assert len(fault.found) <= MAX_QUOTED
    for fault in {fault.kind: fault for fault in faults}.values():
        for lang in i18n.LANGUAGES:
            assert all(own.told(fault, lang)), fault


def check_figures(figures: own.OwnData) -> None:
    panel = figures.panel()
    assert panel.index.is_unique
    assert panel.columns.is_unique
    assert 0 < len(panel) <= MAX_UNITS
    assert 0 < panel.shape[1] <= MAX_INDICATORS
    assert np.isfinite(figures.tidy["value"].to_numpy()).all()
    assert all(figures.words(lang) for lang in i18n.LANGUAGES)
    assert figures.n_faults >= len(figures.faults)
    usable = panel.drop(columns=list(own.unscorable(panel)))
    if usable.shape[1]:
        result = dx.fit_index(usable, normalise="minmax").result(usable)
        assert result.scores.stack().dropna().between(-1e-9, 1 + 1e-9).all()


def main(first: int, last: int) -> None:
    outcomes: dict[str, int] = {}
    for index in range(first, last):
        name, content = mutated(index)
        try:
            outcome = judge(name, content)
        except BaseException:
            sys.stderr.write(f"upload {index} ({name}, {len(content)} bytes)\n")
            raise
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    sys.stdout.write(json.dumps({"outcomes": outcomes, "megabytes": own_peak(), "megabytes_apart": apart}))


def own_peak() -> int:
    """Highest resident size of this process in megabytes.

    From the kernel's own list where there is one: ``getrusage`` counts whoever started the process along.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
