"""`{% phone %}`: on a volunteer's pages, the script that hands over what the phone still holds, and its sentences."""

from typing import Any

from django import template

from logbook import perms, phones

register = template.Library()


@register.inclusion_tag("logbook/phone.html", takes_context=True)
def phone(context: template.Context) -> dict[str, Any]:
    """Nothing for anybody who does not log."""
    membership = context["membership"]
    logs = membership is not None and perms.logs_contacts(membership)
    return {
        "programme": context["programme"],
        "owner": phones.owner_of(membership) if logs else "",
        "words": context["words"],
    }
