"""The page *Instellingen*: what stands in context.SETTINGS, in the programme's words, for coordinators."""

import re

from programmes import context
from programmes.models import Role


def test_every_settings_page_is_one_line_with_its_sentence(west, zuid, sign_in):
    """Every address that a room put in SETTINGS exists, and its line links there."""
    page = sign_in(west.coordinator).get(west.programme.to("programmes:settings")).content.decode()
    assert context.SETTINGS
    for label, view, _sentence in [line for _heading, lines in context.SETTINGS for line in lines]:
        assert f'href="{west.programme.to(*view.split())}"' in page, label
    assert not re.search(r"\{\w+\}", page), "a word of the programme was not filled in"


def test_the_menu_leads_coordinators_there_and_nobody_else(west, zuid, sign_in):
    """A buddy has no use for it, so it is not in their menu."""
    address = west.programme.to("programmes:settings")
    assert address in sign_in(west.coordinator).get(west.programme.to("buddies:list")).content.decode()
    professional = sign_in(west[Role.PROFESSIONAL]).get(west.programme.to("buddies:list")).content.decode()
    assert address not in professional
