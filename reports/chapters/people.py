"""Who took part and who helped."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from activities.models import Attendance, Kind, Presence
from buddies.models import Buddy
from matching.models import Match
from participants.models import Intake
from programmes.models import Door, Measure
from reports import disclosure
from reports.contents import Chapter, Part, Result
from reports.figures import Period, Tally, came_back, sessions_of, signed_up, with_us

from .parts import Frame, measured, of_people, part_of_people, publishable, row, too_few

Standing = tuple[str | None, str, date | None, bool]
"""Of one participant: neighbourhood, source, closed on, has a buddy on the last day."""


def participants(period: Period) -> Chapter:
    """Who took part: how they came, where they live and where they stood on the last day."""
    words = period.programme.words
    applied, again = signed_up(period).count(), came_back(period).count()
    intakes = Intake.objects.filter(held_on__gte=period.first, held_on__lte=period.until).count()
    counted_apply = _("Iedereen die zich in de periode voor het eerst aanmeldde of werd aangemeld.")
    counted_again = _(
        "Wie eerder bij ons was of zich eerder aanmeldde, en zich in de periode opnieuw meldde."
    )
    counted_intake = _("Eerste gesprekken die in de periode zijn gehouden.")
    results = (
        measured(Measure.PARTICIPANTS, period),
        of_people("applied", _("Nieuwe aanmeldingen"), applied, counted_apply, period),
        of_people("came_back", _("Mensen die terugkwamen"), again, counted_again, period),
        of_people("intakes", _("Intakegesprekken"), intakes, counted_intake, period),
    )
    people = _standings(period)
    sources = Counter(source for _place, source, _closed, _has in people)
    frame = Frame(
        "sources",
        _("Hoe mensen bij ons kwamen"),
        (_("Hoe"), words.Participants),
        _("De meesten werden %(label)s (%(value)s)."),
    )
    names = {
        Door.SELF: _("door henzelf aangemeld"),
        Door.FAMILY: _("als gezin aangemeld"),
        Door.SOMEONE_ELSE: _("door iemand anders aangemeld"),
        Door.REFERRER: _("door een verwijzer aangemeld"),
    }
    doors = [(name, sources[door.value]) for door, name in names.items() if door.value in sources]
    parts = (*_places_and_states(people, period), part_of_people(frame, doors, period))
    return Chapter(words.Participants, results, parts)


def _standings(period: Period) -> list[Standing]:
    running = Match.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=period.until),
        programme_id=OuterRef("programme_id"),
        participant_id=OuterRef("pk"),
        starts_on__lte=period.until,
    )
    people = with_us(period).annotate(has_buddy=Exists(running)).order_by()
    return list(people.values_list("person__neighbourhood__name", "source", "closed_on", "has_buddy"))


def _places_and_states(people: Sequence[Standing], period: Period) -> list[Part]:
    """Neighbourhood by state in one table; apart where the table would have to be withheld.

    Rows stand in alphabetical order: an order by number would give hidden numbers away.
    """
    words, matching = period.programme.words, period.programme.has_matching
    states = [_("ging verder"), _("deed mee")]
    if matching:
        states[1:] = [
            _("met %(buddy)s") % {"buddy": words.buddy},
            _("zonder %(buddy)s") % {"buddy": words.buddy},
        ]
    grid: dict[str, list[int]] = defaultdict(lambda: [0] * len(states))
    for place, _source, closed_on, has_buddy in people:
        is_gone = closed_on is not None and closed_on <= period.until
        grid[place or _("niet bekend")][0 if is_gone else 1 if has_buddy or not matching else 2] += 1
    places = sorted(grid)
    per_state = [sum(grid[place][i] for place in places) for i in range(len(states))]
    # How many went on is a result of its own: it is told there already, or may not be told here either.
    gone = disclosure.subset(per_state[0], whole=len(people), threshold=period.threshold)
    table = disclosure.cross_table([grid[place] for place in places], threshold=period.threshold, told={0})
    if len(places) > 1 and gone.value is not None and not table.withheld:
        rows = tuple(
            row(place, (*cells, total), period)
            for place, cells, total in zip(places, table.rows, table.row_totals, strict=True)
        )
        totals = row(_("Samen"), (*table.column_totals, table.total), period)
        title = _("Waar mensen wonen, en hoe het op de laatste dag stond")
        return [Part("places", title, head=(_("Wijk"), *states, _("samen")), rows=rows, total=totals)]
    on_the_last_day = Frame(
        "states", _("Hoe het op de laatste dag stond"), (_("Op de laatste dag"), words.Participants)
    )
    pairs = list(zip(states, per_state, strict=True))
    by_state = part_of_people(on_the_last_day, pairs, period, told={0})
    if gone.value is None:
        by_state = Part("states", on_the_last_day.title, withheld=too_few())
    where = Frame("places", _("Waar mensen wonen"), (_("Wijk"), words.Participants))
    by_place = part_of_people(where, [(place, sum(grid[place])) for place in places], period)
    return [by_state, by_place] if len(places) > 1 else [by_state]


def volunteers(period: Period) -> Chapter:
    """Who helped, and how they were trained and kept company."""
    applied = Buddy.objects.filter(
        applied_at__date__gte=period.first, applied_at__date__lte=period.until
    ).count()
    trainings = Tally(sessions_of(period).filter(kind=Kind.TRAINING).count())
    counted_apply = _("Iedereen die zich in de periode als vrijwilliger aanmeldde.")
    counted_training = _("Wie bij een of meer trainingen was.")
    counted_intervision = _("Wie bij een of meer intervisies was.")
    trained, joined = _present(period, Kind.TRAINING), _present(period, Kind.INTERVISION)
    results = (
        measured(Measure.BUDDIES, period),
        of_people("volunteers", _("Nieuwe vrijwilligers"), applied, counted_apply, period),
        Result(
            "trainings",
            _("Trainingen"),
            publishable(trainings, period.threshold),
            _("Trainingen die zijn gehouden."),
        ),
        of_people("trained", _("Mensen bij een training"), trained, counted_training, period),
        measured(Measure.INTERVISIONS, period),
        of_people("joined", _("Mensen bij intervisie"), joined, counted_intervision, period),
        measured(Measure.HOURS, period),
    )
    return Chapter(_("Vrijwilligers"), results)


def _present(period: Period, kind: Kind) -> int:
    there = Attendance.objects.filter(
        presence=Presence.PRESENT, session__in=sessions_of(period).filter(kind=kind)
    )
    return there.order_by().values("person_id").distinct().count()
