"""`{% open_invitations %}`: what a buddy is asked, for the pages of rooms above."""

from typing import Any

from django import template

from matching.models import Introduction
from programmes.models import Role

register = template.Library()


@register.inclusion_tag("matching/open_invitations.html", takes_context=True)
def open_invitations(context: template.Context) -> dict[str, Any]:
    """Everything the volunteer who looks is asked or has planned; nothing for anybody else, or when there is nothing."""
    membership = context["membership"]
    introductions = Introduction.objects.none()
    if membership.has_role(Role.BUDDY):
        introductions = Introduction.objects.open().of_buddy(membership).with_people()
    return {
        "introductions": [each for each in introductions if each.state != "held" or not each.buddy_answer],
        "programme": context["programme"],
    }
