"""Conversations about the year: one question a page, left and resumed, the participant first, earlier answers after."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goals import actions
from goals.achieved import achieved
from goals.group import since_the_start
from goals.models import Answer, Instrument, Moment, Review
from goals.shipped import LADDER, LIFE_AREAS, shipped
from goals.year import Year, conversations_now
from matching.models import Match
from participants.models import Consent, Intake, LadderStep, Participant, Status
from programmes.models import Role
from programmes.refusals import Refused
from programmes.scope import scope
from tests import factories as make

YEAR = "/kansrijk-west/jaar/"


def today():
    return timezone.localdate()


def talk_of(world, moment="start"):
    return f"{YEAR}{world.participant.pk}/gesprek/{moment}/"


def begin(world, client, moment="start", numbers="yes"):
    """Press *Beginnen* and arrive at the first question."""
    answer = client.post(f"{talk_of(world, moment)}beginnen/", {"numbers": numbers})
    assert answer.status_code == 302
    return client.get(answer.url).url


def answer_all(client, url, **given):
    """Answer every question; `given` per item, else skipped. Returns the page behind the last one."""
    while "/vraag/" in url:
        page = client.get(url)
        asked = page.context["answer"]
        said = given.get(asked.item, "")
        name = "words" if isinstance(said, str) and page.context["kind"] == "words" else "value"
        url = client.post(url, {name: said}).url
    return client.get(url).url if url.endswith("/") else url


def held(world, moment=Moment.START, on=None, **marks):
    return actions.hold_review(
        match=world.match,
        moment=moment,
        held_on=on or today(),
        by=world.coordinator,
        marks=marks,
        own_words="Zo.",
    )


def test_a_conversation_is_held_one_question_a_page_and_read_by_the_participant(west, sign_in):
    buddy = sign_in(west[Role.BUDDY])
    url = begin(west, buddy)
    assert "Hoe gaat het met geld?" in buddy.get(url).content.decode()
    end = answer_all(buddy, url, money="3", joy="0", how="Het begin is er.")
    page = buddy.get(end).content.decode()
    assert "Alles is gevraagd" in page
    assert buddy.post(end, {"held_on": today().isoformat()}).status_code == 302
    with scope(west.programme):
        review = Review.objects.get()
        given = dict(review.answers.exclude(value=None).values_list("item", "value"))
        assert (review.held_on, given) == (today(), {"money": 3, "joy": 0})
    read = sign_in(west[Role.PARTICIPANT]).get(talk_of(west), follow=True).content.decode()
    assert "Het begin is er." in read
    assert "hoofd en gevoel" not in read


def test_a_conversation_left_for_three_weeks_goes_on_where_it_stopped(west, sign_in):
    buddy = sign_in(west[Role.BUDDY])
    url = begin(west, buddy)
    onward = buddy.post(url, {"value": "4"}).url
    onward = buddy.post(onward, {"value": ""}).url
    with scope(west.programme):
        Review.objects.update(begun_at=timezone.now() - timedelta(days=21))
    assert (
        "begonnen, het kan verder waar jullie waren"
        in buddy.get(f"{YEAR}{west.participant.pk}/").content.decode()
    )
    assert buddy.get(buddy.get(talk_of(west)).url).url == onward
    coordinator = sign_in(west.coordinator)
    assert coordinator.get(coordinator.get(talk_of(west)).url).url == onward
    with scope(west.programme):
        assert [each.value for each in Answer.objects.exclude(given_at=None)] == [4, None]


def test_earlier_answers_are_shown_only_after_the_new_ones_are_given(west, sign_in):
    with scope(west.programme):
        began = today() - timedelta(days=182)
        Match.objects.update(starts_on=began, intended_end=began + timedelta(days=365))
        west.match.refresh_from_db()
        held(west, on=began, money=2, body=6)
    buddy = sign_in(west[Role.BUDDY])
    url = begin(west, buddy, "midpoint")
    while "/vraag/" in url:
        page = buddy.get(url).content.decode()
        assert "eerst 2" not in page
        assert "gaat veel beter" not in page
        item = buddy.get(url).context["answer"].item
        url = buddy.post(url, {"value": {"money": "6", "body": "5"}.get(item, "")}).url
    page = buddy.get(url, follow=True).content.decode()
    assert "gaat veel beter" in page
    assert "is nu iets zwaarder" in page
    assert "geen stap terug" in page
    assert "Dit gaat nu beter: geld" in page


def test_the_buddys_view_comes_after_and_beside_the_participants_own(west, sign_in):
    buddy = sign_in(west[Role.BUDDY])
    url = begin(west, buddy)
    with scope(west.programme):
        review = Review.objects.get()
    beside = f"{YEAR}gesprek/{review.pk}/erbij/"
    assert buddy.post(beside, {"words": "Ik vind"}).status_code == 302
    with scope(west.programme), pytest.raises(Refused, match="Eerst geeft"):
        actions.add_buddy_view(review=review, by=west[Role.BUDDY], words="Ik vind")
    end = answer_all(buddy, url, money="3")
    buddy.post(end, {"held_on": today().isoformat()})
    with scope(west.programme):
        money = Answer.objects.get(item="money")
    buddy.post(beside, {"words": "Het gaat goed, vind ik.", f"value-{money.pk}": "7"})
    page = sign_in(west[Role.PARTICIPANT]).get(f"{YEAR}gesprek/{review.pk}/").content.decode()
    assert "Het gaat goed, vind ik." in page
    with scope(west.programme):
        money.refresh_from_db()
        assert (money.value, money.buddy_value) == (3, 7)


def test_a_participant_answers_but_does_not_begin_or_close_a_conversation(west, sign_in):
    participant, buddy = sign_in(west[Role.PARTICIPANT]), sign_in(west[Role.BUDDY])
    assert participant.post(f"{talk_of(west)}beginnen/").status_code == 403
    assert participant.get(talk_of(west)).url == f"{YEAR}#lijn"
    url = begin(west, buddy)
    end = answer_all(participant, url, money="5")
    assert "Sluit het gesprek samen af" in participant.get(end).content.decode()
    assert participant.post(end, {"held_on": today().isoformat()}).status_code == 403


def test_nobody_holds_a_conversation_that_is_still_to_come(west, sign_in):
    buddy = sign_in(west[Role.BUDDY])
    assert buddy.get(talk_of(west, "midpoint")).url == f"{YEAR}{west.participant.pk}/#lijn"
    assert buddy.post(f"{talk_of(west, 'midpoint')}beginnen/").url == f"{YEAR}{west.participant.pk}/#lijn"
    assert buddy.get(talk_of(west, "someday")).status_code == 404
    with scope(west.programme):
        assert not Review.objects.exists()


def test_opening_the_paper_questions_writes_nothing(west, sign_in):
    buddy = sign_in(west[Role.BUDDY])
    assert "Hoe gaat het met geld?" in buddy.get(f"{talk_of(west)}vragen/").content.decode()
    assert buddy.get(f"{talk_of(west)}papier/").status_code == 200
    with scope(west.programme):
        assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Alles is nog leeg"),
        ({f"{LIFE_AREAS}.money": "11"}, "Deze keuze is er niet"),
        ({"held_on": "2999-01-01", "how": "Goed"}, "Deze dag komt nog"),
        ({"held_on": "2001-01-01", "how": "Goed"}, "Het jaar begon op"),
        ({"held_on": "", "how": "Goed"}, "nog leeg"),
        ({"how": "BSN 111222333"}, "lijkt"),
        ({"how": "x" * 5000}, "te lang"),
    ],
)
def test_paper_that_cannot_be_is_refused_with_what_was_typed(west, sign_in, sent, words):
    data = {"held_on": today().isoformat(), **sent}
    answer = sign_in(west[Role.BUDDY]).post(f"{talk_of(west)}papier/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert sent.get("how", "") in page
    with scope(west.programme):
        assert not Review.objects.exists()


def test_the_paper_of_the_end_says_who_reads_the_thanks(west, sign_in):
    with scope(west.programme):
        began = today() - timedelta(days=360)
        Match.objects.update(starts_on=began, intended_end=began + timedelta(days=365))
    page = sign_in(west[Role.BUDDY]).get(f"{talk_of(west, 'end')}vragen/").content.decode()
    assert "Je buddy mag dit lezen." in page
    assert "0: heel zwaar … 10: heel goed" in page


def test_what_was_achieved_tells_pride_and_no_arrangements_and_a_heavier_outcome_gently(in_west, sign_in):
    began = today() - timedelta(days=360)
    Match.objects.update(starts_on=began, intended_end=today() + timedelta(days=5))
    in_west.match.refresh_from_db()
    met_first(in_west, 3)
    kept = {"match": in_west.match, "by": in_west.coordinator, "marks": {}}
    actions.hold_review(**kept, moment=Moment.START, held_on=began, others={LADDER: {"step": 3}})
    more = {"proud": "Ik bel nu zelf.", "again": 0, "aftercare": 0}
    actions.hold_review(**kept, moment=Moment.END, held_on=today(), more=more, others={LADDER: {"step": 1}})
    year = Year(in_west.participant, in_west[Role.PARTICIPANT], in_west.programme.words, today())
    told = achieved(year, accent="#0b6b57")
    assert [each.key for each in told.last.said] == ["proud"]
    assert told.last.has_heavier
    assert told.on_the_ladder.startswith("Nu: Ik zie bijna niemand")
    page = sign_in(in_west[Role.PARTICIPANT]).get(f"{YEAR}{in_west.participant.pk}/bereikt/").content.decode()
    assert "geen stap terug" in page
    assert "Nog een keer met een buddy" not in page


def test_paper_is_kept_as_it_was_written(west, sign_in):
    data = {"held_on": today().isoformat(), "how": "Het gaat.", f"{LIFE_AREAS}.money": "3"}
    client = sign_in(west[Role.BUDDY])
    assert client.post(f"{talk_of(west)}papier/", data).status_code == 302
    assert client.post(f"{talk_of(west)}papier/", data).url.startswith(f"{YEAR}gesprek/")
    with scope(west.programme):
        review = Review.objects.get()
        assert (review.how, review.answers.get(item="money").value) == ("paper", 3)
        assert review.answers.get(item="how").words == "Het gaat."


@pytest.mark.parametrize("value", ["11", "-1", "tien", "9" * 30, "1.5"])
def test_an_answer_off_the_scale_is_refused_by_page_and_database(west, sign_in, value):
    buddy = sign_in(west[Role.BUDDY])
    url = begin(west, buddy)
    answer = buddy.post(url, {"value": value})
    assert answer.status_code == 422
    assert "Kies een van de antwoorden" in answer.content.decode()
    with scope(west.programme):
        first = Answer.objects.order_by("position").first()
        with pytest.raises(Refused, match="niet op de schaal"):
            actions.answer_question(answer=first, value=11)


def test_answers_lie_fixed_once_a_conversation_is_held(west, sign_in):
    with scope(west.programme):
        review = held(west, money=3)
        answer = review.answers.get(item="money")
        with pytest.raises(Refused, match="liggen vast"):
            actions.answer_question(answer=answer, value=9)
    url = f"{YEAR}gesprek/{review.pk}/vraag/1/"
    assert sign_in(west.coordinator).post(url, {"value": "9"}).url == f"{YEAR}gesprek/{review.pk}/"
    with scope(west.programme):
        answer.refresh_from_db()
        assert answer.value == 3


def test_a_match_that_ends_in_the_middle_of_a_conversation_loses_nothing(west, sign_in):
    buddy = sign_in(west[Role.BUDDY])
    url = begin(west, buddy)
    onward = buddy.post(url, {"value": "4"}).url
    with scope(west.programme):
        Match.objects.update(ended_on=today(), end_reason="moved")
    end = answer_all(buddy, onward, how="We ronden af.")
    assert buddy.post(end, {"held_on": today().isoformat()}).status_code == 302
    with scope(west.programme):
        assert Review.objects.get().answers.get(item="money").value == 4
    assert buddy.get(f"{YEAR}{west.participant.pk}/").status_code == 404
    assert sign_in(west.coordinator).get(end, follow=True).status_code == 200


def test_another_programmes_or_buddys_conversation_does_not_exist(west, zuid, sign_in):
    with scope(west.programme):
        review = make.ReviewFactory(plan=west.plan, match=west.match, by=west.coordinator)
        stranger = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
    for client in (sign_in(stranger), sign_in(zuid.coordinator)):
        for path in ("", "vraag/1/", "klaar/", "erbij/"):
            assert client.get(f"{YEAR}gesprek/{review.pk}/{path}").status_code == 404


def test_who_withdraws_consent_for_numbers_keeps_the_plan_and_loses_every_answer(west, sign_in):
    with scope(west.programme):
        held(west, money=3)
    participant = sign_in(west[Role.PARTICIPANT])
    path = f"{YEAR}{west.participant.pk}/cijfers/"
    assert "Haal de antwoorden weg" in participant.get(path).content.decode()
    participant.post(path, {"numbers": "no"})
    with scope(west.programme):
        assert not Answer.objects.exists()
        assert Review.objects.get().held_on == today()
        assert west.plan.goals.exists()
        assert Consent.objects.get(purpose="measure").withdrawn_on == today()
        assert not actions.may_measure(west.participant)
        began = today() - timedelta(days=182)
        Match.objects.update(starts_on=began, intended_end=began + timedelta(days=365))
    buddy = sign_in(west[Role.BUDDY])
    url = begin(west, buddy, "midpoint")
    assert "Waar ben je trots op?" in buddy.get(url).content.decode()
    with scope(west.programme):
        assert not Answer.objects.filter(instrument__isnull=False).exists()


def met_first(world, step):
    """A first talk at the door, in which a place on the ladder came up; and the ladder is asked for in the year."""
    actions.ensure_shipped()
    actions.activate_instrument(instrument=Instrument.objects.get(key=LADDER), by=world.coordinator)
    return Intake.objects.create(
        participant=world.participant, by=world.coordinator, held_on=today(), ladder=step
    )


def pressed(client, url):
    """Which answers of this question stand as chosen."""
    page = client.get(url).content.decode()
    return re.findall(r'value="(\d+)" aria-pressed="true"', re.sub(r"\s+", " ", page)), page


def at_the_ladder(client, url):
    """Skip what comes before it."""
    while client.get(url).context["answer"].item != "step":
        url = client.post(url, {"value": ""}).url
    return url


def test_the_place_on_the_ladder_of_the_first_talk_is_offered_and_counts_once_it_is_chosen(west, sign_in):
    with scope(west.programme):
        met_first(west, 2)
    buddy = sign_in(west[Role.BUDDY])
    url = at_the_ladder(buddy, begin(west, buddy))
    chosen, page = pressed(buddy, url)
    assert chosen == ["2"]
    assert "bij het eerste gesprek" in page
    with scope(west.programme):
        assert Answer.objects.get(item="step").value is None
    buddy.post(url, {"value": "3"})
    chosen, page = pressed(buddy, url)
    assert chosen == ["3"]
    assert "bij het eerste gesprek" not in page
    with scope(west.programme):
        assert Answer.objects.get(item="step").value == 3


def test_the_place_on_the_ladder_of_the_first_talk_is_not_shown_before_a_later_answer(west, sign_in):
    with scope(west.programme):
        met_first(west, 2)
        began = today() - timedelta(days=182)
        Match.objects.update(starts_on=began, intended_end=began + timedelta(days=365))
    buddy = sign_in(west[Role.BUDDY])
    chosen, page = pressed(buddy, at_the_ladder(buddy, begin(west, buddy, "midpoint")))
    assert chosen == []
    assert "bij het eerste gesprek" not in page


def test_at_the_door_and_in_the_year_the_ladder_has_the_same_words():
    ladder = next(each for each in shipped() if each["key"] == LADDER)
    asked = {int(step): words for step, words in ladder["definition"]["scale"]["words"].items()}
    assert asked == {step.value: str(step.label) for step in LadderStep}


def test_who_wants_no_numbers_kept_is_not_on_the_ladder_either(west, zuid, sign_in):
    with scope(west.programme):
        intake = met_first(west, 2)
        other = Intake.objects.create(
            participant=west.chooser, by=west.coordinator, held_on=today(), ladder=4, talents="Zingen"
        )
        actions.stop_measuring(participant=west.participant, by=west[Role.PARTICIPANT])
        actions.stop_measuring(participant=west.applicant, by=west.coordinator)
        intake.refresh_from_db()
        other.refresh_from_db()
        assert (intake.ladder, other.ladder) == (None, 4)
    accept = west.programme.to("participants:accept", west.applicant.pk)
    assert "Participatieladder" not in sign_in(west.coordinator).get(accept).content.decode()
    theirs = zuid.programme.to("participants:accept", zuid.applicant.pk)
    assert "Participatieladder" in sign_in(zuid.coordinator).get(theirs).content.decode()


def test_a_conversation_under_way_keeps_its_version_when_a_newer_one_comes(west, sign_in):
    buddy = sign_in(west[Role.BUDDY])
    url = begin(west, buddy)
    onward = buddy.post(url, {"value": "4"}).url
    with scope(west.programme):
        old = Instrument.objects.get(key=LIFE_AREAS)
        asked = {**old.definition, "items": old.definition["items"][:2]}
        new = actions.import_instrument(
            data={"key": LIFE_AREAS, "name": "Korter", "definition": asked}, by=west.coordinator
        )
        licence = {"owner": "Wij", "terms": "Alles", "proof": "Zelf gemaakt"}
        actions.license_instrument(instrument=new, by=west.coordinator, **licence)
        actions.activate_instrument(instrument=new, by=west.coordinator)
        number = len(old.definition["items"])
    end = answer_all(buddy, onward, joy="6")
    assert buddy.post(end, {"held_on": today().isoformat()}).status_code == 302
    with scope(west.programme):
        kept = Review.objects.get().answers.filter(instrument__isnull=False)
        assert {each.instrument_id for each in kept} == {old.pk}
        assert kept.count() == number
        assert kept.get(item="joy").value == 6


def test_an_instrument_changed_between_start_and_end_is_never_compared(in_west):
    began = today() - timedelta(days=200)
    Match.objects.update(starts_on=began, intended_end=began + timedelta(days=365))
    in_west.match.refresh_from_db()
    held(in_west, on=began, money=2)
    old = Instrument.objects.get(key=LIFE_AREAS)
    with pytest.raises(Refused, match="nieuwe versie"), scope(in_west.programme):
        from programmes.refusals import refusals

        with refusals():
            Instrument.objects.filter(pk=old.pk).update(definition={**old.definition, "intro": "Anders"})
    new = actions.import_instrument(
        data={"key": LIFE_AREAS, "name": old.name, "definition": {**old.definition, "intro": "Anders"}},
        by=in_west.coordinator,
    )
    assert new.version == 2
    with pytest.raises(Refused, match="Zonder bewijs"):
        actions.activate_instrument(instrument=new, by=in_west.coordinator)
    licence = {"owner": "Wij", "terms": "Alles", "proof": "Zelf gemaakt"}
    actions.license_instrument(instrument=new, by=in_west.coordinator, **licence)
    actions.activate_instrument(instrument=new, by=in_west.coordinator)
    later = held(in_west, Moment.MIDPOINT, money=8)
    assert later.answers.get(item="money").instrument == new
    told = since_the_start(key=LIFE_AREAS, since=began, until=today())
    assert not any(told.values())


def test_a_licence_that_is_over_stops_the_questions(in_west):
    actions.ensure_shipped()
    marks = Instrument.objects.get(key=LIFE_AREAS)
    yesterday = today() - timedelta(days=1)
    actions.license_instrument(instrument=marks, by=in_west.coordinator, until=yesterday)
    review = make.ReviewFactory(plan=in_west.plan, match=in_west.match, by=in_west.coordinator)
    assert not review.answers.filter(instrument__isnull=False).exists()
    ladder = Instrument.objects.get(key=LADDER)
    actions.license_instrument(instrument=ladder, by=in_west.coordinator, until=yesterday)
    with pytest.raises(Refused, match="verlopen"):
        actions.activate_instrument(instrument=ladder, by=in_west.coordinator)


def test_someone_guided_without_a_match_has_conversations_too(west, sign_in):
    with scope(west.programme):
        since = today() - timedelta(days=10)
        person = make.ParticipantFactory(status=Status.GUIDED, accepted_on=since)
        found = [
            each for each in conversations_now(months=12, today=today()) if each.participant_id == person.pk
        ]
        assert [each.moment.moment for each in found] == ["start"]
        guide = west[Role.PROFESSIONAL]
    path = f"{YEAR}{person.pk}/"
    assert sign_in(guide).get(path).status_code == 404
    coordinator = sign_in(west.coordinator)
    coordinator.post(f"{path}begeleider/", {"guide": guide.pk, "since": since.isoformat()})
    guided = sign_in(guide)
    assert guided.get(path).status_code == 200
    answer = guided.post(f"{path}gesprek/start/beginnen/", {"numbers": "yes"})
    end = answer_all(guided, guided.get(answer.url).url, money="4")
    assert guided.post(end, {"held_on": today().isoformat()}).status_code == 302
    with scope(west.programme):
        assert Review.objects.get().match is None
        assert not Participant.objects.get(pk=person.pk).matches.exists()


def test_as_many_questions_for_who_is_due_with_two_people_as_with_twenty(in_west):
    def ask():
        with CaptureQueriesContext(connection) as seen:
            found = conversations_now(months=12, today=today())
        return len(found), len(seen)

    make.ParticipantFactory(status=Status.GUIDED, accepted_on=today())
    people, questions = ask()
    for _each in range(9):
        make.MatchFactory()
        make.ParticipantFactory(status=Status.GUIDED, accepted_on=today())
    assert ask() == (people + 18, questions)
    assert questions <= 6


def test_what_was_said_at_the_end_fills_the_form_that_ends_the_match(west, sign_in):
    path = f"/kansrijk-west/matching/match/{west.match.pk}/afronden/"
    coordinator = sign_in(west.coordinator)
    fresh = coordinator.get(path)
    assert "eindgesprek" not in fresh.content.decode()
    with scope(west.programme):
        day = today() - timedelta(days=2)
        actions.hold_review(
            match=west.match,
            moment=Moment.END,
            held_on=day,
            by=west.coordinator,
            marks={},
            more={"thanks": "Dank je wel!", "again": 0, "aftercare": 1},
        )
    page = coordinator.get(path)
    form = page.context["form"]
    assert (form["on"].value(), form["reason"].value(), form["after"].value()) == (
        day,
        "completed",
        "aftercare",
    )
    assert "in het eindgesprek is gezegd" in page.content.decode()
    other = coordinator.post(
        path, {"on": day.isoformat(), "reason": "moved", "ended_by": "together", "after": "ready"}
    )
    assert "Klopt dit?" in other.content.decode()
