"""The people to log about: how to reach them, what comes next, and what was done together."""

from collections import defaultdict

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goals.models import ActionStep, Answer, matches_open_to
from matching.models import Match
from participants.models import Consent, Purpose
from programmes.http import ProgrammeRequest
from programmes.perms import permit

from .. import outbox, perms
from ..models import read_back, told_of, usual_first

CONTACTS_A_PAGE = 20
THANKS_SHOWN = 12
STEPS_SHOWN = 3


@require_safe
def my_people(request: ProgrammeRequest) -> HttpResponse:
    """Everyone this buddy goes with now: how to reach them, when they last met and what comes next."""
    permit(perms.logs_contacts(request.membership))
    shares = Consent.objects.filter(
        participant_id=OuterRef("participant_id"),
        purpose=Purpose.SHARE_WITH_BUDDY,
        withdrawn_on__isnull=True,
    )
    matches = list(
        usual_first(Match.objects.active().of_buddy(request.membership), today=timezone.localdate())
        .annotate(shares_phone=Exists(shares))
        .select_related("participant__person")
    )
    steps = ActionStep.objects.filter(goal__plan__participant__in=[match.participant_id for match in matches])
    coming = defaultdict(list)
    for step in steps.next_of_each_plan(STEPS_SHOWN).select_related("goal__plan"):
        coming[step.goal.plan.participant_id].append(step)
    people = [{"match": match, "steps": coming[match.participant_id]} for match in matches]
    thanks = Answer.objects.thanks_to(request.membership).select_related("review__match__participant__person")
    context = {
        "people": people,
        "thanks": thanks[:THANKS_SHOWN],
        "has_tasks": bool(outbox.tasks_of(request.membership)),
    }
    return render(request, "logbook/my_people.html", context)


@require_safe
def contacts(request: ProgrammeRequest, match_id: int) -> HttpResponse:
    """What two people did together, newest first. Their buddy, and those who read along."""
    permit(perms.reads_contacts(request.membership))
    matches = matches_open_to(request.membership).select_related("participant__person", "buddy__person")
    match = get_object_or_404(matches, pk=match_id)
    page = Paginator(told_of(match), CONTACTS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "logbook/contacts.html",
        {
            "match": match,
            "page": page,
            "told": read_back(page),
            "contacts": match.contacts.count(),
            "shell": "shell_phone.html" if perms.logs_contacts(request.membership) else "shell_desk.html",
        },
    )
