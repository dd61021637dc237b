"""What is counted is counted right, in one's own programme alone; and what may not be seen is not there."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from activities.models import Presence
from buddies.models import Buddy
from goals.actions import hold_review
from goals.models import ActionStep, Goal, LifeArea, Moment, Success
from matching.models import EndReason
from participants.actions import accept, come_back, move_on, point_elsewhere, sign_up
from participants.models import OutflowReason, Participant, Status
from programmes.models import Measure, Phase, Target
from programmes.names import Name
from programmes.pdf import make_pdf
from programmes.scope import scope
from reports.chapters import STEPS, assemble
from reports.contents import Contents, Figure
from reports.figures import Period, aims, came_back, signed_up, tally
from reports.tasks import document
from tests import factories as make
from tests.worlds import World

TODAY = timezone.localdate()


def period(world: World, days: int = 60, last: date = TODAY) -> Period:
    return Period(world.programme, last - timedelta(days=days), last, TODAY)


def count(world: World) -> Contents:
    return assemble(period(world), [chapter(period(world)) for _doing, chapter in STEPS])


def couple(**participant):
    match = make.MatchFactory(starts_on=TODAY - timedelta(days=30))
    person = match.participant
    Participant.objects.filter(pk=person.pk).update(
        **{"status": Status.MATCHED, "accepted_on": TODAY - timedelta(days=40), **participant}
    )
    person.refresh_from_db()
    return match


def couples(number: int, **participant) -> list:
    return [couple(**participant) for _each in range(number)]


def figures(contents: Contents) -> Iterator[tuple[str, Figure]]:
    """Every figure in the report that is about people, with where it stands."""
    for chapter in contents.chapters:
        for result in chapter.results:
            yield f"{chapter.title} / {result.key}", result.figure
        for part in chapter.parts:
            for row in part.rows:
                for cell in row.cells:
                    yield f"{part.key} / {row.label}", cell


def part(contents: Contents, key: str):
    return next(part for chapter in contents.chapters for part in chapter.parts if part.key == key)


def result(contents: Contents, key: str) -> Figure:
    return next(r.figure for chapter in contents.chapters for r in chapter.results if r.key == key)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"accepted_on": None}, False),
        ({"accepted_on": TODAY + timedelta(days=1)}, False),
        ({"closed_on": TODAY - timedelta(days=60)}, True),
        ({"closed_on": TODAY - timedelta(days=61)}, False),
    ],
)
def test_a_participant_counts_when_welcome_and_not_yet_gone(in_west, changes, counts):
    before = tally(Measure.PARTICIPANTS, period(in_west)).value
    person = make.ParticipantFactory(accepted_on=TODAY - timedelta(days=90))
    Participant.objects.filter(pk=person.pk).update(**changes)
    assert tally(Measure.PARTICIPANTS, period(in_west)).value - before == counts


def test_contacts_and_hours_are_those_of_the_period(in_west):
    match = couple()
    make.ContactFactory(match=match, on=TODAY, minutes=90)
    make.ContactFactory(match=match, on=TODAY - timedelta(days=60), minutes=60)
    make.ContactFactory(match=match, on=TODAY - timedelta(days=61), minutes=600)
    begun = timezone.now() - timedelta(days=3)
    session = make.SessionFactory(starts_at=begun, ends_at=begun + timedelta(hours=2))
    make.AttendanceFactory(session=session, person=match.buddy.person, presence=Presence.PRESENT)
    make.AttendanceFactory(session=session, person=in_west.free_buddy.person, presence=Presence.ABSENT)
    make.AttendanceFactory(session=session, person=match.participant.person, presence=Presence.PRESENT)
    assert tally(Measure.CONTACTS, period(in_west)).value == 2
    assert (
        tally(Measure.HOURS, period(in_west)).value == 4
    )  # an hour and a half, an hour, and two of intervision; rounded
    assert tally(Measure.HOURS, period(in_west)).people == 1
    assert tally(Measure.INTERVISIONS, period(in_west)).value == 1


def test_a_volunteer_counts_when_every_gate_was_passed(in_west):
    Buddy.objects.update(applied_at=timezone.now() - timedelta(days=90))
    assert tally(Measure.BUDDIES, period(in_west)).value == 2
    in_west.free_buddy.steps.filter(gate=in_west.gates[1]).update(done_on=TODAY - timedelta(days=1))
    assert tally(Measure.BUDDIES, period(in_west, last=TODAY - timedelta(days=2))).value == 1


def test_nobody_of_another_programme_is_counted(west, zuid):
    with scope(zuid.programme):
        couples(8)
    with scope(west.programme):
        assert tally(Measure.MATCHES, period(west)).value == 1
        assert result(count(west), "matches").hidden


def test_targets_within_the_period_add_up_and_one_around_it_stands_for_it(in_west):
    year = date(2025, 1, 1), date(2025, 12, 31)
    for first, last, aim in (
        (date(2025, 1, 1), date(2025, 6, 30), 10),
        (date(2025, 7, 1), date(2025, 12, 31), 12),
        (date(2024, 7, 1), date(2025, 8, 30), 99),
    ):
        Target.objects.create(measure=Measure.MATCHES, starts_on=first, ends_on=last, aim=aim)
    assert aims(Period(in_west.programme, *year, TODAY)) == {"matches": 22}
    assert aims(Period(in_west.programme, date(2025, 7, 1), date(2025, 8, 1), TODAY))["matches"] in {12, 99}
    assert aims(Period(in_west.programme, date(2025, 6, 1), date(2025, 7, 31), TODAY)) == {"matches": 99}


def test_no_small_number_of_people_is_anywhere_in_a_report(in_west):
    places = [make.NeighbourhoodFactory(name=name) for name in ("Noord", "Oost", "Zuid")]
    for number, match in enumerate(couples(17)):
        match.participant.person.neighbourhood = places[min(number // 6, 2)]
        match.participant.person.save()
    for match in couples(3, source="referrer"):
        make.ContactFactory(match=match, on=TODAY)
        make.ContactFactory(match=match, on=TODAY)
    contents = count(in_west)
    small = [(where, figure.text) for where, figure in figures(contents) if figure.value in {1, 2, 3, 4}]
    assert small == []
    assert result(contents, "participants").value == 21  # with the one who still chooses
    assert result(contents, "contacts").text == "niet getoond"
    assert result(contents, "outflow").value == 0


def test_what_is_frozen_holds_no_hidden_number(in_west):
    couples(12)
    couples(9, source="family")
    couples(3, source="referrer")
    frozen = count(in_west).as_json()
    row = next(
        row
        for chapter in frozen["chapters"]
        for part in chapter["parts"]
        if part["key"] == "sources"
        for row in part["rows"]
        if "verwijzer" in row["label"]
    )
    assert row["cells"] == ({"text": "minder dan 5", "value": None, "hidden": True},)
    assert Contents.from_json(frozen) == count(in_west)


def test_another_format_is_not_read(in_west):
    with pytest.raises(ValueError, match="format"):
        Contents.from_json({**count(in_west).as_json(), "format": 0})


def test_rows_stand_in_an_order_that_tells_nothing(in_west):
    """Ordered by number, a hidden one would be known to lie between its neighbours."""
    names = ["Almkerk", "Boskoop", "Castricum"]
    for name, number in zip(names, (6, 14, 9), strict=True):
        place = make.NeighbourhoodFactory(name=name)
        for match in couples(number):
            match.participant.person.neighbourhood = place
            match.participant.person.save()
    Participant.objects.filter(matches__isnull=True).delete()
    shown = [row.label for row in part(count(in_west), "places").rows]
    assert [name for name in shown if name in names] == names


def test_a_programme_with_few_people_says_why_so_little_is_shown(in_west):
    contents = count(in_west)
    assert "Dit is een klein programma" in contents.hidden
    assert all(p.withheld for chapter in contents.chapters for p in chapter.parts)


def test_where_people_went_is_withheld_when_how_many_went_is_hidden(in_west):
    """Twenty of twenty-two went on: the two who stayed would be known."""
    Participant.objects.filter(accepted_on__isnull=False).update(accepted_on=None)
    couples(20, status=Status.MOVED_ON, closed_on=TODAY, outflow_reason=OutflowReason.PAID_WORK)
    couples(2)
    contents = count(in_west)
    assert result(contents, "participants").value == 22
    assert result(contents, "outflow").hidden
    assert part(contents, "outflow").withheld
    assert part(contents, "states").withheld


def test_marks_are_averaged_from_ten_people_on(in_west):
    def review(match, moment: str, value: int, day: date) -> None:
        marks = {LifeArea.MONEY: value}
        hold_review(match=match, moment=moment, held_on=day, by=in_west.coordinator, marks=marks)

    matches = couples(10)
    for match in matches[:9]:
        review(match, Moment.START, 3, TODAY - timedelta(days=25))
        review(match, Moment.MIDPOINT, 6, TODAY)
    assert part(count(in_west), "marks-end").withheld
    review(matches[9], Moment.START, 3, TODAY - timedelta(days=25))
    assert part(count(in_west), "marks-end").withheld
    review(matches[9], Moment.MIDPOINT, 7, TODAY)
    (row,) = part(count(in_west), "marks-midpoint").rows
    assert [cell.text for cell in row.cells] == ["10", "3,0", "6,1"]


def test_successes_of_few_people_are_not_told_however_many_there_are(in_west):
    plans = [make.PlanFactory() for _each in range(5)]
    for number in range(9):
        Success.objects.create(plan=plans[number % 4], words="Gelukt", on=TODAY)
    assert result(count(in_west), "successes").text == "niet getoond"
    Success.objects.create(plan=plans[4], words="Gelukt", on=TODAY)
    assert result(count(in_west), "successes").value == 10


def test_goals_and_steps_of_the_period_are_counted(in_west):
    for _each in range(6):
        goal = make.GoalFactory()
        Goal.objects.filter(pk=goal.pk).update(state="reached", reached_on=TODAY)
        ActionStep.objects.create(goal=goal, words="Bellen", done_on=TODAY - timedelta(days=100))
    assert result(count(in_west), "goals").value == 6
    assert result(count(in_west), "steps").value == 0


def test_ended_matches_and_how_many_were_completed_do_not_tell_the_rest(in_west):
    for number, match in enumerate(couples(13)):
        match.ended_on = TODAY
        match.end_reason = EndReason.COMPLETED if number < 11 else EndReason.MOVED
        match.save()
    contents = count(in_west)
    assert result(contents, "ended").value == 13
    assert result(contents, "completed").hidden
    assert result(contents, "length").text == "1,0 maanden"


def test_a_programme_without_matches_has_no_chapter_about_them(in_west):
    in_west.programme.has_matching = False
    titles = [chapter.title for chapter in count(in_west).chapters]
    assert "Samen op weg" not in titles
    assert "Deelnemers" in titles


def test_the_summary_says_only_what_may_be_shown(in_west):
    couples(12)
    assert count(in_west).summary[0] == "13 deelnemers deden mee."
    assert not any("gingen zonder ons verder" in sentence for sentence in count(in_west).summary)


def test_the_document_takes_any_words_and_becomes_a_pdf(in_west):
    nasty = "<script>alert(1)</script> {{ 7|add:7 }} مرحبا 🎉 \x0b"
    in_west.programme.name = nasty
    couples(12)
    report = make.ReportFactory(
        made_by=in_west.coordinator, title="Verslag & meer", explanation=f"{nasty}\n\n" * 3
    )
    html = document(report, count(in_west), "#8d3570")
    assert "<script>" not in html
    pdf = PdfReader(io.BytesIO(make_pdf(html)))
    assert pdf.metadata is not None
    assert pdf.metadata.title.startswith("Verslag & meer")
    # Read as two bytes a sign where a font lacks the emoji.
    text = " ".join(page.extract_text() for page in pdf.pages).replace("\x00", "")
    assert "{{ 7|add:7 }}" in text
    assert len(pdf.pages) >= 4


def test_the_same_figures_make_the_same_document(in_west):
    couples(12)
    report = make.ReportFactory(made_by=in_west.coordinator)
    assert document(report, count(in_west), "#0b6b57") == document(report, count(in_west), "#0b6b57")


def test_who_came_back_is_not_new_and_the_year_they_first_came_keeps_them(in_west: World) -> None:
    long_ago = timezone.now() - timedelta(days=700)
    then = Period(in_west.programme, TODAY - timedelta(days=730), TODAY - timedelta(days=400), TODAY)
    before, new = signed_up(then).count(), signed_up(period(in_west)).count()
    stayed = [sign_up(name=Name(given=f"Terug{n}"), at=long_ago + timedelta(minutes=n)) for n in range(6)]
    for participant in stayed:
        accept(participant=participant, by=in_west.coordinator, held_on=TODAY - timedelta(days=690))
        move_on(
            participant=participant,
            by=in_west.coordinator,
            reason=OutflowReason.REST,
            on=TODAY - timedelta(days=500),
        )
        come_back(participant=participant, by=in_west.coordinator)
    # Pointed elsewhere leaves no stay, but is no first time either.
    elsewhere = sign_up(name=Name(given="Elders"), at=long_ago)
    point_elsewhere(participant=elsewhere, by=in_west.coordinator, shareable_reason="Elders")
    come_back(participant=elsewhere, by=in_west.coordinator)
    assert signed_up(then).count() == before + 7
    assert signed_up(period(in_west)).count() == new
    assert came_back(period(in_west)).count() == 7
    assert came_back(then).count() == 0
    told = count(in_west)
    assert (result(told, "came_back").value, result(told, "came_back").hidden) == (7, False)


def test_predecessors_and_phases_stand_in_the_report_with_their_own_figures_and_nobody_in_them(
    in_west: World,
) -> None:
    assert "before" not in {part.key for chapter in count(in_west).chapters for part in chapter.parts}
    Phase.objects.create(
        name="Onbenutte Kansen",
        starts_on=date(2019, 1, 1),
        ends_on=date(2021, 12, 31),
        is_predecessor=True,
        figures={"participants": 96, "outflow": 3, "hours": 1200},
    )
    Phase.objects.create(name="Proef", starts_on=date(2018, 1, 1), figures={"participants": 2, "contacts": 9})
    Phase.objects.create(name="Later", starts_on=TODAY + timedelta(days=400), figures={"participants": 50})
    Phase.objects.create(name="Zonder cijfers", starts_on=date(2020, 1, 1))
    before = part(count(in_west), "before")
    assert before.head == ("Wanneer", "deelnemers", "contactmomenten", "uren van vrijwilligers", "mensen die verder gingen")  # fmt: skip
    rows = {row.label: [cell.text for cell in row.cells] for row in before.rows}
    assert rows == {
        "Proef, 2018": ["minder dan 5", "niet getoond", "niet bekend", "niet bekend"],
        "Onbenutte Kansen, 2019 – 2021": ["96", "niet bekend", "1.200", "minder dan 5"],
    }
    assert "Onbenutte Kansen" in document(make.ReportFactory(), count(in_west), "#0b6b57")
