"""The chapters of a report, and the whole that they make. Inside a scope."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from programmes.charts import thousands
from programmes.models import Measure, Partner, PartnerKind
from reports.contents import Chapter, Contents
from reports.figures import Period, aims, tally

from .change import change
from .history import history
from .parts import measured
from .people import participants, volunteers
from .together import activities, together

SMALL_PROGRAMME = 30


def goals(period: Period) -> Chapter:
    """What was agreed, and what came of it."""
    agreed = aims(period)
    results = (measured(measure, period, agreed[measure]) for measure in Measure if measure in agreed)
    return Chapter(_("Doelen en resultaten"), tuple(results))


# What is counted in turn, with the words for the progress on screen.
STEPS: tuple[tuple[str, Callable[[Period], Chapter]], ...] = (
    (gettext_noop("Resultaten naast de doelen zetten"), goals),
    (gettext_noop("Deelnemers tellen"), participants),
    (gettext_noop("Vrijwilligers tellen"), volunteers),
    (gettext_noop("Contacten tellen"), together),
    (gettext_noop("Successen en doelen tellen"), change),
    (gettext_noop("Activiteiten tellen"), activities),
    (gettext_noop("Eerdere jaren erbij zetten"), history),
)


def assemble(period: Period, chapters: Sequence[Chapter]) -> Contents:
    """The whole report out of its chapters, of which the first is what was agreed."""
    programme = period.programme
    return Contents(
        programme=programme.name,
        organisation=programme.organisation,
        funders=tuple(Partner.objects.of_kind(PartnerKind.FUNDER).values_list("name", flat=True)),
        summary=_summary(chapters, period),
        goals=chapters[0].results,
        chapters=tuple(chapter for chapter in chapters[1:] if chapter.results or chapter.parts),
        threshold=period.threshold,
        hidden=_about_hiding(chapters, period),
    )


def _summary(chapters: Sequence[Chapter], period: Period) -> tuple[str, ...]:
    """The report in a few plain sentences, made of what may be shown and nothing else."""
    words = period.programme.words
    said = {
        result.key: result.figure.text
        for chapter in chapters
        for result in chapter.results
        if result.figure.value
    }
    said |= {"people": words.participants, "helpers": words.buddies}
    said |= {f"aim_{result.key}": thousands(result.target) for result in chapters[0].results if result.target}
    sentences = (
        _("%(participants)s %(people)s deden mee. Het doel was %(aim_participants)s."),
        _("%(participants)s %(people)s deden mee."),
        _("%(buddies)s %(helpers)s waren klaar voor de inzet. Het doel was %(aim_buddies)s."),
        _("%(buddies)s %(helpers)s waren klaar voor de inzet."),
        _("Er begonnen %(matches)s matches."),
        _("Mensen spraken elkaar %(contacts)s keer, en vrijwilligers gaven samen %(hours)s uur."),
        _("Er waren %(visits)s bezoeken aan %(sessions)s activiteiten."),
        _("Er zijn %(successes)s successen gevierd en %(goals)s doelen gehaald."),
        _("%(outflow)s %(people)s gingen zonder ons verder."),
    )
    told: list[str] = []
    for sentence in sentences:
        with suppress(KeyError):
            whole = sentence % said
            if not any(earlier.startswith(whole) for earlier in told):
                told.append(whole)
    return tuple(told)


def _about_hiding(chapters: Sequence[Chapter], period: Period) -> str:
    sentences = [
        _(
            "Een aantal van 1 tot en met %(highest)s mensen staat er niet: daar zou iemand in herkend kunnen worden. "
            "Ook wat over zo weinig mensen gaat, staat er niet. Soms verbergen we een groter aantal, omdat het kleine "
            "anders uit te rekenen is. Een nul staat er wel. Gemiddelden tonen we vanaf tien mensen."
        )
        % {"highest": period.threshold - 1}
    ]
    withheld = any(part.withheld for chapter in chapters for part in chapter.parts)
    if withheld and tally(Measure.PARTICIPANTS, period).value < SMALL_PROGRAMME:
        sentences.append(
            _("Dit is een klein programma. Met zo weinig mensen vallen de meeste verdelingen weg.")
        )
    return " ".join(sentences)
