"""An intervision from agenda to learning points, at a desk and on a phone; every page looked at."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities import actions
from activities.models import Kind, Presence
from programmes.models import Role
from programmes.scope import scope
from tests import factories as make
from tests.worlds import make_world


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_an_intervision_is_planned_attended_and_its_learning_points_noted(visit, sign_in, live_server, width):
    def arrive(membership):
        visitor = visit(width=width)
        cookie = sign_in(membership).cookies["klik"].value
        visitor.page.context.add_cookies([{"name": "klik", "value": cookie, "url": live_server.url}])
        return visitor

    west = make_world("kansrijk-west", "Kansrijk West")
    with scope(west.programme):
        me, colleague = west.buddy.person, west.free_buddy.person
        for name in ("Het Buurthuis", "De bibliotheek"):
            make.LocationFactory(name=name)
        actions.plan_session(
            kind=Kind.TRAINING,
            title="Basistraining",
            location=make.LocationFactory(name="Wijkcentrum"),
            starts_at=timezone.now() + timedelta(days=8),
            ends_at=timezone.now() + timedelta(days=8, hours=3),
            led_by=west.coordinator.person,
            by=west.coordinator,
            expected=[me, west.newcomer.person],
        )
    desk = arrive(west.coordinator)
    desk.goto("/kansrijk-west/activiteiten/").press("Plannen").press("Intervisie")
    desk.press("In de agenda zetten").sees("Er kloppen nog")
    yesterday = timezone.localdate() - timedelta(days=1)
    desk.fill(title="Intervisie over grenzen", day=yesterday.isoformat(), starts="19:30", ends="21:00")
    desk.page.get_by_text("Het Buurthuis").click()
    desk.pick(active=str(me.pk)).press("In de agenda zetten").sees("staat in de agenda")

    desk.page.get_by_text("Iemand erbij zetten").click()
    desk.fill(q=colleague.surname).press("Zoeken").sees(str(colleague))
    desk.page.get_by_role("group", name=str(colleague)).get_by_role("radio", name="belde af").check()
    desk.press("Opslaan; alle anderen waren er").sees("Er was 1 mens.")
    desk.press("Leerpunten opschrijven").press("Opslaan").sees("Er kloppen nog")
    desk.pick(method="gossip").fill(
        learning_points="Samen op tijd stoppen helpt.", tips="Spreek vooraf een eindtijd af."
    )
    desk.press("Opslaan").sees("Samen op tijd stoppen helpt.")
    desk.goto("/kansrijk-west/activiteiten/?wanneer=geweest").sees("1 van de 2 was er")
    desk.goto("/kansrijk-west/activiteiten/").press("Basistraining").sees("Wie komt er?")

    phone = arrive(west[Role.BUDDY])
    phone.goto("/kansrijk-west/logboek/agenda/").sees("Basistraining")
    phone.press("Intervisie over grenzen").sees(
        "Samen op tijd stoppen helpt.", "Spreek vooraf een eindtijd af."
    )
    phone.sees_nothing_of(str(colleague))
    with scope(west.programme):
        assert colleague.attendances.get().presence == Presence.CALLED_OFF
