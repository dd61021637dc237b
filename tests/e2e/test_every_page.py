"""Every page there is, as those see it who may: in a browser, narrow and then wide.

The access matrix says which addresses there are. What a journey passes is looked at there; this finds the pages that no
journey comes by, and each of them must be accessible, fit the narrowest phone, and keep within our own policy.
"""

import pytest
from playwright.sync_api import Error, Response

from programmes.scope import scope
from tests.e2e.visitor import Visitor
from tests.test_access import LETTERS, ROWS, Row
from tests.worlds import World, fill_up, make_world

NARROW, WIDE = 320, 1280
# Shown by the browser's own viewer, which is no page of ours.
PICTURES = {"buddies:photo", "matching:photo", "matching:tablet_photo", "payments:receipt"}


def roles_that_look(row: Row) -> str:
    """The first who may; and buddies and participants, who have pages of another shape."""
    return "".join(dict.fromkeys(row.who[0] + "".join(letter for letter in "BD" if letter in row.who)))


def opened(visitor: Visitor, path: str) -> Response | None:
    try:
        return visitor.page.goto(path)
    except Error as error:
        if "Download is starting" in str(error):
            return None
        raise


def rooms() -> dict[str, list[str]]:
    """The addresses that can be looked at, by room: one test each, so that they run beside each other."""
    found: dict[str, list[str]] = {}
    for name, row in sorted(ROWS.items()):
        if not row.posts and name not in PICTURES:
            found.setdefault(name.split(":")[0], []).append(name)
    return found


@pytest.mark.parametrize("room", rooms())
@pytest.mark.django_db(transaction=True)
def test_every_page_of_every_role_can_be_used_by_everyone(arrive, room):
    world: World = fill_up(make_world("kansrijk-west", "Kansrijk West"))
    visitors: dict[str, Visitor] = {}
    seen, problems = 0, []
    for name in rooms()[room]:
        row = ROWS[name]
        with scope(world.programme):
            path = world.programme.to(name, *row.things(world))
        for letter in roles_that_look(row):
            if letter not in visitors:
                visitors[letter] = arrive(world[LETTERS[letter]], width=NARROW)
            visitors[letter].page.set_viewport_size({"width": NARROW, "height": 640})
            answer = opened(visitors[letter], path)
            if answer is None or "text/html" not in answer.headers.get("content-type", ""):
                continue
            try:
                assert answer.status == 200, f"{answer.status}"
                visitors[letter].look().resize(WIDE)
            except AssertionError as error:
                problems.append(f"{name} as {letter}: {error}")
            seen += 1
    assert problems == [], "\n".join(problems)
    assert seen
