"""A link as a QR code, for the room to take along."""

from __future__ import annotations

import io

from dxindex.charts.theme import LIGHT
from dxindex.errors import InputError

MAX_QR_BYTES = 1273  # a side of 117 modules (version 25): finer ones are lost between projector and telephone
_QUIET = 4  # modules left free around the code, as ISO/IEC 18004 asks


def qr_svg(text: str, *, title: str = "") -> str:
    """Return a QR code as SVG, as large as its surroundings make it.

    Always dark on white with its quiet zone, on dark pages too: many scanners read nothing else. The error
    correction is the strongest that does not make the code finer.

    Parameters
    ----------
    text : str
        What the code says, commonly a link.
    title : str
        For readers who hear the page; none when empty.

    Returns
    -------
    str
        One ``<svg>`` element with a view box, without width and height.

    Raises
    ------
    InputError
        For an empty text, or one longer than :data:`MAX_QR_BYTES` in UTF-8.

    Examples
    --------
    >>> qr_svg("https://example.org")[:40]
    '<svg xmlns="http://www.w3.org/2000/svg" '
    """
    import segno

    length = len(text.encode())
    if not text or length > MAX_QR_BYTES:
        raise InputError(f"a QR code holds 1 to {MAX_QR_BYTES} bytes; the text has {length}")
    code = segno.make_qr(text, error="l", mode=None if text.isascii() else "byte", encoding="utf-8")
    buffer = io.BytesIO()
    code.save(
        buffer,
        kind="svg",
        border=_QUIET,
        dark=LIGHT.ink,
        light="#ffffff",
        title=title or None,
        xmldecl=False,
        omitsize=True,
    )
    return buffer.getvalue().decode().strip()
