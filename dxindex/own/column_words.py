"""What people call columns, in English and Vietnamese, folded: without case, accents and punctuation."""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(word.strip() for word in listed.split(","))


CODE_WORDS = _words(
    """
    iso, iso2, iso3, iso3 code, iso code, code, country code, economy code, country iso3, ref area,
    geo, id, unit id, unit code, key, ma, ma nuoc, ma quoc gia, ma tinh, ma so, ma don vi
    """
)
NAME_WORDS = _words(
    """
    unit, name, country, country name, economy, economy name, entity, location, region, province,
    city, district, firm, company, state, municipality, ten, ten nuoc, quoc gia, nuoc, nen kinh te,
    don vi, tinh, tinh thanh, tinh thanh pho, dia phuong, thanh pho, quan huyen, doanh nghiep
    """
)
YEAR_WORDS = _words(
    """
    year, yr, time, time period, period, date, nam, thoi gian, nien do
    """
)
SERIES_WORDS = _words(
    """
    indicator, indicator id, indicator code, indicator name, series, series code, series name,
    series id, variable, measure, metric, chi bao, chi tieu, ma chi bao, ten chi bao, chi so
    """
)
VALUE_WORDS = _words(
    """
    value, values, obs value, observation, amount, figure, gia tri, so lieu
    """
)
