"""The pages of activities: who opens what, planning with bad input, ticking off, learning points, the agenda."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities import actions
from activities.models import Attendance, IntervisionNote, Kind, Location, Method, Presence, Session
from matching.models import IntroductionState
from programmes.models import Role
from programmes.scope import scope
from tests import factories as make

COLLEAGUES = {Role.COORDINATOR, Role.PROFESSIONAL}
URL = "/kansrijk-west/activiteiten/"


def plan(world, *, days, kind=Kind.INTERVISION, expected=(), title="Bijeenkomst", **more):
    starts_at = timezone.now() + timedelta(days=days)
    return actions.plan_session(
        kind=kind,
        title=title,
        location=make.LocationFactory(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        led_by=more.pop("led_by", None) or make.PersonFactory(),
        by=more.pop("by", world.coordinator),
        expected=expected,
    )


def learn(world, session, text="Eerst luisteren."):
    return actions.note_learning(
        session=session, method=Method.OPEN, learning_points=text, tips="Bel elkaar.", by=world.coordinator
    )


def written(**changes):
    return {
        "title": "Intervisie over grenzen",
        "day": "2026-03-05",
        "starts": "19:30",
        "ends": "21.00",
        "location": "nieuw",
        "new_location": "Het Buurthuis",
        **changes,
    }


def add(client, world, kind="intervision", **changes):
    data = written(led_by=world.coordinator.person_id) | changes
    return client.post(f"{URL}nieuw/?soort={kind}", {k: v for k, v in data.items() if v is not None})


@pytest.mark.parametrize("role", Role)
def test_only_colleagues_open_the_pages_about_sessions_and_only_buddies_the_agenda(west, sign_in, role):
    with scope(west.programme):
        pk = plan(west, days=-1).pk
    client = sign_in(west[role])
    for path in ("", "nieuw/", "nieuw/?soort=training", f"{pk}/leerpunten/", f"{pk}/anders/"):
        assert client.get(URL + path).status_code == (200 if role in COLLEAGUES else 403), path
    assert client.post(f"{URL}{pk}/aanwezig/").status_code == (302 if role in COLLEAGUES else 403)
    assert client.get("/kansrijk-west/logboek/agenda/").status_code == (200 if role == Role.BUDDY else 403)


@pytest.mark.parametrize("path", ["", "leerpunten/", "anders/", "aanwezig/", "gaat-niet-door/"])
def test_a_session_of_another_programme_does_not_exist(west, zuid, sign_in, path):
    with scope(zuid.programme):
        theirs = plan(zuid, days=-1)
    client = sign_in(west.coordinator)
    ask = client.post if path in {"aanwezig/", "gaat-niet-door/"} else client.get
    assert ask(f"{URL}{theirs.pk}/{path}").status_code == 404
    assert ask(f"/samen-vooruit-op-zuid/activiteiten/{theirs.pk}/{path}").status_code == 404
    outsider = sign_in(None)
    assert outsider.get(f"{URL}{theirs.pk}/{path}").status_code in {302, 401, 403}


def test_the_list_shows_what_comes_and_what_was_by_kind_and_keeps_that_in_the_address(west, sign_in):
    with scope(west.programme):
        plan(west, days=2, title="Komende intervisie")
        plan(west, days=2, kind=Kind.TRAINING, title="Komende training")
        plan(west, days=-2, kind=Kind.TRAINING, title="Vorige training")
    client = sign_in(west.coordinator)

    def seen(query):
        page = client.get(URL + query).content.decode()
        return [
            name for name in ("Komende intervisie", "Komende training", "Vorige training") if name in page
        ]

    assert seen("") == ["Komende intervisie", "Komende training"]
    assert seen("?soort=training") == ["Komende training"]
    assert seen("?wanneer=geweest") == ["Vorige training"]
    assert seen("?wanneer=geweest&soort=intervision") == []
    assert seen("?wanneer=morgen&soort=<script>&page=x") == ["Komende intervisie", "Komende training"]


def test_long_lists_come_in_pages_and_keep_the_filter(west, sign_in):
    with scope(west.programme):
        for day in range(25):
            plan(west, days=day + 1, kind=Kind.GROUP, title=f"Groep {day:02}")
    client = sign_in(west.coordinator)
    first = client.get(f"{URL}?soort=group").content.decode()
    assert "Groep 19" in first
    assert "Groep 20" not in first
    assert "soort=group&amp;page=2" in first
    assert "Groep 20" in client.get(f"{URL}?soort=group&page=2").content.decode()


def queries(client, path):
    """How many a page asks; the first page of a session is not counted, as it also notes the device."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_list_asks_as_much_for_two_sessions_as_for_forty(west, sign_in):
    client = sign_in(west.coordinator)

    def fill(count):
        with scope(west.programme):
            people = make.PersonFactory.create_batch(3)
            for number in range(count):
                plan(west, days=number + 1, expected=people, title=f"Komt {number}")
                plan(west, days=-number - 1, expected=people, title=f"Was {number}")

    fill(2)
    few = [queries(client, URL), queries(client, f"{URL}?wanneer=geweest")]
    fill(38)
    assert [queries(client, URL), queries(client, f"{URL}?wanneer=geweest")] == few


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PROFESSIONAL])
def test_a_session_asks_as_much_for_two_people_as_for_sixty(west, sign_in, role):
    client = sign_in(west[role])
    with scope(west.programme):
        two, sixty = (
            plan(west, days=-1, expected=make.PersonFactory.create_batch(n), led_by=west[role].person).pk
            for n in (2, 60)
        )
    assert queries(client, f"{URL}{two}/") == queries(client, f"{URL}{sixty}/")


