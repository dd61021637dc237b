"""A report goes from draft to final to published and never back, and what is final does not change any more."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from programmes.models import Job, JobState, Role, Trace
from programmes.refusals import Refused
from programmes.scope import scope
from reports import actions
from reports.chapters import STEPS
from reports.models import Report, ReportFile, State
from tests import factories as make

YEAR = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
FROZEN = {
    "title": "Anders",
    "period_end": date(2026, 1, 31),
    "explanation": "Mooier",
    "figures": {"format": 2},
    "sha256": "0" * 64,
    "finalised_at": None,
}


@pytest.fixture
def funder(in_west):
    return in_west[Role.FUNDER].partner


@pytest.fixture
def draft(in_west) -> Report:
    report = make.ReportFactory(made_by=in_west.coordinator)
    actions.keep_build(report=report, figures={"format": 1}, pdf=b"%PDF first")
    report.refresh_from_db()
    return report


@pytest.fixture
def final(draft, in_west) -> Report:
    actions.finalise_report(report=draft, by=in_west.coordinator)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def published(in_west, funder) -> Report:
    return make.ReportFactory(made_by=in_west.coordinator, published_for=funder)


def refused_by_the_database(**changes) -> None:
    """Not by our own code: straight at the row."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(**changes)


@pytest.mark.parametrize(("field", "value"), FROZEN.items())
def test_what_is_final_stays_as_it_is(final, field, value):
    refused_by_the_database(**{field: value})


@pytest.mark.parametrize(("field", "value"), FROZEN.items())
def test_what_is_published_or_withdrawn_stays_as_it_is(in_west, published, field, value):
    refused_by_the_database(**{field: value})
    actions.withdraw_report(report=published, reason="Dubbel", by=in_west.coordinator)
    refused_by_the_database(**{field: value})


def test_the_pdf_of_a_final_report_cannot_be_changed_removed_or_added(final):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFile.objects.update(pdf=b"%PDF other")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFile.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        final.delete()
    assert bytes(ReportFile.objects.get(report=final).pdf) == b"%PDF first"


@pytest.mark.parametrize(
    ("start", "to"),
    [
        (State.DRAFT, State.PUBLISHED),
        (State.DRAFT, State.WITHDRAWN),
        (State.FINAL, State.DRAFT),
        (State.PUBLISHED, State.FINAL),
        (State.PUBLISHED, State.DRAFT),
        (State.WITHDRAWN, State.PUBLISHED),
        (State.WITHDRAWN, State.FINAL),
    ],
)
def test_the_database_knows_no_way_back_and_no_short_cut(in_west, draft, funder, start, to):
    by = in_west.coordinator
    if start != State.DRAFT:
        actions.finalise_report(report=draft, by=by)
    if start in {State.PUBLISHED, State.WITHDRAWN}:
        actions.publish_report(report=draft, readers=[funder], by=by)
    if start == State.WITHDRAWN:
        actions.withdraw_report(report=draft, reason="Dubbel", by=by)
    assert Report.objects.get().state == start
    refused_by_the_database(state=to)


def test_a_report_is_born_a_draft(in_west):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ReportFactory(made_by=in_west.coordinator, state=State.PUBLISHED)


def test_final_needs_the_pdf_that_has_this_fingerprint(draft):
    from django.utils import timezone

    refused_by_the_database(state=State.FINAL, sha256="0" * 64, finalised_at=timezone.now())
    refused_by_the_database(state=State.FINAL, sha256="", finalised_at=timezone.now())


def test_final_waits_for_the_pdf(in_west, draft):
    actions.explain_report(report=draft, explanation="Een goed jaar.", by=in_west.coordinator)
    with pytest.raises(Refused, match="wordt nog gemaakt"):
        actions.finalise_report(report=draft, by=in_west.coordinator)
    assert Report.objects.get().state == State.DRAFT


def test_a_final_report_takes_no_more_words(in_west, final):
    with pytest.raises(Refused):
        actions.explain_report(report=final, explanation="Toch nog iets", by=in_west.coordinator)


def test_pressing_twice_is_one_report_and_one_job(in_west):
    first = actions.request_report(**YEAR, by=in_west.coordinator)
    second = actions.request_report(**YEAR, by=in_west.coordinator)
    assert first.pk == second.pk
    assert Job.objects.filter(about_id=first.pk).count() == 1
    assert Trace.objects.filter(verb="report.requested").count() == 1


