"""Tables in Markdown, and the places in a document where they are written anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

PLACE = re.compile(r"(?<=<!-- table: )([a-z-]+)( -->\n).*?(?=<!-- end of table -->)", re.DOTALL)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; a head that begins with ``>`` is of numbers, which stand right.

    >>> print(table(["What", ">How many"], [("a | b", 2)]), end="")
    | What | How many |
    |---|--:|
    | a \\| b | 2 |
    """
    lines = [_row(head.removeprefix(">") for head in heads)]
    lines.append("|" + "".join("--:|" if head.startswith(">") else "---|" for head in heads) + "\n")
    return "".join([*lines, *map(_row, rows)])


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"


def folded(title: str, content: str) -> str:
    """Return content that is shown when its title is clicked."""
    return f"<details>\n<summary>{title}</summary>\n\n{content}\n</details>\n"


def places(text: str) -> list[str]:
    """Return the names of the tables that a document has a place for."""
    return [name for name, _ in PLACE.findall(text)]


def fill(text: str, tables: Mapping[str, str]) -> str:
    """Return a document with every table as given; its own words stay.

    >>> fill("<!-- table: a -->\\nold\\n<!-- end of table -->\\n", {"a": "new\\n"})
    '<!-- table: a -->\\nnew\\n<!-- end of table -->\\n'
    """
    return PLACE.sub(lambda found: f"{found[1]}{found[2]}{tables[found[1]]}", text)
