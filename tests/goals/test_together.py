"""One plan, several hands: rest first, rewording, who sees what, remarks, obstacles, paper."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from goals import actions
from goals.models import ActionStep, EarlierWords, Goal, Idea, Obstacle, Remark, Stress, Success
from goals.year import Year
from matching.actions import end_match, pause_match, resume_match
from matching.models import EndReason
from participants.actions import accept, come_back, move_on
from participants.models import OutflowReason, Participant
from programmes.models import Membership, Partner, Role
from programmes.refusals import Refused
from programmes.scope import scope
from tests import factories as make
from tests.worlds import make_world

YEAR = "/kansrijk-west/jaar/"


def today():
    return timezone.localdate()


def test_rest_comes_first_and_the_heaviest_on_top(west, sign_in):
    client, who = sign_in(west[Role.PARTICIPANT]), west.participant.pk
    said = {"money": "9", "housing": "unknown", "body": "skip", "mind": "4", "family": "0"}
    url = f"{YEAR}{who}/rust/money/"
    for area, value in said.items():
        assert area in url
        url = client.post(url, {"value": value}).url
    page = client.get(YEAR).content.decode()
    assert page.index("Eerst rust") < page.index("Wat wil jij?") < page.index("Mijn doelen")
    with scope(west.programme):
        assert dict(Stress.objects.values_list("area", "value")) == {
            "money": 9, "housing": None, "mind": 4, "family": 0,
        }  # fmt: skip
        year = Year(west.participant, west[Role.PARTICIPANT], west.programme.words, today())
        assert [one.area for one in year.stress] == ["money", "mind", "family", "housing"]
        assert [one.area for one in year.heaviest] == ["money", "mind"]


def test_a_mark_of_stress_can_be_given_again_and_the_latest_counts(in_west):
    plan, by = in_west.plan, in_west[Role.BUDDY]
    actions.mark_stress(plan=plan, area="money", value=9, by=by, on=today() - timedelta(days=60))
    actions.mark_stress(plan=plan, area="money", value=7, by=by)
    actions.mark_stress(plan=plan, area="money", value=3, by=by)
    year = Year(in_west.participant, by, in_west.programme.words, today())
    assert [(one.area, one.value) for one in year.stress] == [("money", 3)]
    assert Stress.objects.count() == 2
    with pytest.raises(Refused, match="0 tot en met 10"):
        actions.mark_stress(plan=plan, area="money", value=11, by=by)


@pytest.mark.parametrize("value", ["11", "-1", "veel", "", "9" * 40, "²"])
def test_stress_off_the_scale_is_refused(west, sign_in, value):
    path = f"{YEAR}{west.participant.pk}/rust/money/"
    answer = sign_in(west[Role.PARTICIPANT]).post(path, {"value": value})
    assert answer.status_code == 422
    assert "0 tot en met 10" in answer.content.decode()
    assert sign_in(west[Role.PARTICIPANT]).get(path.replace("money", "luck")).status_code == 404


def test_two_who_reword_a_goal_both_see_both_and_nothing_is_lost(west, sign_in):
    path, goal = f"{YEAR}doel/{west.goal.pk}/anders/", west.goal
    both = {"area": "money", "why": "", "version": "0"}
    participant, buddy = sign_in(west[Role.PARTICIPANT]), sign_in(west[Role.BUDDY])
    assert participant.post(path, {**both, "words": "Mijn post open"}).status_code == 302
    answer = buddy.post(path, {**both, "words": "Alle enveloppen weg"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mijn post open" in page
    assert "Alle enveloppen weg" in page
    with scope(west.programme):
        assert Goal.objects.get(pk=goal.pk).words == "Mijn post open"
    assert buddy.post(path, {**both, "words": "Alle enveloppen weg", "version": "1"}).status_code == 302
    with scope(west.programme):
        assert Goal.objects.get(pk=goal.pk).words == "Alle enveloppen weg"
        earlier = EarlierWords.objects.order_by("pk").values_list("words", flat=True)
        assert list(earlier) == [goal.words, "Mijn post open"]
    seen = participant.get(YEAR).content.decode()
    assert "Wat hier eerder stond" in seen
    assert "Mijn post open" in seen


def test_two_who_reword_a_step_both_see_both(west, sign_in):
    path = f"{YEAR}stap/{west.step.pk}/anders/"
    both = {"who": "together", "version": "0"}
    assert sign_in(west[Role.BUDDY]).post(path, {**both, "words": "Bellen"}).status_code == 302
    answer = sign_in(west.coordinator).post(path, {**both, "words": "Schrijven"})
    assert answer.status_code == 422
    assert "Bellen" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_very_same_moment_one_waits_and_is_told():
    world = make_world("kansrijk-west", "Kansrijk West")
    told: list[str] = []
    ready = threading.Barrier(2)

    def reword(words: str, by: Membership) -> None:
        try:
            ready.wait(10)
            with scope(world.programme):
                actions.reword_goal(goal=world.goal, area="money", words=words, why="", by=by, version=0)
            told.append("kept")
        except actions.Overtaken as overtaken:
            told.append(overtaken.current)
        finally:
            connection.close()

    hands = [
        threading.Thread(target=reword, args=(words, world[role]))
        for words, role in (("Een", Role.BUDDY), ("Twee", Role.PARTICIPANT))
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(20)
    with scope(world.programme):
        kept = Goal.objects.get(pk=world.goal.pk).words
        assert sorted(told) == sorted(["kept", kept])
        assert EarlierWords.objects.get().words == world.goal.words


def test_a_step_for_a_day_before_the_year_is_refused_beside_the_day(west, sign_in):
    with scope(west.programme):
        began = min(west.match.starts_on, timezone.localdate(west.plan.made_at))
    early = (began - timedelta(days=1)).isoformat()
    sent = {"words": "Bellen", "who": "me", "by_day": early}
    for path in (f"{YEAR}doel/{west.goal.pk}/stap/", f"{YEAR}stap/{west.step.pk}/anders/"):
        answer = sign_in(west[Role.PARTICIPANT]).post(path, sent)
        assert answer.status_code == 422
        assert "Toen was het jaar nog niet begonnen" in answer.content.decode()
        on_the_day = sign_in(west[Role.PARTICIPANT]).post(path, {**sent, "by_day": began.isoformat()})
        assert on_the_day.status_code == 302


def test_what_was_taken_away_is_gone_from_the_plan_and_comes_back(west, sign_in):
    client = sign_in(west[Role.BUDDY])
    for kind, thing in (("stap", west.step), ("doel", west.goal)):
        client.post(f"{YEAR}{kind}/{thing.pk}/weg/")
        page = client.get(f"{YEAR}{west.participant.pk}/").content.decode()
        assert f"/{kind}/{thing.pk}/terug/" in page
        assert page.count(thing.words) == 1, "only in the notice"
        client.post(f"{YEAR}{kind}/{thing.pk}/terug/")
        client.get(f"{YEAR}{west.participant.pk}/")
        assert thing.words in client.get(f"{YEAR}{west.participant.pk}/").content.decode()
    assert client.post(f"{YEAR}wens/{west.goal.pk}/weg/").status_code == 404


def test_only_the_participant_decides_who_sees_a_success(west, sign_in):
    with scope(west.programme):
        success = actions.celebrate(plan=west.plan, words="Alleen voor mij", by=west[Role.PARTICIPANT])
    path = f"{YEAR}succes/{success.pk}/wie/"
    who = {
        role: sign_in(west[role])
        for role in (Role.PARTICIPANT, Role.BUDDY, Role.PROFESSIONAL, Role.COORDINATOR)
    }

    def readers():
        pages = {
            role: client.get(
                YEAR if role == Role.PARTICIPANT else f"{YEAR}{west.participant.pk}/"
            ).content.decode()
            for role, client in who.items()
        }
        return {role for role, page in pages.items() if "Alleen voor mij" in page}

    assert readers() == set(who)
    who[Role.PARTICIPANT].post(path, {"seen_by": "buddy"})
    for client in who.values():
        client.get(f"{YEAR}{west.participant.pk}/")
    assert readers() == {Role.PARTICIPANT, Role.BUDDY}
    who[Role.PARTICIPANT].post(path, {"seen_by": "me"})
    assert readers() == {Role.PARTICIPANT}
    assert (
        "Alleen voor mij" not in who[Role.BUDDY].get(f"{YEAR}{west.participant.pk}/bereikt/").content.decode()
    )
    assert who[Role.BUDDY].post(path, {"seen_by": "everyone"}).status_code == 403
    assert who[Role.COORDINATOR].post(f"{YEAR}succes/{success.pk}/weg/").status_code == 404
    with scope(west.programme), pytest.raises(Refused, match="beslist alleen"):
        actions.show_success(success=success, seen_by="everyone", by=west.coordinator)


def test_a_contact_is_celebrated_in_one_tap_and_once(west, sign_in):
    with scope(west.programme):
        contact = make.ContactFactory(match=west.match, by=west[Role.BUDDY])
    client = sign_in(west[Role.BUDDY])
    for _tap in range(3):
        page = client.post(f"/kansrijk-west/logboek/contact/{contact.pk}/vieren/")
        assert "Gevierd!" in client.get(page.url).content.decode()
    with scope(west.programme):
        assert Success.objects.get().on == contact.on


def test_a_remark_is_read_by_the_participant_and_taken_back_by_who_said_it(west, sign_in):
    coordinator, participant = sign_in(west.coordinator), sign_in(west[Role.PARTICIPANT])
    who = west.participant.pk
    coordinator.post(f"{YEAR}{who}/opmerking/", {"words": "Mooi begin!", "goal": west.goal.pk})
    page = participant.get(YEAR).content.decode()
    assert "Mooi begin!" in page
    assert "coördinator" in page
    with scope(west.programme):
        said = Remark.objects.get()
        assert said.goal == west.goal
    assert sign_in(west[Role.BUDDY]).post(f"{YEAR}opmerking/{said.pk}/weg/").status_code == 422
    assert participant.post(f"{YEAR}opmerking/{said.pk}/weg/").status_code == 302
    with scope(west.programme):
        assert not Remark.objects.exists()


def test_an_obstacle_is_passed_on_and_followed_until_it_is_solved(west, zuid, sign_in):
    with scope(west.programme):
        partner = make.PartnerFactory(name="Schuldhulp", kinds=["chain"])
        Partner.objects.filter(name__startswith="Gemeente").update(kinds=["referrer"])
    with scope(zuid.programme):
        theirs = make.PartnerFactory(kinds=["chain"])
    buddy, who = sign_in(west[Role.BUDDY]), west.participant.pk
    wrong = buddy.post(f"{YEAR}{who}/obstakel/", {"words": "De brief", "partner": theirs.pk})
    assert wrong.status_code == 422
    buddy.post(f"{YEAR}{who}/obstakel/", {"words": "De brief komt niet"})
    with scope(west.programme):
        noted = Obstacle.objects.get()
        assert (noted.partner, noted.passed_on) == (None, None)
    path = f"{YEAR}obstakel/{noted.pk}/"
    buddy.post(path, {"partner": partner.pk, "news": "Gebeld"})
    assert "De brief komt niet" in sign_in(west.coordinator).get(f"{YEAR}obstakels/").content.decode()
    buddy.post(path, {"partner": partner.pk, "news": "Gekregen", "is_solved": "on"})
    with scope(west.programme):
        noted.refresh_from_db()
        assert (noted.partner, noted.passed_on, noted.solved_on) == (partner, today(), today())
        assert not Obstacle.objects.open().exists()
    assert "De brief komt niet" not in sign_in(west.coordinator).get(f"{YEAR}obstakels/").content.decode()


def test_two_who_follow_one_obstacle_both_see_both_and_what_is_solved_stays_solved(west, sign_in):
    with scope(west.programme):
        noted = actions.note_obstacle(plan=west.plan, words="De brief komt niet", by=west[Role.BUDDY])
    path = f"{YEAR}obstakel/{noted.pk}/"
    buddy, coordinator = sign_in(west[Role.BUDDY]), sign_in(west.coordinator)
    seen = {"version": str(buddy.get(path).context["form"]["version"].value())}
    assert coordinator.post(path, {**seen, "news": "Hij is er!", "is_solved": "on"}).status_code == 302
    answer = buddy.post(path, {**seen, "news": "Ik bel morgen."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hij is er!<br>opgelost" in page
    assert "Ik bel morgen." in page
    with scope(west.programme):
        noted.refresh_from_db()
        assert (noted.news, noted.solved_on) == ("Hij is er!", today())
    again = {"version": str(answer.context["form"]["version"].value()), "news": "Bedankt.", "is_solved": "on"}
    assert buddy.post(path, again).status_code == 302
    shown = sign_in(west[Role.PARTICIPANT]).get(YEAR).content.decode()
    assert "Bedankt." in shown
    assert "Hij is er!" in shown
    assert shown.count("Wat hier eerder stond") == 1


def test_an_idea_is_taken_over_and_reworded(west, sign_in):
    coordinator = sign_in(west.coordinator)
    sent = {"area": "money", "words": "Eén envelop per dag", "who": "me"}
    coordinator.post("/kansrijk-west/jaar/ideeen/nieuw/", sent)
    assert coordinator.post("/kansrijk-west/jaar/ideeen/nieuw/", sent).status_code == 422
    with scope(west.programme):
        idea = Idea.objects.get()
    client, path = sign_in(west[Role.PARTICIPANT]), f"{YEAR}doel/{west.goal.pk}/stap/"
    assert "Eén envelop per dag" in client.get(path).content.decode()
    page = client.get(f"{path}?idee={idea.pk}")
    assert page.context["form"].initial == {"words": "Eén envelop per dag", "who": "me"}
    client.post(path, {"words": "Eén envelop op maandag", "who": "me"})
    coordinator.post(f"/kansrijk-west/jaar/ideeen/{idea.pk}/weg/")
    with scope(west.programme):
        assert ActionStep.objects.filter(words="Eén envelop op maandag").exists()


def test_what_was_written_on_paper_is_kept_in_one_go(west, sign_in):
    client, path = sign_in(west[Role.BUDDY]), f"{YEAR}{west.participant.pk}/papier/"
    sent = {
        "on": today().isoformat(),
        "done": [str(west.step.pk)],
        f"step-{west.goal.pk}-1": "Map kopen",
        "goal_area": "joy",
        "goal_words": "Zingen",
        "success-1": "Gebeld!",
    }
    empty = client.post(path, {"on": today().isoformat()})
    assert empty.status_code == 422
    assert "Alles is nog leeg" in empty.content.decode()
    half = client.post(path, {**sent, "goal_area": ""})
    assert half.status_code == 422
    assert "Map kopen" in half.content.decode()
    with scope(west.programme):
        assert Success.objects.count() == 0
    assert client.post(path, sent).status_code == 302
    with scope(west.programme):
        assert ActionStep.objects.get(pk=west.step.pk).done_on == today()
        assert ActionStep.objects.filter(words="Map kopen", goal=west.goal).exists()
        assert Goal.objects.filter(words="Zingen", area="joy").exists()
        assert Success.objects.get().words == "Gebeld!"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("{who}/wens/", "wish"),
        ("{who}/doel/", "words"),
        ("{who}/opmerking/", "words"),
        ("{who}/obstakel/", "words"),
        ("{who}/vieren/", "words"),
        ("{who}/papier/", "success-1"),
        ("doel/{goal}/stap/", "words"),
        ("doel/{goal}/anders/", "why"),
        ("stap/{step}/anders/", "words"),
        ("obstakel/{obstacle}/", "news"),
        ("gesprek/{open}/vraag/{last}/", "words"),
        ("gesprek/{held}/erbij/", "words"),
    ],
)
def test_five_thousand_characters_are_refused_and_given_back(west, sign_in, path, field):
    words = "woord " * 833
    with scope(west.programme):
        plan, match, by = west.plan, west.match, west[Role.BUDDY]
        begun = actions.begin_review(plan=plan, match=match, moment="extra", by=by)
        where = {
            "who": west.participant.pk,
            "goal": west.goal.pk,
            "step": west.step.pk,
            "obstacle": actions.note_obstacle(plan=plan, words="De brief", by=by).pk,
            "open": begun.pk,
            "last": begun.answers.count(),
            "held": actions.hold_review(
                match=match, moment="start", held_on=today(), by=by, marks={}, own_words="Zo."
            ).pk,
        }
    sent = {"area": "joy", "who": "me", "on": today().isoformat(), "previous": west.plan.wish, field: words}
    answer = sign_in(west[Role.BUDDY]).post(YEAR + path.format(**where), sent)
    assert answer.status_code == 422
    assert "te lang" in answer.content.decode()
    assert words.strip() in answer.content.decode()


def test_the_plan_survives_another_buddy(west, sign_in):
    with scope(west.programme):
        type(west.match).objects.update(ended_on=today(), end_reason="stopped_buddy")
        other = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
        card = make.ChoiceCardFactory(
            round=make.ChoiceRoundFactory(participant=west.participant, made_by=west.coordinator),
            buddy=west.free_buddy,
        )
        make.MatchFactory(introduction=make.IntroductionFactory(card=card, mutual=True))
    page = sign_in(other).get(f"{YEAR}{west.participant.pk}/").content.decode()
    assert west.goal.words in page
    assert west.plan.wish in page


def test_the_plan_survives_a_pause_and_coming_back(west, zuid, sign_in):
    """The participant reads the same wish and goal all along, and the coordinator afterwards too."""
    mine = f"{YEAR}{west.participant.pk}/"

    def reads_it(role):
        page = sign_in(west[role]).get(mine, follow=True).content.decode()
        return west.goal.words in page and west.plan.wish in page

    with scope(west.programme):
        match = pause_match(match=west.match, on=today(), reason="Even rust", by=west.coordinator)
    assert reads_it(Role.PARTICIPANT)
    with scope(west.programme):
        by = west.coordinator
        match = resume_match(match=match, by=by)
        end_match(match=match, on=today(), reason=EndReason.COMPLETED, by=by)
        participant = Participant.objects.get(pk=west.participant.pk)
        move_on(participant=participant, by=by, reason=OutflowReason.REST, on=today())
        come_back(participant=participant, by=by)
        accept(participant=participant, by=by, held_on=today())
    assert reads_it(Role.PARTICIPANT)
    assert reads_it(Role.COORDINATOR)
    assert sign_in(zuid.coordinator).get(mine).status_code == 404
