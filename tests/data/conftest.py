"""Tiny files in each publisher's own layout, traps included, and a catalogue that expects them."""

import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pandas as pd
import pytest

from data.build import build_snapshot
from data.catalog import Catalogue, load_catalogue
from tests.data.refresh_setting import Figures, figures_of, run, serve
from tests.data.world_bank_api import WorldBankServer

Rows = Iterable[Sequence[object]]

ECONOMIES = {
    "AND": ("Andorra", "Europe & Central Asia"),
    "MDA": ("Moldova", "Europe & Central Asia"),
    "MKD": ("North Macedonia", "Europe & Central Asia"),
    "NAM": ("Namibia", "Sub-Saharan Africa"),
    "ROU": ("Romania", "Europe & Central Asia"),
    "SGP": ("Singapore", "East Asia & Pacific"),
    "SRB": ("Serbia", "Europe & Central Asia"),
    "SWZ": ("Eswatini", "Sub-Saharan Africa"),
    "VNM": ("Vietnam", "East Asia & Pacific"),
    "XKX": ("Kosovo", "Europe & Central Asia"),
}


DESIGN_INDICATORS = {
    *("dai", "dai_business", "dai_people", "dai_government"),
    *("starting_business_score", "starting_business_days", "starting_business_procedures"),
    *("starting_business_cost", "starting_business_min_capital", "days_to_start_business"),
    *("mean_years_schooling", "mean_years_schooling_15plus", "mean_years_schooling_25plus"),
    *("mean_years_schooling_25_64", "wgi_control_of_corruption", "wgi_government_effectiveness"),
    *("wgi_political_stability", "wgi_regulatory_quality", "wgi_rule_of_law", "wgi_voice_accountability"),
    *("learning_adjusted_years", "expected_years_schooling", "harmonised_test_score", "human_capital_index"),
    *("skills_adjusted_schooling", "internet_users", "mobile_subscriptions", "fixed_broadband"),
    *("undp_mean_years_schooling", "undp_expected_years_schooling", "human_development_index"),
    *("gni_per_capita", "govtech_maturity", "govtech_core_systems", "govtech_service_delivery"),
    *("un_online_services", "un_egdi", "un_human_capital", "un_telecom_infrastructure"),
    *("population", "gdp_per_capita"),
}
"""The series of the first design. More may be added without a word here."""


def write_workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a workbook; calamine tells .xls from .xlsx by content, so that the name may be either."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())
    return path


