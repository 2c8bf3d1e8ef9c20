"""What the tables of the methodology are headed by, and the words in them, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "vi")
"""In the order of the pairs below."""

HEADS = {
    "axis": ("Axis", "Trục"),
    "pillar": ("Pillar", "Trụ cột"),
    "indicator": ("Indicator", "Chỉ báo"),
    "unit": ("Unit", "Đơn vị"),
    "goalposts": ("Goalposts", "Mốc chuẩn"),
    "weight": ("Weight in the axis", "Trọng số trong trục"),
    "publisher": ("Publisher", "Nơi công bố"),
    "series": ("Series", "Chuỗi số liệu"),
    "source": ("Source", "Nguồn"),
    "licence": ("Licence", "Giấy phép"),
    "vintage": ("Vintage", "Bản phát hành"),
    "years": ("Years held", "Các năm có số liệu"),
    "economies": (">Economies", ">Số nền kinh tế"),
    "economy": ("Economy", "Nền kinh tế"),
    "population": (">People in 2014", ">Dân số năm 2014"),
    "carried": ("Carried for at most", "Giữ lại tối đa"),
    "interpolated": ("Interpolated", "Nội suy"),
    "framework": ("Framework", "Khung chỉ số"),
    "instead": ("Instead of", "Thay cho"),
    "of_panel": (">Countries of the panel, 2014", ">Số nước trong danh sách, 2014"),
    "imputed": (">Of these imputed", ">Trong đó ước tính bù"),
    "edition": ("Edition", "Ấn bản"),
    "value": (">Value", ">Giá trị"),
    "goalpost": (">Goalpost", ">Mốc chuẩn"),
    "assumption": ("Assumption", "Giả định"),
    "alternatives": ("What a run draws", "Mỗi lần chạy rút gì"),
}
WORDS = {
    "years": ("{n} years", "{n} năm"),
    "year": ("1 year", "1 năm"),
    "between": ("across at most {n}", "qua khoảng cách tối đa {n}"),
    "computed": ("computed here", "tính tại đây"),
    "weights": (
        "{n} weights, each up to {spread} more or less than declared, siblings then summing to one again",
        "{n} trọng số, mỗi trọng số tăng hoặc giảm tối đa {spread} so với khai báo, rồi quy lại để tổng bằng một",
    ),
    "leave_out": (
        "one of {n} indicators and pillars, or nothing; on each axis by itself",
        "một trong {n} chỉ báo và trụ cột, hoặc không bỏ gì; riêng cho từng trục",
    ),
    "no_errors": (
        "nothing: the figures come without standard errors",
        "không có: số liệu không kèm sai số chuẩn",
    ),
}


def word(words: Mapping[str, tuple[str, str]], key: str, lang: str) -> str:
    """Return one of the words in a language."""
    return words[key][LANGUAGES.index(lang)]


def heads(lang: str, *keys: str) -> list[str]:
    """Return heads of a table, those that are no key of a head as they are."""
    return [word(HEADS, key, lang) if key in HEADS else key for key in keys]
