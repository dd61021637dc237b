"""A year together, walked through by the three who make it: a wish, a goal, steps, a party and the first review."""

import pytest

from goals.models import Review, Success
from programmes.models import Role
from programmes.scope import scope
from tests.worlds import make_world


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_a_plan_grows_and_the_first_review_is_held(visit, sign_in, live_server, width):
    def arrive(membership):
        visitor = visit(width=width)
        cookie = sign_in(membership).cookies["klik"].value
        visitor.page.context.add_cookies([{"name": "klik", "value": cookie, "url": live_server.url}])
        return visitor

    west = make_world("kansrijk-west", "Kansrijk West")
    participant = arrive(west[Role.PARTICIPANT]).goto("/kansrijk-west/jaar/")
    participant.press("Aanpassen").fill(wish="Naar zee met mijn dochter.").press("Opslaan")
    participant.press("Doel erbij").pick(area="joy").fill(words="Leren zwemmen").press("Opslaan")
    participant.sees("Leren zwemmen", "Naar zee met mijn dochter.")

    buddy = arrive(west[Role.BUDDY]).goto(f"/kansrijk-west/jaar/{west.participant.pk}/")
    buddy.press("Leren zwemmen").fill(words="Badpak kopen").pick(who="together").press("Opslaan")
    buddy.press("Gedaan: Badpak kopen").press("Vier het").sees("Gevierd!")

    buddy.press("Gesprek opschrijven").press("Opslaan").sees("Alles is nog leeg")
    buddy.pick(money="2", joy="7", mind="skipped").fill(own_words="Het begin is er.").press("Opslaan")
    buddy.sees("Het gesprek is opgeslagen", "Het begin is er.")

    participant.goto("/kansrijk-west/jaar/").sees("Badpak kopen")
    participant.press("Lees het gesprek").sees("Wat jij zei", "Het begin is er.")
    coordinator = arrive(west.coordinator).goto(f"/kansrijk-west/jaar/{west.participant.pk}/")
    coordinator.sees("Naar zee met mijn dochter.", "Badpak kopen", "gehouden op")
    with scope(west.programme):
        assert dict(Review.objects.get().marks.values_list("area", "value")) == {"money": 2, "joy": 7}
        assert Success.objects.get().words == "Badpak kopen"
