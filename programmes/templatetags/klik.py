"""Small words for templates: addresses inside the programme, and dates as people say them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes.fields import as_written

register = template.Library()

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@register.simple_tag(takes_context=True)
def to(context: template.Context, view: str, *args: Any) -> str:
    """The address of a page in this programme: `{% to 'participants:person' person.pk %}`."""
    address: str = context["programme"].to(view, *args)
    return address


@register.filter
def day(value: date | None) -> str:
    """ "21 november 2026"; the year is left out in the current year."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return date_format(local, "j F" if local.year == timezone.localdate().year else "j F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """ "dinsdag 24 november, 10.30 uur"."""
    if value is None:
        return ""
    return _("%(day)s, %(hour)s uur") % {
        "day": date_format(timezone.localtime(value), "l j F"),
        "hour": date_format(timezone.localtime(value), "G.i"),
    }


@register.filter
def phone(value: str) -> str:
    """A stored number as people write it: "06 12345678"."""
    return as_written(value) if value else ""


@register.filter
def device(user_agent: str) -> str:
    """ "Chrome op Windows", from what a browser says it is."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), None)
    system = next((name for sign, name in SYSTEMS if sign in user_agent), None)
    if browser and system:
        return _("%(browser)s op %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Een onbekend apparaat")
