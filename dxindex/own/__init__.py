"""Anybody's figures and anybody's index: read within bounds, understood, checked, every fault told.

>>> from dxindex import own
>>> table = own.read_table("tên;Băng rộng\\nHuế;1,5\\nVinh;2\\n".encode(), "tinh.csv")
>>> own.check(own.understand(table)).panel()["Băng rộng"].to_dict()
{'Huế': 1.5, 'Vinh': 2.0}
"""

from dxindex.own.checking import check
from dxindex.own.faults import Fault, RefusedFileError, quotable, told
from dxindex.own.framework import find_lacks, propose_framework, read_framework, unscorable
from dxindex.own.known import Catalogue, Known, Places, read_catalogue
from dxindex.own.limits import MAX_BYTES
from dxindex.own.own_data import OwnData, roles_told
from dxindex.own.reading import SUFFIXES, read_table
from dxindex.own.roles import Role
from dxindex.own.table import Table
from dxindex.own.understanding import ECONOMIES, UNITS, Understanding, understand

__all__ = [
    "ECONOMIES",
    "MAX_BYTES",
    "SUFFIXES",
    "UNITS",
    "Catalogue",
    "Fault",
    "Known",
    "OwnData",
    "Places",
    "RefusedFileError",
    "Role",
    "Table",
    "Understanding",
    "check",
    "find_lacks",
    "propose_framework",
    "quotable",
    "read_catalogue",
    "read_framework",
    "read_table",
    "roles_told",
    "told",
    "understand",
    "unscorable",
]
