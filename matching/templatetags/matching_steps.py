"""Where somebody is on the way to a match, as the step line shows it."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from matching import sentences
from matching.models import Stage

register = template.Library()

AT = {
    Stage.CHOOSING: 0,
    Stage.TALK: 0,
    Stage.NOBODY_LEFT: 0,
    Stage.CHOSEN: 1,
    Stage.INVITED: 1,
    Stage.AGREED: 2,
    Stage.PLANNED: 2,
    Stage.HELD: 3,
    Stage.DONE: 4,
}

register.filter("languages", sentences.languages)
register.filter("day_parts", sentences.day_parts)
register.filter("interests", sentences.interests)


@register.simple_tag
def steps_to_a_match(stage: str) -> list[dict[str, Any]]:
    """The four steps with their state, for components/steps_line.html."""
    now = AT[Stage(stage)] if stage else 0
    labels = [_("Kiezen"), _("Vragen"), _("Ontmoeten"), _("Klikt het?")]
    return [
        {"label": label, "state": "done" if at < now else "now" if at == now else "next", "note": ""}
        for at, label in enumerate(labels)
    ]
