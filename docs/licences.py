"""Write docs/licences.md: the licence of everything that dxindex runs on or brings along.

Of distributions it is what their metadata declares, which the standard library reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = Path(__file__).with_name("licences.md")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==\S+$", re.MULTILINE)
UNKNOWN = "unknown"
CLASSIFIER = "License :: "
LONGEST = 80
"""A longer text under the old field is a licence in full, not its name."""
BUNDLED = (
    (
        "dxindex Sans, a subset of Noto Sans",
        "SIL Open Font License 1.1",
        "dxindex/charts/fonts/OFL.txt",
        "pictures, slides and the published site",
    ),
    (
        "Vega, Vega-Lite, vega-embed and what they are built on",
        "BSD-3-Clause, ISC, MIT",
        "dxindex/site/assets/vega-licences.txt",
        "the published site",
    ),
    (
        "Natural Earth: land, and a point for every economy",
        "public domain; as packed in world-atlas: ISC",
        "data/licences/world_atlas_isc.txt",
        "maps",
    ),
)
"""What is copied into files that others receive: what, licence, its text in this project, where it goes."""


def pinned(requirements: Path = ROOT / "requirements.txt") -> list[str]:
    """Return the names of what is installed to run it, dependencies of dependencies included."""
    return PIN.findall(requirements.read_text(encoding="utf-8"))


def declared(metadata: PackageMetadata) -> str:
    """Return the licence that a distribution declares: by expression, else by classifier, else in words."""
    fields = metadata.json
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in fields.get("classifier", [])
        if text.startswith(CLASSIFIER) and text != "License :: OSI Approved"
    ]
    words = str(fields.get("license", "")).strip()
    in_words = words if len(words) <= LONGEST and "\n" not in words and words.upper() != "UNKNOWN" else ""
    return str(fields.get("license_expression") or "; ".join(classifiers) or in_words or UNKNOWN)


def rows() -> Iterator[tuple[str, str, str]]:
    """Return name, version and licence of each distribution."""
    for name in pinned():
        metadata = distribution(name).metadata
        yield metadata["Name"], metadata["Version"], declared(metadata)


def render() -> str:
    """Return the page as Markdown."""
    return "\n".join(
        [
            "# Licences",
            "",
            "Written by `make licences`. dxindex's own code is under the MIT licence ([LICENSE](../LICENSE)); figures are",
            "under each publisher's licence, named in `data/sources.toml` and on the page *Data & methods*.",
            "",
            "## What others receive with our files",
            "",
            "| What | Licence | Its text | Where it goes |",
            "|---|---|---|---|",
            *(f"| {what} | {licence} | `{text}` | {where} |" for what, licence, text, where in BUNDLED),
            "",
            "## What it runs on",
            "",
            "The distributions of `requirements.txt`, by what each declares. They are installed, not passed on; a",
            "container image passes them on, each with its licence in its own folder.",
            "",
            "| Distribution | Version | Licence |",
            "|---|---|---|",
            *(f"| {name} | {version} | {licence} |" for name, version, licence in rows()),
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
