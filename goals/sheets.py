"""A year on paper: the plan with pictograms and room to write, and *Kijk wat jij bereikt hebt*.

Each is one HTML document that needs nothing else; the PDF renderer fetches nothing. Pictograms are backgrounds beside
their word, so that who hears the page hears the word once.
"""

from functools import cache
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from programmes.charts import tint
from programmes.models import Programme

from .achieved import achieved
from .models import GoalState, Kind, LifeArea, Printout
from .year import Year

LINES = {"a4": 2, "a3": 3, "large": 1}


@cache
def pictogram(name: str, colour: str) -> str:
    """An icon of the pages as a data address, drawn in one colour."""
    svg = (Path(settings.BASE_DIR) / "templates" / "components" / "icons" / f"{name}.svg").read_text()
    drawn = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" ', 1)
    return "data:image/svg+xml," + quote(drawn.replace("currentColor", colour))


def document(asked: Printout, programme: Programme) -> str:
    """The HTML of one printout, as whoever asked for it may see the year. Inside a scope."""
    year = Year(asked.plan.participant, asked.asked_by, programme.words, timezone.localdate())
    context = {
        "year": year,
        "programme": programme,
        "size": asked.size,
        "accent": programme.accent,
        "soft": tint(programme.accent, 0.1),
        "pictograms": {area.value: pictogram(f"area-{area.value}", programme.accent) for area in LifeArea},
        "spark": pictogram("sparkle", programme.accent),
        "today": year.today,
    }
    if asked.kind == Kind.RESULT:
        context["told"] = achieved(year, accent=programme.accent)
        return render_to_string("goals/print/achieved.html", context)
    context |= {
        "busy": [goal for goal in year.goals if goal.state == GoalState.BUSY],
        "reached": [goal for goal in year.goals if goal.state == GoalState.REACHED],
        "lines": range(LINES[asked.size]),
    }
    return render_to_string("goals/print/plan.html", context)
