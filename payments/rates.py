"""The law's caps as dated data: what Klik brings along (rates.toml), and the years a programme added itself."""

import tomllib
from functools import cache
from pathlib import Path

from logbook.allowance import Rates

from .models import OwnRates

SHIPPED = Path(__file__).with_name("rates.toml")


@cache
def _shipped() -> dict[int, tuple[Rates, str]]:
    years = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return {
        int(year): (
            Rates(int(year), row["hour"], row["hour_young"], row["month_cap"], row["year_cap"]),
            row["source"],
        )
        for year, row in years.items()
    }


def shipped_years() -> list[tuple[Rates, str]]:
    """What Klik brings along, each year with where it was published; oldest first."""
    return [_shipped()[year] for year in sorted(_shipped())]


def rates_of(year: int) -> Rates | None:
    """The caps of a calendar year; None when nobody knows them yet, and then nothing can be given."""
    if year in _shipped():
        return _shipped()[year][0]
    own = OwnRates.objects.filter(year=year).first()
    return own.rates if own else None