def test_the_agenda_asks_as_much_for_two_sessions_as_for_forty(west, sign_in):
    client = sign_in(west[Role.BUDDY])

    def fill(count):
        with scope(west.programme):
            for number in range(count):
                plan(west, days=number + 1, expected=[west.buddy.person], title=f"Komt {number}")

    fill(2)
    few = queries(client, "/kansrijk-west/logboek/agenda/")
    fill(38)
    assert queries(client, "/kansrijk-west/logboek/agenda/") == few


def test_planning_afterwards_with_a_new_place_and_the_people_ticked(west, sign_in):
    with scope(west.programme):
        chosen = west.free_buddy.person
    response = add(sign_in(west.coordinator), west, active=[chosen.pk])
    with scope(west.programme):
        planned = Session.objects.get()
        assert response.status_code == 302
        assert response.url == f"{URL}{planned.pk}/"
        assert timezone.localtime(planned.starts_at).strftime("%d-%m-%Y %H:%M") == "05-03-2026 19:30"
        assert timezone.localtime(planned.ends_at).strftime("%H:%M") == "21:00"
        assert planned.location.name == "Het Buurthuis"
        assert planned.led_by == west.coordinator.person
        assert [row.person for row in planned.attendances.all()] == [chosen]


def test_a_place_that_is_there_is_used_whatever_the_capitals(west, sign_in):
    with scope(west.programme):
        place = make.LocationFactory(name="Het Buurthuis")
    assert add(sign_in(west.coordinator), west, new_location="het buurthuis").status_code == 302
    with scope(west.programme):
        assert Session.objects.get().location == place
        assert Location.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends": "19:30"}, "Het einde ligt voor het begin."),
        ({"ends": "18:00"}, "Het einde ligt voor het begin."),
        ({"starts": "kwart voor"}, "Dit is geen tijd."),
        ({"day": "31-02-2026"}, "Dit is geen dag."),
        ({"day": "9999-01-01"}, "Dit jaar kan niet kloppen."),
        ({"title": ""}, "Dit is nog leeg."),
        ({"title": "x" * 121}, "Dit is te lang."),
        ({"new_location": "x" * 81}, "Dit is te lang."),
        ({"new_location": ""}, "Dit is nog leeg."),
        ({"location": ""}, "Kies er een."),
        ({"location": "0"}, "Deze keuze is er niet (meer)."),
        ({"led_by": "0"}, "Deze keuze is er niet (meer)."),
        ({"active": "0"}, "Deze keuze is er niet (meer)."),
        ({"title": "Groep 111222333"}, "BSN"),
    ],
)
def test_bad_input_is_answered_in_plain_words_and_nothing_is_lost_or_written(west, sign_in, changes, words):
    with scope(west.programme):
        make.LocationFactory()
        places = Location.objects.count()
    response = add(sign_in(west.coordinator), west, **changes)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "<title>" in page
    assert "Fout:" in page
    assert changes.get("title", "Intervisie over grenzen") in page
    with scope(west.programme):
        assert not Session.objects.exists()
        assert Location.objects.count() == places