def test_a_finished_draft_is_counted_anew_in_the_same_report(in_west):
    first = actions.request_report(**YEAR, by=in_west.coordinator)
    Job.objects.update(state=JobState.DONE)
    second = actions.request_report(**YEAR, by=in_west.coordinator)
    assert first.pk == second.pk
    assert Job.objects.filter(about_id=first.pk).count() == 2


def test_words_changed_while_printing_are_printed_again(in_west, draft):
    old = Report.objects.get(pk=draft.pk)
    Report.objects.filter(pk=draft.pk).update(explanation="Nieuwe woorden")
    assert actions.keep_build(report=old, figures={"format": 1}, pdf=b"%PDF old words") is False
    assert bytes(ReportFile.objects.get().pdf) == b"%PDF first"


def test_a_worker_that_comes_too_late_changes_nothing(in_west, final):
    assert actions.keep_build(report=final, figures={"format": 9}, pdf=b"%PDF late") is True
    assert bytes(ReportFile.objects.get().pdf) == b"%PDF first"
    assert Report.objects.get().figures == {"format": 1}


def test_two_published_reports_never_cover_the_same_day(in_west, published, funder):
    other = make.ReportFactory(
        made_by=in_west.coordinator,
        title="Half jaar",
        period_start=date(2025, 12, 31),
        period_end=date(2026, 6, 30),
    )
    actions.keep_build(report=other, figures={"format": 1}, pdf=b"%PDF half")
    actions.finalise_report(report=other, by=in_west.coordinator)
    with pytest.raises(Refused, match="Jaarverslag"):
        actions.publish_report(report=other, readers=[funder], by=in_west.coordinator)
    actions.withdraw_report(report=published, reason="Vervangen", by=in_west.coordinator)
    actions.publish_report(report=other, readers=[funder], by=in_west.coordinator)
    assert Report.objects.get(state=State.PUBLISHED) == other


def test_why_a_report_was_withdrawn_is_kept(in_west, published):
    actions.withdraw_report(report=published, reason="Een fout in de periode", by=in_west.coordinator)
    assert Trace.objects.get(verb="report.withdrawn").reason == "Een fout in de periode"


def test_a_draft_can_be_thrown_away_with_its_pdf(in_west, draft):
    actions.discard_draft(report=draft, by=in_west.coordinator)
    assert not Report.objects.exists()
    assert not ReportFile.objects.exists()


def test_a_funder_that_may_read_a_report_cannot_be_removed(published, funder):
    with pytest.raises(ProtectedError):
        funder.delete()


# -- On screen --------------------------------------------------------------------------------------------------------


@pytest.fixture
def west_report(west):
    """A published report of West, seen from outside the scope."""
    with scope(west.programme):
        return make.ReportFactory(made_by=west.coordinator, published_for=west[Role.FUNDER].partner)


def test_a_funder_sees_what_was_published_for_them_and_nothing_else(west, west_report, sign_in):
    to = west.programme.to
    with scope(west.programme):
        other_fund = make.PartnerFactory(name="Ander fonds", kinds=["funder"])
        other = make.MembershipFactory(role=Role.FUNDER, partner=other_fund)
        without = make.MembershipFactory(role=Role.FUNDER, partner=None)
        hidden = make.ReportFactory(
            made_by=west.coordinator, title="Nog een concept", period_start=date(2024, 1, 1)
        )
        actions.keep_build(report=hidden, figures={"format": 1}, pdf=b"%PDF draft")
    reader = sign_in(west[Role.FUNDER])
    page = reader.get(to("reports:published")).content.decode()
    assert west_report.title in page
    assert "Nog een concept" not in page
    answer = reader.get(to("reports:download", west_report.pk))
    assert answer.content == b"%PDF-1.7 a report"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="kansrijk-west-jaarverslag.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert reader.get(to("reports:download", hidden.pk)).status_code == 404
    for outsider in (other, without):
        client = sign_in(outsider)
        assert west_report.title not in client.get(to("reports:published")).content.decode()
        assert client.get(to("reports:download", west_report.pk)).status_code == 404
    with scope(west.programme):
        actions.withdraw_report(report=west_report, reason="Dubbel", by=west.coordinator)
    assert reader.get(to("reports:download", west_report.pk)).status_code == 404
    assert west_report.title not in reader.get(to("reports:published")).content.decode()


