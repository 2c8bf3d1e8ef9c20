"""One module per publisher's layout.

Each importer of series offers `read(path, codes)` and returns a tidy frame with the columns of
`data.importers.cells.TIDY`: the place as the file writes it, the year the value was measured, the code of the
series and the value. It returns only the codes it finds; `data.build` decides what that means. What is
special about a layout, and every trap in it, is handled here and nowhere else; corrections of place codes are
in `country_codes.toml`.
"""
