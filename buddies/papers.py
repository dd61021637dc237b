"""Papers for a volunteer: the agreement to sign and the certificate of taking part, made as PDF by a worker.

What a paper says is frozen in the row when it is asked for, so that making it again gives the same.
"""

import re
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes.jobs import RunningJob, handles, request_job
from programmes.models import Membership, Programme
from programmes.pdf import make_pdf
from programmes.scope import scope

from .models import Buddy, Paper, PaperKind

MAKE = "volunteer_paper"


def ask_for_paper(*, buddy: Buddy, kind: PaperKind, by: Membership) -> Paper:
    """Have a paper made for a volunteer. A coordinator. It is there within seconds."""
    words = _agreement(buddy) if kind == PaperKind.AGREEMENT else _certificate(buddy)
    paper = Paper.objects.create(buddy=buddy, kind=kind, contents=words, made_by=by)
    request_job(kind=MAKE, about_id=paper.pk, by=by)
    return paper


@handles(MAKE, queue="pdf")
def make_paper(job: RunningJob) -> None:
    """Draw one paper, outside any transaction. Safe to begin again."""
    with scope(job.programme_id):
        programme = Programme.objects.get(pk=job.programme_id)
        paper = Paper.objects.filter(pk=job.about_id, pdf__isnull=True).first()
    if paper is None:
        return
    pdf = make_pdf(document(paper, programme))
    with scope(job.programme_id):
        Paper.objects.filter(pk=paper.pk, pdf__isnull=True).update(pdf=pdf)


def document(paper: Paper, programme: Programme) -> str:
    """The paper as one HTML document that needs nothing else."""
    context = {
        "paper": paper,
        "title": paper.get_kind_display(),
        "told": paper.contents,
        "accent": programme.accent,
    }
    return render_to_string("buddies/paper.html", context)


def _about(programme: Programme) -> dict[str, str]:
    return {
        "programme": programme.name,
        "organisation": programme.organisation,
        "place": programme.place,
        "today": date_format(timezone.localdate(), "j F Y"),
    }


def _agreement(buddy: Buddy) -> dict[str, Any]:
    programme = buddy.programme
    return {
        **_about(programme),
        "name": buddy.person.full_name,
        "supervisor": str(buddy.supervisor.person) if buddy.supervisor else "",
        "until": _written(buddy.deployed_until),
        "paragraphs": agreement_of(programme, programme.agreement),
    }


def agreement_of(programme: Programme, text: str) -> list[str]:
    """What an agreement promises, a paragraph per line, with the words of the programme filled in; ours when it is empty."""
    own = [line.strip() for line in text.splitlines() if line.strip()]
    return [_filled_in(line, programme) for line in own] or standard_agreement(programme)


def blanks(programme: Programme) -> dict[str, str]:
    """What may stand between square brackets in the programme's own text, and what is read there."""
    words = programme.words
    return {
        "programma": programme.name,
        "organisatie": programme.organisation,
        "plaats": programme.place,
        "deelnemer": words.participant,
        "deelnemers": words.participants,
        "vrijwilliger": words.buddy,
        "vrijwilligers": words.buddies,
    }


def _filled_in(line: str, programme: Programme) -> str:
    """What is between brackets and means nothing to us stays as it was written."""
    filled = blanks(programme)
    return re.sub(r"\[(\w+)\]", lambda found: filled.get(found[1].lower(), found[0]), line)


def standard_agreement(programme: Programme) -> list[str]:
    """What volunteers and a programme promise each other when the programme wrote nothing of its own."""
    words = programme.words
    asked = {
        "organisation": programme.organisation,
        "programme": programme.name,
        "participants": words.participants,
        "participant": words.participant,
        "months": programme.match_months,
    }
    paragraphs = [
        _(
            "Je doet vrijwillig mee aan %(programme)s. Je kunt op elk moment stoppen; bespreek het dan met ons."
        ),
        _(
            "We bereiden je voor en laten je niet alleen. Je hebt een vaste begeleider die je altijd mag bellen."
        ),
        _("Je werkt samen met %(participants)s, en doet niets over hun hoofd heen."),
        _(
            "Wat je hoort, blijft onder jullie. Maak je je zorgen over iemands veiligheid, bespreek het met je begeleider."
        ),
        _("Je neemt geen geld aan, leent niets uit en regelt geen geldzaken op eigen naam."),
        _(
            "Onkosten die we van tevoren afspraken, krijg je terug. Je bent tijdens het vrijwilligerswerk verzekerd."
        ),
        _("Je gegevens bewaren we alleen voor %(programme)s. Je mag ze altijd inzien."),
        _(
            "Past iets niet, of is er een klacht? Zeg het je begeleider, of de coördinator van %(organisation)s."
        ),
    ]
    return [paragraph % asked for paragraph in paragraphs]


def _certificate(buddy: Buddy) -> dict[str, Any]:
    """What someone did, in thankful words: which steps, which tasks, since when and until when."""
    began = min((step.done_on for step in buddy.steps.all()), default=timezone.localdate(buddy.applied_at))
    return {
        **_about(buddy.programme),
        "name": buddy.person.full_name,
        "since": _written(began),
        "until": _written(buddy.stopped_on or timezone.localdate()),
        "tasks": buddy.tasks_in_words,
        "places": [each.place for each in buddy.deployments.all()],
        "steps": [step.gate.name for step in buddy.steps.select_related("gate").order_by("gate__position")],
    }


def _written(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