def test_html_and_emoji_in_a_title_are_just_text(west, sign_in):
    response = add(sign_in(west.coordinator), west, title="<b>Koffie</b> ☕")
    page = sign_in(west.coordinator).get(response.url).content.decode()
    assert "&lt;b&gt;Koffie&lt;/b&gt; ☕" in page
    assert "<b>Koffie" not in page


def test_a_form_sent_twice_is_one_session(west, sign_in):
    client = sign_in(west.coordinator)
    assert [add(client, west).status_code, add(client, west).status_code] == [302, 422]
    with scope(west.programme):
        assert Session.objects.count() == 1


def test_a_session_is_changed_by_a_form_that_knows_what_it_was(west, sign_in):
    client = sign_in(west.coordinator)
    with scope(west.programme):
        planned = plan(west, days=5, title="Intervisie", expected=[west.buddy.person])
    url = f"{URL}{planned.pk}/anders/"
    initial = client.get(url).context["form"].initial
    same = {**initial, "starts": "10:00", "ends": "12:00", "new_location": ""}
    assert client.post(url, {**same, "ends": "00:00"}).status_code == 422
    assert client.post(url, {**same, "day": "2026-03-05", "title": "Terugblik"}).status_code == 302
    with scope(west.programme):
        planned.refresh_from_db()
        assert (planned.title, str(planned.day), planned.attendances.count()) == (
            "Terugblik",
            "2026-03-05",
            1,
        )
        assert str(planned.location_id) == initial["location"]


def test_what_was_held_cannot_be_called_off_and_that_is_said(west, sign_in):
    client = sign_in(west[Role.PROFESSIONAL])
    with scope(west.programme):
        coming, held = plan(west, days=5, title="Gaat niet door"), plan(west, days=-1)
        learn(west, held)
    assert (
        "uit de agenda gehaald"
        in client.post(f"{URL}{coming.pk}/gaat-niet-door/", follow=True).content.decode()
    )
    response = client.post(f"{URL}{held.pk}/gaat-niet-door/")
    assert response.status_code == 422
    assert "is dus geweest" in response.content.decode()
    with scope(west.programme):
        assert list(Session.objects.all()) == [held]


def names(client, path):
    page = client.get(path).content.decode()
    return lambda person: str(person) in page


def test_participants_can_be_expected_at_group_kinds_only_and_a_professional_sees_only_their_own(
    west, sign_in
):
    with scope(west.programme):
        own, other = west.participant.person, west.chooser.person
    professional, coordinator = sign_in(west[Role.PROFESSIONAL]), sign_in(west.coordinator)
    for kind in ("training", "intervision"):
        shown = names(coordinator, f"{URL}nieuw/?soort={kind}")
        assert (shown(own), shown(other)) == (False, False)
    shown = names(coordinator, f"{URL}nieuw/?soort=group")
    assert (shown(own), shown(other)) == (True, True)
    shown = names(professional, f"{URL}nieuw/?soort=group")
    assert (shown(own), shown(other)) == (True, False)


def test_a_professional_sees_no_others_participants_on_a_list_they_do_not_lead(west, sign_in):
    with scope(west.programme):
        own, other, volunteer = west.participant.person, west.chooser.person, west.free_buddy.person
        everyone = [own, other, volunteer]
        theirs = plan(
            west, days=-1, kind=Kind.GROUP, expected=everyone, led_by=west[Role.PROFESSIONAL].person
        )
        not_theirs = plan(west, days=-1, kind=Kind.GROUP, expected=everyone)
    client = sign_in(west[Role.PROFESSIONAL])
    shown = names(client, f"{URL}{theirs.pk}/")
    assert [shown(person) for person in everyone] == [True, True, True]
    shown = names(client, f"{URL}{not_theirs.pk}/")
    assert [shown(person) for person in everyone] == [True, False, True]
    shown = names(client, f"{URL}{not_theirs.pk}/?q={other.surname}")
    assert not shown(other)
    client.post(f"{URL}{not_theirs.pk}/aanwezig/", {"rest": "present", f"p{other.pk}": "absent"})
    with scope(west.programme):
        known = dict(not_theirs.attendances.values_list("person_id", "presence"))
    assert known == {own.pk: "present", other.pk: "expected", volunteer.pk: "present"}


