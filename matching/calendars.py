"""A meeting in somebody's own calendar. Calendars are shared and synchronised, so no name goes in."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from programmes.models import Programme

from .models import Introduction

LASTS = timedelta(hours=1)


def as_calendar(introduction: Introduction, *, programme: Programme) -> bytes:
    """An iCalendar file (RFC 5545) with one event; sent again after a change it replaces the earlier one."""
    assert introduction.planned_for is not None
    event = Event()
    event.add("uid", f"kennismaking-{introduction.pk}@{programme.slug}.klik")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", introduction.planned_for)
    event.add("dtend", introduction.planned_for + LASTS)
    event.add("summary", _("Kennismaking bij %(programme)s") % {"programme": programme.name})
    event.add("location", introduction.place)
    calendar = Calendar()
    calendar.add("prodid", "-//Klik//klik//NL")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
