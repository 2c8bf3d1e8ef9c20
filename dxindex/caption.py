"""What a chart or a table is called and where it is from: travels inside every file that is taken away."""

from __future__ import annotations

from dataclasses import dataclass

from dxindex.errors import InputError
from dxindex.i18n import translator


@dataclass(frozen=True)
class Caption:
    """Title and origin of a chart or a table, in the language of the file.

    Parameters
    ----------
    title : str
        Says what is seen.
    subtitle : str
        How to read it.
    unit, period : str
        What the figures are measured in, and the edition or the years they are of.
    source : str
        Publishers and databases.
    link : str
        Where the same view is found again.
    version : str
        Of data and method.
    command : str
        That makes the same again.

    Raises
    ------
    InputError
        Without a title: a file that does not say what it shows is not handed out.

    Examples
    --------
    >>> Caption("Adoption", unit="Score 0–1", period="2014").facts()
    {'title': 'Adoption', 'unit': 'Score 0–1', 'period': '2014'}
    """

    title: str
    subtitle: str = ""
    unit: str = ""
    period: str = ""
    source: str = ""
    link: str = ""
    version: str = ""
    command: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InputError("a chart or a table that is taken away needs a title")

    def facts(self) -> dict[str, str]:
        """Return what is known, by field, each in one line."""
        fields = ("title", "subtitle", "unit", "period", "source", "link", "version", "command")
        lines = {field: " ".join(str(getattr(self, field)).split()) for field in fields}
        return {field: line for field, line in lines.items() if line}

    def labelled(self, lang: str) -> dict[str, str]:
        """Return the same facts by the name a reader knows them under.

        Examples
        --------
        >>> Caption("Adoption", period="2014").labelled("vi")["Thời kỳ"]
        '2014'
        """
        _ = translator(lang)
        names = {
            "title": _("Title"),
            "subtitle": _("How to read it"),
            "unit": _("Unit"),
            "period": _("Period"),
            "source": _("Source"),
            "link": _("Link"),
            "version": _("Version"),
            "command": _("Command"),
        }
        return {names[field]: line for field, line in self.facts().items()}
