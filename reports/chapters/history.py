"""What came before: predecessor programmes and phases with the figures they left, as a coordinator wrote them down."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes.charts import thousands
from programmes.models import Measure, Phase
from reports import disclosure
from reports.contents import Chapter, Figure, Part, Row
from reports.figures import Period, Tally

from .parts import figure, publishable

# Of whom a measure tells: their number, where it was written down, says whether it may be told.
ABOUT = {
    Measure.MATCHES: Measure.MATCHES,
    Measure.CONTACTS: Measure.PARTICIPANTS,
    Measure.HOURS: Measure.BUDDIES,
}
OF_PEOPLE = (Measure.PARTICIPANTS, Measure.BUDDIES, Measure.OUTFLOW)


def history(period: Period) -> Chapter:
    """The years before this report. Never added up with what Klik counted: somebody else counted them."""
    before = [
        phase for phase in Phase.objects.filter(starts_on__lte=period.last) if any(phase.figures.values())
    ]
    measures = [measure for measure in Measure if any(measure.value in phase.figures for phase in before)]
    if not before:
        return Chapter(_("Wat eraan voorafging"))
    words = period.programme.words
    head = (_("Wanneer"), *(measure.label_in(words) for measure in measures))
    rows = tuple(
        Row(_named(phase), tuple(_figure(phase, measure, period.threshold) for measure in measures))
        for phase in before
    )
    note = _(
        "Deze cijfers zijn toen geteld, en hier overgenomen. Ze tellen niet mee in de rest van dit verslag."
    )
    part = Part("before", _("Voorlopers en fases, met de cijfers van toen"), head=head, rows=rows, note=note)
    return Chapter(_("Wat eraan voorafging"), parts=(part,))


def _named(phase: Phase) -> str:
    """ "Onbenutte Kansen, 2019 – 2021"."""
    years = [date_format(day, "Y") for day in (phase.starts_on, phase.ends_on) if day]
    return f"{phase.name}, {' – '.join(dict.fromkeys(years))}"


def _figure(phase: Phase, measure: Measure, threshold: int) -> Figure:
    """One figure of then, as hidden as one of now would be."""
    if measure.value not in phase.figures:
        return Figure(_("niet bekend"))
    value: int = phase.figures[measure.value]
    whole = phase.figures.get(Measure.PARTICIPANTS.value)
    if measure == Measure.OUTFLOW and whole is not None and value <= whole:
        return figure(disclosure.subset(value, whole=whole, threshold=threshold), threshold)
    if measure in OF_PEOPLE:
        return publishable(Tally(value, value), threshold)
    people = phase.figures.get(ABOUT[measure].value) if measure in ABOUT else None
    return publishable(Tally(value, people), threshold) if people else Figure(thousands(value), value)
