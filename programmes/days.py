"""Days and months, pure."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month ("31 January" plus 1 is 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