def test_a_coordinator_downloads_a_draft_that_says_so_in_its_name(west, sign_in):
    with scope(west.programme):
        draft = make.ReportFactory(made_by=west.coordinator)
        actions.keep_build(report=draft, figures={"format": 1}, pdf=b"%PDF draft")
    answer = sign_in(west.coordinator).get(west.programme.to("reports:download", draft.pk))
    assert 'filename="kansrijk-west-jaarverslag-concept.pdf"' in answer["Content-Disposition"]


def test_from_button_to_progress(west, sign_in, monkeypatch):
    client, to = sign_in(west.coordinator), west.programme.to
    answer = client.post(to("reports:make"), {"period": "2025-01-01/2025-12-31"})
    with scope(west.programme):
        report = Report.objects.get()
    assert answer.url == to("reports:report", report.pk)
    page = client.get(answer.url).content.decode()
    assert "zodra er een plek vrij is" in page
    assert 'hx-trigger="every 2s"' in page
    with scope(west.programme):
        Job.objects.update(
            state=JobState.RUNNING, step=3, steps=len(STEPS) + 1, doing="Vrijwilligers tellen", attempts=2
        )
    fragment = client.get(to("reports:progress", report.pk), headers={"HX-Request": "true"}).content.decode()
    assert f"Stap 3 van {len(STEPS) + 1}: Vrijwilligers tellen" in fragment
    assert "poging 2 van 3" in fragment
    assert "<html" not in fragment
    assert client.get(to("reports:progress", report.pk)).url == to("reports:report", report.pk)
    with scope(west.programme):
        Job.objects.update(state=JobState.GAVE_UP)
    assert (
        client.get(to("reports:progress", report.pk), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    )
    page = client.get(answer.url).content.decode()
    assert "We probeerden het drie keer" in page
    assert "Opnieuw tellen" in page


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({}, "Kies er een."),
        ({"period": "2031-01-01/2031-12-31"}, "Deze keuze is er niet"),
        ({"period": "other"}, "Dit is nog leeg"),
        ({"period": "other", "first": "2025-05-01", "last": "2025-04-01"}, "Het einde ligt voor het begin"),
        ({"period": "other", "first": "2999-05-01", "last": "2999-06-01"}, "Deze dag komt nog"),
        ({"period": "other", "first": "gisteren", "last": "2025-04-01"}, "Dit is geen dag"),
    ],
)
def test_a_period_that_cannot_be_is_answered_in_words_and_makes_nothing(west, sign_in, typed, complaint):
    answer = sign_in(west.coordinator).post(west.programme.to("reports:make"), typed)
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    with scope(west.programme):
        assert not Report.objects.exists()


def test_the_explanation_refuses_a_bsn_and_keeps_what_was_typed(west, sign_in):
    with scope(west.programme):
        report = make.ReportFactory(made_by=west.coordinator)
    path = west.programme.to("reports:explain", report.pk)
    answer = sign_in(west.coordinator).post(path, {"explanation": "Jan (123456782) ging <b>verhuizen</b>"})
    assert answer.status_code == 422
    assert "op een BSN lijkt" in answer.content.decode()
    assert "Jan (123456782) ging &lt;b&gt;verhuizen&lt;/b&gt;" in answer.content.decode()


def test_two_coordinators_make_it_final_at_once(west, sign_in):
    with scope(west.programme):
        draft = make.ReportFactory(made_by=west.coordinator)
        actions.keep_build(report=draft, figures={"format": 1}, pdf=b"%PDF draft")
    client, path = sign_in(west.coordinator), west.programme.to("reports:finalise", draft.pk)
    assert client.post(path).status_code == 302
    second = client.post(path)
    assert second.status_code == 422
    assert "misschien door een collega" in second.content.decode()


def test_publishing_without_anybody_to_read_it_says_what_to_do(west, sign_in):
    from programmes.models import Partner

    with scope(west.programme):
        draft = make.ReportFactory(made_by=west.coordinator)
        actions.keep_build(report=draft, figures={"format": 1}, pdf=b"%PDF draft")
        actions.finalise_report(report=draft, by=west.coordinator)
    client, path = sign_in(west.coordinator), west.programme.to("reports:publish", draft.pk)
    assert client.post(path, {}).status_code == 422
    with scope(west.programme):
        Partner.objects.update(kinds=["chain"])
    assert "Er is nog geen financier" in client.get(path).content.decode()