def test_ticking_off_in_one_form_and_saying_all_others_were_there(west, sign_in):
    client = sign_in(west.coordinator)
    with scope(west.programme):
        ill, late, third = (make.PersonFactory() for _ in range(3))
        held = plan(west, days=-1, expected=[ill, late, third])
    url = f"{URL}{held.pk}/aanwezig/"

    def known():
        with scope(west.programme):
            return dict(held.attendances.values_list("person_id", "presence"))

    client.post(url, {f"p{ill.pk}": "called_off"})
    assert known() == {ill.pk: "called_off", late.pk: "expected", third.pk: "expected"}
    response = client.post(url, {f"p{ill.pk}": "called_off", "rest": "present"}, follow=True)
    assert known() == {ill.pk: "called_off", late.pk: "present", third.pk: "present"}
    assert "Er waren 2 mensen." in response.content.decode()


def test_someone_who_came_unexpectedly_is_found_by_name_and_added(west, sign_in):
    client = sign_in(west.coordinator)
    with scope(west.programme):
        held, guest = plan(west, days=-1), west.free_buddy.person
    page = f"{URL}{held.pk}/"
    assert str(guest) in client.get(f"{page}?q={guest.surname}").content.decode()
    client.post(f"{page}aanwezig/?q={guest.surname}", {f"p{guest.pk}": "present"})
    client.post(f"{page}aanwezig/", {f"p{west.buddy.person_id}": "present"})
    with scope(west.programme):
        assert [row.person for row in held.attendances.all()] == [guest]


def test_an_answer_that_is_none_changes_nothing(west, sign_in):
    with scope(west.programme):
        listed = [make.PersonFactory(), make.PersonFactory()]
        held = plan(west, days=-1, expected=listed)
    response = sign_in(west.coordinator).post(
        f"{URL}{held.pk}/aanwezig/", {f"p{listed[0].pk}": "present", f"p{listed[1].pk}": "<i>"}
    )
    assert response.status_code == 422
    with scope(west.programme):
        assert set(held.attendances.values_list("presence", flat=True)) == {Presence.EXPECTED}


def test_after_a_training_the_page_says_who_can_begin_and_who_not_yet_and_why(west, sign_in):
    with scope(west.programme):
        early = west.newcomer.person
        ready = make.BuddyFactory()
        actions.complete_step(
            buddy=ready, gate=west.gates[0], by=west.coordinator, done_on=timezone.localdate()
        )
        training = plan(west, days=-1, kind=Kind.TRAINING, expected=[early, ready.person])
    page = (
        sign_in(west[Role.PROFESSIONAL])
        .post(f"{URL}{training.pk}/aanwezig/", {"rest": "present"}, follow=True)
        .content.decode()
    )
    assert f"{ready.person} heeft nu alle stappen gehad en kan meedoen." in page
    assert f"{early}: Een eerdere stap is nog niet klaar." in page


LEARNED = {"method": "gossip", "learning_points": "Samen op tijd stoppen", "tips": "Neem koffie mee"}


def test_learning_points_are_written_read_back_and_improved_by_the_same_form(west, sign_in):
    client = sign_in(west.coordinator)
    with scope(west.programme):
        held = plan(west, days=-1)
    url = f"{URL}{held.pk}/leerpunten/"
    assert "Geen namen van deelnemers" in client.get(url).content.decode()
    assert "Samen op tijd stoppen" in client.post(url, LEARNED, follow=True).content.decode()
    form = client.get(url).context["form"]
    client.post(url, {**form.initial, "tips": "Neem thee mee"})
    with scope(west.programme):
        assert IntervisionNote.objects.get().tips == "Neem thee mee"


