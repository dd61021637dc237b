"""Words for the pages of a year."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals.achieved import CHANGES, Counts
from goals.models import ActionStep, Moment, Who
from goals.reviews import ReviewMoment
from goals.year import Year
from programmes.models import Membership

register = template.Library()


@register.filter
def who(step: ActionStep, year: Year) -> str:
    """Who does this step, as the viewer says it."""
    return year.who(step.who)


@register.filter
def said_by_owner(step: ActionStep, year: Year) -> str:
    """Who does this step, as it stands on the participant's own paper: "ik", "samen", "mijn buddy"."""
    words = {
        Who.ME: _("ik"),
        Who.TOGETHER: _("samen"),
        Who.BUDDY: _("mijn %(buddy)s") % {"buddy": year.words.buddy},
    }
    return words[Who(step.who)]


@register.filter
def author(by: Membership | None, year: Year) -> str:
    """Who wrote it, when it was neither the participant nor the buddy."""
    return year.author(by)


@register.filter
def speaker(by: Membership, year: Year) -> str:
    """Who said something, also when it was one of the two."""
    return year.speaker(by)


@register.filter
def counted(counts: Counts) -> list[tuple[int, str]]:
    """What was done, as numbers with their words; nothing is counted as nought."""
    told = [
        (counts.successes, ngettext("succes gevierd", "successen gevierd", counts.successes)),
        (counts.steps, ngettext("stap gezet", "stappen gezet", counts.steps)),
        (counts.goals, ngettext("doel gelukt", "doelen gelukt", counts.goals)),
        (counts.contacts, ngettext("keer samen", "keren samen", counts.contacts)),
    ]
    return [(number, words) for number, words in told if number]


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