def write_text(path: Path, lines: Iterable[str], encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


class Layouts:
    """Writers of tiny publishers' files. The defaults hold the traps; arguments add rows."""

    def dai(self, path: Path, more: Rows = ()) -> Path:
        header = [
            "country",
            "Year",
            "Digital Adoption Index",
            "DAI Business Sub-index",
            "DAI People Sub-index",
        ]
        rows = [
            ["Macedonia, FYR", 2014, 0.5, 0.4, 0.5, 0.6],
            ["Swaziland", 2014, 0.3, 0.3, 0.3, 0.3],
            ["Vietnam", 2014, 0.467, 0.506, 0.408, 0.487],
            ["Vietnam", 2016, 0.521, 0.594, 0.431, 0.539],
            ["Kosovo", 2014, None, 0.4, 0.5, None],
            *more,
        ]
        return write_workbook(path, {"Sheet1": [[*header, "DAI Government Sub-index"], *rows]})

    def doing_business(self, path: Path, more: Rows = ()) -> Path:
        header = ["Country Name", "Country Code", "Indicator Name", "Indicator Code", 2014, 2015, 2017]
        series = {
            "IC.REG.STRT.BUS.DFRN": (78.86, 79.15, 81.76),
            "IC.REG.DURS.MA.DY": (34.0, 34.0, 20.0),
            "IC.REG.DURS.FE.DY": (99.0, 99.0, 99.0),
            "IC.REG.PROC.MA.NO": (9.0, 9.0, 9.0),
            "IC.REG.COST.PC.MA.ZS": (7.7, 5.3, 0.0),
            "IC.REG.MIN.CAP": (0.0, 0.0, None),
        }
        nation = [["Vietnam", "VNM", code, code, *values] for code, values in series.items()]
        cities = [["Shanghai", "CN.SH", "Score", "IC.REG.STRT.BUS.DFRN", 70.0, 71.0, 72.0]]
        return write_workbook(path, {"Data": [header, *nation, *cities, *more], "Series": [["Series Code"]]})

    def databank_long(
        self, path: Path, columns: Mapping[str, Sequence[object]], times: Sequence[object]
    ) -> Path:
        """`columns`: title -> values for Vietnam, one per time; the publisher's footer follows."""
        header = ["Country Name", "Country Code", "Time", "Time Code", *columns]
        rows = [
            ["Vietnam", "VNM", time, f"YR{time}", *(c[n] for c in columns.values())]
            for n, time in enumerate(times)
        ]
        footer: list[list[object]] = [[None], [None], ["Data from database: X"], ["Last Updated: 11/07/2019"]]
        return write_workbook(path, {"Data": [header, *rows, *footer], "Series - Metadata": [["Code"]]})

    def wgi(self, path: Path) -> Path:
        titles = {
            code: f"Some dimension: Estimate [{code}.EST]" for code in ("CC", "GE", "PV", "RQ", "RL", "VA")
        }
        return self.databank_long(path, {title: [-0.5, None] for title in titles.values()}, [2014, 2016])

    def population(self, path: Path) -> Path:
        columns = {
            "Oil rents [NY.GDP.PETR.RT.ZS]": [1, 1],
            "Population, total [SP.POP.TOTL]": [91714595, 93638724],
        }
        return self.databank_long(path, columns, [2014, 2016])

    def gdp(self, path: Path) -> Path:
        return self.databank_long(
            path, {"GDP per capita (constant 2010 US$) [NY.GDP.PCAP.KD]": [1579.2]}, [2014]
        )

    def databank_wide(self, path: Path, more: Iterable[str] = ()) -> Path:
        header = "Series Name,Series Code,Country Name,Country Code,2014 [YR2014],2019 [YR2019],2020 [YR2020]"
        lines = [
            header,
            "Days,IC.REG.DURS,Viet Nam,VNM,34,16,..",
            "Days,IC.REG.DURS,Andorra,AND,..,..,..",
            "Days,IC.REG.DURS,World,WLD,24.28,19.59,..",
            *more,
            ",,,,,,",
            "Data from database: World Development Indicators,,,,,,",
            "Last Updated: 06/30/2021,,,,,,",
        ]
        return write_text(path, lines, encoding="utf-8-sig")

    def barro_lee(self, path: Path, ages: tuple[int, int], more: Iterable[str] = ()) -> Path:
        span = f"{ages[0]},{ages[1]}"
        lines = [
            "BLcode,country,year,sex,agefrom,ageto,yr_sch,WBcode,region_code",
            f"1,Viet Nam,2010,MF,{span},7.15,VNM,EAP",
            f"1,Viet Nam,2015,MF,{span},7.771,VNM,EAP",
            f"1,Viet Nam,1985,MF,{span},4.0,VNM,EAP",
            f"2,Republic of Moldova,2010,MF,{span},9.7,ROM,ECA",
            f"3,Serbia,2010,MF,{span},10.2,SER,ECA",
            f"4,Romania,2010,MF,{span},10.5,ROU,ECA",
            f"5,Namibia,2010,MF,{span},6.1,NAM,SSA",
            f"6,Reunion,2010,MF,{span},7.3,REU,SSA",
            *more,
        ]
        return write_text(path, lines)

    def hci(self, path: Path) -> Path:
        # 2017 has Vietnam's real figures: they are checked against the printed spot values.
        values = {"LAYS": "10.21", "EYRS": "12.30", "HLOS": "519", "OVRL": "0.666"}
        lines = ["Country Name,Country Code,Indicator Name,Indicator Code,2010,2017,2018,2020,"]
        lines += [f"Vietnam,VNM,x,HD.HCI.{code},{v},{v},{v},," for code, v in values.items()]
        lines += [f"Vietnam,VNM,x,HD.HCI.{code}.MA,1,1,1,1," for code in values]
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("HCIData.csv", ("\n".join(lines) + "\n").encode("utf-8-sig"))
            archive.writestr("HCIFootNote.csv", "Country Code\n")
        return path

    def wdi_api(self, path: Path, code: str, values: Mapping[str, Mapping[int, float | None]]) -> Path:
        """`values`: economy -> year -> value; an aggregate is mixed in, as in the publisher's file."""
        years = sorted({year for by_year in values.values() for year in by_year})
        preamble: list[list[object]] = [["Data Source", "WDI"], ["Last Updated Date", "2021-09-15"], [None]]
        header = ["Country Name", "Country Code", "Indicator Name", "Indicator Code", *years]
        data = [[iso3, iso3, "x", code, *(v.get(year) for year in years)] for iso3, v in values.items()]
        aggregate = ["East Asia & Pacific", "EAS", "x", code, *(50.0 for _ in years)]
        countries = [[iso3, region, "High income", None, name] for iso3, (name, region) in ECONOMIES.items()]
        metadata = [["Country Code", "Region", "IncomeGroup", "SpecialNotes", "TableName"], *countries]
        metadata.append(["EAS", None, None, "An aggregate", "East Asia & Pacific"])
        return write_workbook(
            path, {"Data": [*preamble, header, *data, aggregate], "Metadata - Countries": metadata}
        )

    def undp(self, path: Path) -> Path:
        titles = [
            "Human Development Index (HDI) ",
            "Expected years of schooling",
            "Mean years of schooling",
            "Gross national income (GNI) per capita",
        ]
        spread = lambda cells: [cell for pair in cells for cell in pair]  # noqa: E731
        rows: list[list[object]] = [
            [None, "Table 1. Human Development Index and its components"],
            [None],
            [None, None, *spread((title, None) for title in titles)],
            ["HDI rank", "Country", *spread(("Value", None) for _ in titles)],
            [None, None, *spread((2019, "a") for _ in titles)],
            [None, "VERY HIGH HUMAN DEVELOPMENT"],
            [117, "Viet Nam", 0.704, None, 12.69, "c", 8.32, 9, 7433.0, None],
            [90, "Moldova (Republic of)", 0.75, None, 11.5, None, 11.7, None, 13664.0, None],
            [None, "OTHER COUNTRIES OR TERRITORIES"],
            [None, "Andorra", "..", None, 13.3, None, "..", None, "..", None],
            [None],
            [None, "Human development groups"],
            [None, "Very high human development", 0.898, None, 16.3, None, 12.2, None, 44566.0, None],
        ]
        return write_workbook(path, {"Table 1": rows})

    def govtech(self, path: Path, more: Iterable[str] = ()) -> Path:
        lines = [
            "#,Code,Economy,EGDI'20,eOSI'20,eTII'20,eHCI'20,eOSI'16,eOSI'14,GTMI,CGSI,PSDI,eOSI,eHCI",
            "1,VNM,Vietnam,0.67,0.65,0.66,0.68,0.57,0.42,0.69,0.78,0.57,-0.54,0.12",
            # A line break inside a cell cut this row: the indices stand in the fragment below it.
            "10,AND,Andorra,0.89,0.95,0.82,0.90,0.91,0.75,,,,,",
            ",1,2016,1,2,3,4,0.94,http://x,#REF!,0.45,20,1,1",
            "Caractère,2004,0.03,,,,,1,0.75,,,,,",
            "3,ROM,Romania,0.76,0.72,0.75,0.80,0.45,0.44,0.60,0.61,0.62,-0.1,0.1",
            "4,KSV,Kosovo,-,-,-,-,-,-,0.50,0.51,0.52,-0.1,0.1",
            ",,,193,193,193,193,,,0.52,3.86,1.07,,",
            *more,
        ]
        return write_text(path, lines, encoding="utf-8-sig")

    def oghist(self, path: Path, more: Rows = ()) -> Path:
        rows: list[list[object]] = [
            ["World Bank Analytical Classifications"],
            [None, "Bank's fiscal year:", "FY89", "FY15", "FY16"],
            [None, "Data for calendar year :", 1987, 2013, 2014],
            [None, "Low income (L)", "<= 480", "<= 1,045", "<= 1,045"],
            [None],
            ["VNM", "Vietnam", "L", "L", "LM"],
            ["AND", "Andorra", "..", "..", "H"],
            ["NAM", "Namibia", "LM*", "UM", "UM"],
            *more,
            [None],
            ["* At this time, there were Yemen, PDR (L) and Yemen, Arab Rep. (LM)."],
            ["YUGf", "Yugoslavia (former)", "UM", None, None],
            ["Note: Income classifications are set each year on July 1."],
        ]
        return write_workbook(path, {"Thresholds": [["x"]], "Country Analytical History": rows})

    def everything(self, folder: Path) -> Path:
        """Write a tiny file for every source of the design."""
        writers = {
            "dai": self.dai,
            "doing_business": self.doing_business,
            "wgi": self.wgi,
            "barro_lee_v3_1564": lambda path: self.barro_lee(path, (15, 64)),
            "barro_lee_v3_2564": lambda path: self.barro_lee(path, (25, 64)),
            "barro_lee_v22_15plus": lambda path: self.barro_lee(path, (15, 999)),
            "barro_lee_v22_25plus": lambda path: self.barro_lee(path, (25, 999)),
            "hci": self.hci,
            "wdi_internet_2021": lambda path: self.wdi_api(
                path,
                "IT.NET.USER.ZS",
                {"VNM": {1989: 1.0, 2013: None, 2014: 41.0, 2018: None}, "SGP": {2014: None}},
            ),
            "wdi_internet_2020": lambda path: self.wdi_api(
                path, "IT.NET.USER.ZS", {"VNM": {2013: 33.0, 2014: 43.0, 2018: 70.0}, "SGP": {2014: 79.03}}
            ),
            "wdi_mobile": lambda path: self.wdi_api(path, "IT.CEL.SETS.P2", {"VNM": {2014: 148.45}}),
            "wdi_broadband": lambda path: self.wdi_api(
                path, "IT.NET.BBND.P2", {"VNM": {2012: 5.3, 2014: None}}
            ),
            "wdi_start_days": self.databank_wide,
            "hdr2020": self.undp,
            "govtech": self.govtech,
            "wdi_population": self.population,
            "wdi_gdp": self.gdp,
            "oghist": self.oghist,
        }
        for name, write in writers.items():
            write(folder / load_catalogue().sources[name].file)
        return folder


def expecting(folder: Path) -> Catalogue:
    """The package's catalogue, kept to the series of the design and made to expect the files of `folder`."""
    catalogue = load_catalogue()
    sources = {
        name: replace(source, sha256=hashlib.sha256((folder / source.file).read_bytes()).hexdigest())
        for name, source in catalogue.sources.items()
        if source.file and (folder / source.file).is_file()
    }
    sources["dxindex"] = catalogue.sources["dxindex"]
    indicators = {
        name: catalogue.indicators[name] for name in catalogue.indicators if name in DESIGN_INDICATORS
    }
    return replace(catalogue, sources=MappingProxyType(sources), indicators=MappingProxyType(indicators))


@pytest.fixture(scope="session")
def design_indicators() -> set[str]:
    """The ids of the series of the first design."""
    return DESIGN_INDICATORS


def agrees_with(value: float, printed: str) -> bool:
    """Tell whether a value, rounded to the digits that were printed, is what was printed."""
    decimals = len(printed.partition(".")[2])
    return abs(value - float(printed)) <= 0.5001 * 10**-decimals


@pytest.fixture(scope="session")
def agrees():
    """Return the function that compares a value with a printed one."""
    return agrees_with


@pytest.fixture(scope="session")
def expected():
    """Return the function that reads a table of expected figures, every cell as text."""
    folder = Path(__file__).parent / "expected"
    return lambda name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="session")