def test_the_colleague_who_is_second_keeps_what_was_typed_sees_the_first_and_can_then_decide(west, sign_in):
    with scope(west.programme):
        held = plan(west, days=-1)
        learn(west, held, "Wat de eerste schreef")
    client = sign_in(west[Role.PROFESSIONAL])
    url = f"{URL}{held.pk}/leerpunten/"
    response = client.post(url, {**LEARNED, "seen": ""})
    page = response.content.decode()
    assert response.status_code == 422
    assert "al opgeschreven, misschien door een collega" in page
    assert "Wat de eerste schreef" in page
    assert "Samen op tijd stoppen" in page
    client.post(url, {**LEARNED, "seen": response.context["form"]["seen"].value()})
    with scope(west.programme):
        assert IntervisionNote.objects.get().learning_points == "Samen op tijd stoppen"


def test_learning_points_before_the_day_or_of_a_training_are_refused(west, sign_in):
    client = sign_in(west.coordinator)
    with scope(west.programme):
        coming, training = plan(west, days=1), plan(west, days=-1, kind=Kind.TRAINING)
    assert client.post(f"{URL}{coming.pk}/leerpunten/", LEARNED).status_code == 422
    assert client.post(f"{URL}{training.pk}/leerpunten/", LEARNED).status_code == 404
    with scope(west.programme):
        assert not IntervisionNote.objects.exists()


def test_a_buddy_reads_what_was_learned_where_they_were_and_opens_no_session_of_others(west, sign_in):
    with scope(west.programme):
        me, colleague = west.buddy.person, west.free_buddy.person
        was_there, called_off, not_mine = (
            plan(west, days=-1, expected=people) for people in ([me, colleague], [me], [colleague])
        )
        for session, presence in ((was_there, Presence.PRESENT), (called_off, Presence.CALLED_OFF)):
            actions.record_attendance(session=session, presences={me.pk: presence}, by=west.coordinator)
        for session in (was_there, called_off, not_mine):
            learn(west, session, "Stilte mag er zijn")
    client = sign_in(west[Role.BUDDY])
    page = client.get(f"{URL}{was_there.pk}/").content.decode()
    assert "Stilte mag er zijn" in page
    assert "Bel elkaar." in page
    assert str(colleague) not in page
    assert "Stilte mag er zijn" not in client.get(f"{URL}{called_off.pk}/").content.decode()
    assert client.get(f"{URL}{not_mine.pk}/").status_code == 404
    agenda = client.get("/kansrijk-west/logboek/agenda/").content.decode()
    assert f"{URL}{was_there.pk}/" in agenda
    assert f"{URL}{called_off.pk}/" not in agenda


def test_the_agenda_holds_own_sessions_and_meetings_still_to_come_in_order(west, sign_in):
    with scope(west.programme):
        me = west.buddy.person
        plan(west, days=3, title="Mijn intervisie", expected=[me])
        plan(west, days=5, title="Ik begeleid dit", led_by=me)
        plan(west, days=4, title="Van een ander", expected=[west.free_buddy.person])
        off = plan(west, days=2, title="Afgebeld", expected=[me])
        actions.record_attendance(session=off, presences={me.pk: Presence.CALLED_OFF}, by=west.coordinator)
        card = west.round.cards.get(buddy=west.buddy)
        make.IntroductionFactory(
            card=card,
            state=IntroductionState.PLANNED,
            planned_for=timezone.now() + timedelta(days=4),
            place="De bibliotheek",
        )
        name = west.chooser.person.first_name
    page = sign_in(west[Role.BUDDY]).get("/kansrijk-west/logboek/agenda/").content.decode()
    order = ["Mijn intervisie", f"Kennismaken met {name}", "De bibliotheek", "Ik begeleid dit"]
    assert sorted(order, key=page.index) == order
    assert "Van een ander" not in page
    assert "Afgebeld" not in page


def test_attendance_belongs_to_one_programme(west, zuid):
    with scope(zuid.programme):
        plan(zuid, days=-1, expected=[zuid.buddy.person])
    with scope(west.programme):
        assert not Attendance.objects.exists()
