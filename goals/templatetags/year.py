"""Words for the pages of a year."""

from django import template
from django.utils.translation import gettext_lazy as _

from goals.models import ActionStep, Moment
from goals.reviews import ReviewMoment
from goals.year import Year
from programmes.models import Membership

register = template.Library()

CHANGES = {
    "much_better": _("gaat veel beter"),
    "better": _("gaat iets beter"),
    "same": _("is hetzelfde"),
    "heavier": _("is nu iets zwaarder"),
    "much_heavier": _("is nu zwaarder"),
}


@register.filter
def who(step: ActionStep, year: Year) -> str:
    """Who does this step, as the viewer says it."""
    return year.who(step.who)


@register.filter
def author(by: Membership | None, year: Year) -> str:
    """Who wrote it, when it was neither the participant nor the buddy."""
    return year.author(by)


@register.filter
def conversation(moment: str) -> str:
    """ "Aan het begin"."""
    return str(Moment(moment).label).capitalize()


@register.filter
def place_on_line(moment: ReviewMoment) -> str:
    """How the line of the year draws this conversation."""
    return {"held": "done", "coming": "next"}.get(moment.state, "now")


@register.filter
def change_words(change: str) -> str:
    return str(CHANGES[change])
