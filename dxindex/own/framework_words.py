"""What can be wrong with somebody's framework, in words: what it means and what to do."""

from __future__ import annotations

from dxindex.i18n import translator


def framework_wordings(lang: str) -> dict[str, tuple[str, str]]:
    """Return, for each kind of :data:`dxindex.framework_faults.SENTENCES`, what it means and what to do."""
    return {**_of_file(lang), **_of_parts(lang), **_of_tree(lang)}


def _of_file(lang: str) -> dict[str, tuple[str, str]]:
    """The file as a whole."""
    _ = translator(lang)
    example = _(
        "Begin with the framework of an edition, which Data & methods offers, or with a proposed one."
    )
    return {
        "framework_too_large": (
            _("The framework has {found} bytes; at most {most} are read."),
            _("Leave out notes, or divide it."),
        ),
        "too_many_parts_declared": (
            _("The framework declares {found} nodes and indicators; at most {most} are read."),
            _("Leave some out."),
        ),
        "not_toml": (_("This is not valid TOML: {error}."), example),
        "too_deep": (_("Tables or lists are nested too deep."), example),
        "no_head": (_("The table [framework] is missing."), _("Begin with [framework] and an id.")),
        "not_rows": (_("“{key}” is not a list of tables."), _("Write [[{key}]] before each.")),
        "no_nodes": (_("There is no node."), _('Add at least one [[node]] with parent = "".')),
        "no_indicators": (_("There is no indicator."), _("Add at least one [[indicator]].")),
        "bad_scale": (
            _("The scale runs from {low} to {high}."),
            _("Write two finite numbers, the lower first."),
        ),
    }


def _of_parts(lang: str) -> dict[str, tuple[str, str]]:
    """One table of the file."""
    _ = translator(lang)
    pair = _("Write two finite numbers, the lower first.")
    return {
        "unknown_base": (
            _("The framework extends {name}, which is none of those that ship."),
            _("Extend one of {expected}."),
        ),
        "bad_leave_out": (_("What is left out is not a list of ids."), _('Write leave_out = ["..."].')),
        "unknown_left_out": (
            _("The framework leaves out {names}, which the one it extends does not have."),
            _("Leave out nodes and indicators of the framework that is extended."),
        ),
        "empty_id": (_("The id is empty."), _("Give it a name.")),
        "no_id": (_("The id is missing or is no text."), _('Write id = "...", with a name of its own.')),
        "no_table": (_("This is not a table."), _("Write [[{key}]] before it.")),
        "unknown_key": (_("Nothing is known of the key {names}."), _("Known are {expected}.")),
        "missing_key": (_("“{key}” is missing."), _("Add it.")),
        "not_a_text": (_("“{key}” is no text: {value}."), _("Write it in quotation marks.")),
        "no_number": (_("“{key}” is no number: {value}."), _("Write a number, without quotation marks.")),
        "no_pair": (_("“{key}” is no pair of numbers: {value}."), _("Write two numbers, as in [0.0, 1.0].")),
        "bad_title": (
            _("The title is neither a text nor a text for each language."),
            _('Write title = {{ en = "...", vi = "..." }}.'),
        ),
        "bad_weight": (_("The weight is {value}."), _("Write a finite number, zero or more.")),
        "bad_direction": (
            _("The direction is {value}."),
            _("Write 1 where more is better, -1 where less is better."),
        ),
        "bad_goalposts": (_("The goalposts are {low} and {high}."), pair),
    }


def _of_tree(lang: str) -> dict[str, tuple[str, str]]:
    """How the tables belong together."""
    _ = translator(lang)
    axes = _('Write axes = {{ x = "...", y = "..." }} with the ids of two nodes.')
    return {
        "bad_axes": (_("The axes are no table of node ids."), axes),
        "other_axes": (_("The axes are {names}, not {expected}."), axes),
        "unknown_axis": (_("The axis {axis} names “{node}”, which is no node."), axes),
        "same_axis": (_("The axes {names} name the same node."), _("Give each axis a node of its own.")),
        "doubled_id": (
            _("The id “{id}” is used {count} times."),
            _("Give every node and indicator an id of its own."),
        ),
        "rootless": (_("An indicator cannot be a root."), _("Name a node as its parent.")),
        "unknown_parent": (
            _("Its parent “{parent}” is no node."),
            _("Name a node of this framework, or add the node."),
        ),
        "cycle": (_("Nodes are one another's parents: {ring}."), _("Give one of them another parent.")),
        "childless": (_("The node has no children."), _("Give it an indicator or a node, or remove it.")),
        "weightless": (
            _("The weights of its children {names} sum to zero."),
            _("Give at least one of them a weight above zero."),
        ),
        "lacks_axes": (
            _(
                "The framework declares no two axes; the chart of two axes, and the pages that build on it, need them."
            ),
            axes,
        ),
        "lacks_figures": (
            _("None of the framework's indicators is in the figures: {names}."),
            _("Name the columns as the framework's indicators, or choose which column is which."),
        ),
    }