def layouts() -> Layouts:
    return Layouts()


@pytest.fixture(scope="session")
def expect():
    """Return the function that makes a catalogue expect the files of a folder."""
    return expecting


@pytest.fixture(scope="session")
def tiny_sources(tmp_path_factory: pytest.TempPathFactory, layouts: Layouts) -> Path:
    """A folder with a tiny file for every source; read it, never change it."""
    return layouts.everything(tmp_path_factory.mktemp("publishers"))


@pytest.fixture(scope="session")
def built(tiny_sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot built from the tiny files; read it, never change it."""
    folder = tmp_path_factory.mktemp("built") / "snapshot"
    build_snapshot(tiny_sources, folder, catalogue=expecting(tiny_sources))
    return folder


@pytest.fixture
def small_snapshot(built: Path, tmp_path: Path) -> Path:
    """A copy of the small snapshot that a test may damage."""
    return Path(shutil.copytree(built, tmp_path / "snapshot"))


@pytest.fixture
def sources_to_change(tiny_sources: Path, tmp_path: Path) -> Path:
    """A copy of the tiny files that a test may change."""
    return Path(shutil.copytree(tiny_sources, tmp_path / "publishers"))


@pytest.fixture(scope="session")
def real_sources() -> Path | None:
    """The folder of the publishers' real files, where DXINDEX_SOURCES names one."""
    folder = os.environ.get("DXINDEX_SOURCES")
    return Path(folder) if folder else None


@pytest.fixture(scope="module")
def figures(request: pytest.FixtureRequest) -> Figures:
    """What a publisher has of the module's ``SERIES``: the snapshot's own figures."""
    return figures_of(request.module.SERIES)


@pytest.fixture
def server(figures: Figures) -> Iterator[WorldBankServer]:
    with serve(figures) as started:
        yield started


@pytest.fixture(scope="module")
def refreshed_once(
    request: pytest.FixtureRequest, figures: Figures, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A cache that was refreshed; copy it, never change it."""
    cache = tmp_path_factory.mktemp("refreshed")
    with serve(figures) as server:
        run(cache, server.address, request.module.SERIES)
    return cache


@pytest.fixture
def cache(refreshed_once: Path, tmp_path: Path) -> Path:
    """A cache that was refreshed and that a test may change."""
    return Path(shutil.copytree(refreshed_once, tmp_path / "cache"))
