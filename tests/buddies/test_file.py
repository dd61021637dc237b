"""One volunteer's file: certificates and their renewal, references, pausing, stopping, places, papers, and "past het?"."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader

from buddies import actions, joining, papers
from buddies.forms import StepForm
from buddies.models import Buddy, Paper, PaperKind, ScreeningStep, Status, StopReason
from programmes import jobs
from programmes.models import Programme, Role
from programmes.refusals import Refused
from programmes.scope import scope
from reports.today import needs
from tests.worlds import World

TODAY = timezone.localdate()


def certified(world: World, *, days_left: int) -> tuple[Buddy, ScreeningStep]:
    """The free volunteer with a certificate that runs out in so many days."""
    step = world.free_buddy.steps.get(gate=world.gates[1])
    step.valid_until = TODAY + timedelta(days=days_left)
    step.save()
    return world.free_buddy, step


def asked_on_today(world: World) -> list[str]:
    at_once, this_week = needs(world.programme, now=timezone.now())
    return [f"{need.name} {need.sentence} {need.tag} {need.is_now}" for need in [*at_once, *this_week]]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (61, None),
        (60, "verloopt over 60 dagen  False"),
        (30, "verloopt over 30 dagen binnen een maand False"),
        (7, "verloopt over 7 dagen  True"),
        (-1, "is verlopen"),
    ],
)
def test_a_gate_that_runs_out_is_told_sixty_thirty_and_seven_days_ahead(
    in_west: World, days: int, words: str | None
) -> None:
    certified(in_west, days_left=days)
    lines = [line for line in asked_on_today(in_west) if "Training" in line]
    assert lines == [] if words is None else words in lines[0]


def test_while_a_new_certificate_is_on_its_way_nobody_is_reminded_but_not_for_ever(in_west: World) -> None:
    buddy, step = certified(in_west, days_left=5)
    actions.ask_renewal(buddy=buddy, gate=step.gate, by=in_west.coordinator)
    assert not [line for line in asked_on_today(in_west) if "Training" in line]
    ScreeningStep.objects.filter(pk=step.pk).update(renewal_asked_on=TODAY - timedelta(weeks=9))
    assert [line for line in asked_on_today(in_west) if "Training" in line]
    actions.complete_step(buddy=buddy, gate=step.gate, by=in_west.coordinator, done_on=TODAY)
    step.refresh_from_db()
    assert (step.renewal_asked_on, step.seen_on) == (None, TODAY)


def test_a_lost_gate_stops_new_cards_and_leaves_the_match_alone(in_west: World) -> None:
    step = in_west.buddy.steps.get(gate=in_west.gates[1])
    step.valid_until = TODAY - timedelta(days=1)
    step.save()
    assert in_west.buddy not in Buddy.objects.deployable(TODAY)
    in_west.match.refresh_from_db()
    in_west.buddy.refresh_from_db()
    assert in_west.match.ended_on is None
    assert in_west.buddy.status == Status.ACTIVE


def test_a_gate_without_validity_is_not_renewed(in_west: World) -> None:
    with pytest.raises(Refused, match="hoeft niet vernieuwd"):
        actions.ask_renewal(buddy=in_west.buddy, gate=in_west.gates[0], by=in_west.coordinator)


def test_of_a_certificate_its_date_and_when_it_was_seen_are_two_days(west: World, sign_in: Any) -> None:
    with scope(west.programme):
        west.gates[0].kind = "conduct_certificate"
        west.gates[0].save()
    page = west.programme.to("buddies:step", west.newcomer.pk, west.gates[0].pk)
    dated = TODAY - timedelta(days=20)
    assert sign_in(west.coordinator).post(page, {"done_on": str(dated)}).status_code == 302
    with scope(west.programme):
        step = west.newcomer.steps.get()
        assert (step.done_on, step.seen_on, step.seen_by) == (dated, TODAY, west.coordinator)


def test_of_references_only_who_was_spoken_with_is_asked(in_west: World) -> None:
    in_west.gates[0].kind = "references"
    assert set(StepForm(gate=in_west.gates[0]).fields) == {"done_on", "with_whom"}
    assert set(StepForm(gate=in_west.gates[1]).fields) == {"done_on"}


def test_stopping_waits_for_the_match_thanks_and_ends_places(in_west: World) -> None:
    by = in_west.coordinator
    with pytest.raises(Refused, match="loopt nog een match"):
        actions.stop(buddy=in_west.buddy, by=by, reason=StopReason.MOVED)
    buddy = in_west.free_buddy
    deployment = actions.deploy(buddy=buddy, by=by, task="host", place="Ons Huis", since=TODAY)
    actions.stop(buddy=buddy, by=by, reason=StopReason.FINISHED)
    deployment.refresh_from_db()
    buddy.refresh_from_db()
    assert (buddy.status, buddy.stopped_on, deployment.until) == (Status.STOPPED, TODAY, TODAY)
    actions.come_back(buddy=buddy, by=by)
    buddy.refresh_from_db()
    assert buddy.status == Status.ACTIVE
    assert buddy in Buddy.objects.deployable(TODAY)


def test_a_pause_has_an_end_that_shows_on_today(west: World, sign_in: Any) -> None:
    client, page = sign_in(west.coordinator), west.programme.to("buddies:pause", west.free_buddy.pk)
    assert client.post(page, {"until": str(TODAY)}).status_code == 422
    assert client.post(page, {"until": str(TODAY + timedelta(days=30))}).status_code == 302
    with scope(west.programme):
        assert not [line for line in asked_on_today(west) if "weer terug" in line]
        Buddy.objects.filter(pk=west.free_buddy.pk).update(paused_until=TODAY)
        assert [line for line in asked_on_today(west) if "weer terug" in line]


def test_whether_the_place_fits_is_asked_again_and_a_doubt_asks_for_a_talk(west: World, sign_in: Any) -> None:
    with scope(west.programme):
        Buddy.objects.filter(pk=west.buddy.pk).update(applied_at=timezone.now() - timedelta(days=400))
        assert [line for line in asked_on_today(west) if "niet gevraagd" in line]
    page = west.programme.to("buddies:own_place")
    client = sign_in(west[Role.BUDDY])
    assert client.post(page, {"stays": "yes"}).status_code == 422
    sent = {"stays": "other", "fits": "partly", "words": "Ik wil liever koken."}
    assert client.post(page, sent).status_code == 302
    assert "Ik wil liever koken." in client.get(page).content.decode()
    with scope(west.programme):
        assert [line for line in asked_on_today(west) if "wil praten over de eigen plek" in line]
        check = west.buddy.place_checks.get()
    seen = sign_in(west.coordinator).get(west.programme.to("buddies:person", west.buddy.pk)).content.decode()
    assert "Ik wil liever koken." in seen
    sign_in(west.coordinator).post(west.programme.to("buddies:talked", check.pk))
    with scope(west.programme):
        assert not [line for line in asked_on_today(west) if "eigen plek" in line]


def test_a_volunteer_is_active_at_another_organisations_request(west: World, sign_in: Any) -> None:
    client, page = sign_in(west.coordinator), west.programme.to("buddies:deploy", west.buddy.pk)
    sent = {"task": "host", "place": "Koffie in Ons Huis", "since": "2025-03-01", "until": "2025-02-01"}
    wrong = client.post(page, sent)
    assert wrong.status_code == 422
    assert "Het einde ligt voor het begin" in wrong.content.decode()
    with scope(west.programme):
        partner = west.referring_partner
    assert client.post(page, {**sent, "until": "", "partner": partner.pk}).status_code == 302
    text = client.get(west.programme.to("buddies:person", west.buddy.pk)).content.decode()
    assert f"Op verzoek van {partner}" in text


def test_a_volunteer_who_signs_up_again_is_one_and_can_be_two_again(in_west: World) -> None:
    by, known = in_west.coordinator, in_west.free_buddy
    actions.stop(buddy=known, by=by, reason=StopReason.WORK, on=TODAY - timedelta(days=90))
    newcomer = actions.sign_up(name=known.person.name, tasks=["host"], motivation="Weer tijd.")
    came, before = newcomer.person, Buddy.objects.count()
    assert joining.join(newcomer=newcomer, known=known.person, by=by) == known
    known.refresh_from_db()
    assert (known.status, Buddy.objects.count()) == (Status.ACTIVE, before - 1)
    back = joining.part(joining=known.person.joinings.get(), by=by)
    known.refresh_from_db()
    assert (known.status, known.stopped_on) == (Status.STOPPED, TODAY - timedelta(days=90))
    assert (back.person, back.tasks, back.motivation) == (came, ["host"], "Weer tijd.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", PaperKind)
def test_a_paper_is_an_accessible_pdf_in_the_programmes_own_words(
    west: World, monkeypatch: Any, kind: PaperKind
) -> None:
    from programmes.tasks import run_job

    sent: list[Any] = []
    monkeypatch.setattr(run_job, "apply_async", lambda args, **_options: sent.append(args))
    Programme.objects.filter(pk=west.programme.pk).update(agreement="Wij drinken samen koffie.\n\nEn thee.")
    with scope(west.programme):
        buddy = Buddy.objects.select_related("programme", "person", "supervisor__person").get(
            pk=west.buddy.pk
        )
        paper = papers.ask_for_paper(buddy=buddy, kind=kind, by=west.coordinator)
    for _time in range(2):
        jobs.run(*sent[0])
    with scope(west.programme):
        paper.refresh_from_db()
        reader = PdfReader(io.BytesIO(bytes(paper.pdf or b"")))
        text = "".join(page.extract_text() for page in reader.pages)
        name = buddy.person.full_name
    assert name in text
    assert ("Wij drinken samen koffie." in text) is (kind == PaperKind.AGREEMENT)
    assert ("Dank je wel" in text) is (kind == PaperKind.CERTIFICATE)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(reader.pages) == 1


def test_a_paper_that_was_made_stays_as_it_is(in_west: World) -> None:
    paper = Paper.objects.create(
        buddy=in_west.buddy, kind="agreement", made_by=in_west.coordinator, pdf=b"%PDF-1"
    )
    with pytest.raises(Refused, match="Maak een nieuw"), actions.refusals():
        Paper.objects.filter(pk=paper.pk).update(pdf=b"%PDF-2")


def test_the_standard_agreement_speaks_the_programmes_words(west: World) -> None:
    west.programme.participant_plural = "gezinnen"
    assert any("gezinnen" in paragraph for paragraph in papers.standard_agreement(west.programme))


def test_a_number_like_a_bsn_is_refused_in_every_text_about_a_volunteer(west: World, sign_in: Any) -> None:
    page = west.programme.to("buddies:own_place")
    sent = {"stays": "yes", "fits": "well", "words": "111222333"}
    answer = sign_in(west[Role.BUDDY]).post(page, sent)
    assert answer.status_code == 422
    assert "BSN" in answer.content.decode()
