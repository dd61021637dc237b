"""*Vandaag*: who needs the coordinator now, why, and one thing to do about it. Derived, so nothing has to be kept up.

Every question is asked of the database for everybody at once, and shows at most a handful of people; the rest is one
line that leads to the list. So the page costs the same with five people as with five thousand.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Presence, Session
from buddies.models import RENEWAL_TAKES, Buddy, Fits, PlaceCheck, ScreeningStep, Stays
from buddies.models import Status as BuddyStatus
from goals.models import Moment, Obstacle
from goals.year import DueReview, conversations_now
from logbook.models import Delivery, Worry
from matching.board import rows, with_open_round
from matching.models import ChoiceRound, Introduction, IntroductionState, Match, Stage, TrialAnswer
from participants.models import Decision, Participant, Referral
from programmes.days import add_months
from programmes.models import Job, JobState, Programme, Target
from programmes.templatetags.klik import day, moment

from .actions import BUILD
from .attention import called_off, contacts_off, first_contacts, heavy_loads, meetings_off, silent_pairs
from .figures import Period, aims, label, tally
from .models import Report, State
from .needs import MOST, Desk, Need, few, rest_of
from .owed import claims, payment_lists, unknown_rates

ANSWER_WITHIN = timedelta(days=7)
ASK_AFTER = timedelta(days=3)
RENEW_WITHIN = 60
RENEW_SOON = 30
RENEW_NOW = 7
WEEK = timedelta(days=7)
QUIET_OBSTACLE = timedelta(days=21)


def needs(programme: Programme, *, now: datetime) -> tuple[list[Need], list[Need]]:
    """Who needs the coordinator now, and what comes this week; the first one of now is the page's one big button."""
    desk = Desk(programme, now)
    found = [need for ask in QUESTIONS for need in ask(desk)]
    at_once = [need for need in found if need.is_now]
    if at_once:
        at_once[0] = replace(at_once[0], primary=True)
    return at_once, [need for need in found if not need.is_now]


def _choices(desk: Desk) -> list[Need]:
    """People who chose, want to talk first, or whose choice was used up; and a buddy who wants to meet."""
    says = {
        Stage.CHOSEN: _("heeft een keuze gemaakt"),
        Stage.TALK: _("wil eerst met je praten"),
        Stage.AGREED: _("kan kennismaken"),
        Stage.NOBODY_LEFT: _("heeft nieuwe kaarten nodig"),
    }
    waiting = with_open_round(Participant.objects.waiting().filter(Exists(_open_rounds())))
    yours = [row for row in rows(waiting, programme=desk.programme, today=desk.today) if row.stage in says]
    return few(
        [
            Need(
                row.participant.person.first_name, says[row.stage], row.why, row.action_label, row.action_url
            )
            for row in yours
            if row.stage
        ],
        lambda rest: rest_of(rest, _("wachten na hun keuze op een volgende stap"), desk.to("matching:board")),
    )


def _open_rounds() -> QuerySet[ChoiceRound]:
    return ChoiceRound.objects.open().filter(
        programme_id=OuterRef("programme_id"), participant_id=OuterRef("pk")
    )


def _meetings(desk: Desk) -> list[Need]:
    """Introductions that stand still: no answer to an invitation, a day that went by, a meeting without its answers."""
    still = Introduction.objects.with_people().filter(
        Q(state=IntroductionState.INVITED, answer_by__lt=desk.today)
        | Q(state=IntroductionState.INVITED, answer_by=None, invited_at__lt=desk.now - ANSWER_WITHIN)
        | Q(state=IntroductionState.PLANNED, planned_for__lt=desk.now)
        | Q(state=IntroductionState.HELD, held_on__lt=desk.today - ASK_AFTER)
        | Q(state=IntroductionState.HELD, is_mutual=True)
        | (Q(state=IntroductionState.HELD) & ~Q(participant_answer="") & ~Q(buddy_answer=""))
    )
    return few(
        [_meeting(introduction, desk) for introduction in still.order_by("invited_at", "id")],
        lambda rest: rest_of(rest, _("staan stil in hun kennismaking"), desk.to("matching:board")),
    )


def _meeting(introduction: Introduction, desk: Desk) -> Need:
    participant = introduction.participant.person.first_name
    buddy = introduction.buddy.person.first_name
    both = _("%(participant)s en %(buddy)s") % {"participant": participant, "buddy": buddy}
    url = desk.to("matching:meeting", introduction.pk)
    if introduction.state == IntroductionState.INVITED:
        why = _("Gevraagd om kennis te maken met %(name)s op %(day)s.") % {
            "name": participant,
            "day": day(introduction.invited_at),
        }
        return Need(buddy, _("heeft nog niet geantwoord"), why, _("Vraag %(name)s") % {"name": buddy}, url)
    if introduction.state == IntroductionState.PLANNED:
        why = _("De afspraak was %(when)s.") % {"when": moment(introduction.planned_for)}
        return Need(both, _("zouden elkaar ontmoeten"), why, _("Hoe ging het?"), url)
    held = _("Zij zagen elkaar op %(day)s.") % {"day": day(introduction.held_on)}
    if introduction.is_mutual:
        return Need(both, _("zeiden allebei ja"), held, _("Match beginnen"), url)
    if introduction.is_in_doubt:
        return Need(both, _("willen misschien nog een keer"), held, _("Kies hoe verder"), url)
    return Need(both, _("hebben nog niet allebei geantwoord"), held, _("Vraag het"), url)


def _trials(desk: Desk) -> list[Need]:
    """Participants who want to talk about their match after the trial period."""
    wants = Match.objects.active().filter(trial_answer=TrialAnswer.TALK).with_people()
    return few(
        [
            Need(
                match.participant.person.first_name,
                _("wil praten over de match"),
                _("Gezegd op %(day)s, na de proefperiode.") % {"day": day(match.trial_answered_on)},
                _("Bekijk de match"),
                desk.to("matching:match", match.pk),
            )
            for match in wants.order_by("trial_answered_on", "id")
        ],
        lambda rest: rest_of(rest, _("willen praten over hun match"), desk.to("matching:board")),
    )


def _reviews(desk: Desk) -> list[Need]:
    """Conversations of the year that are due, were left half-way or are planned: of matches, and of who is guided."""
    due = conversations_now(months=desk.programme.match_months, today=desk.today)
    shown = due[:MOST]
    people = {
        participant.pk: participant.person.first_name
        for participant in Participant.objects.filter(
            pk__in=[each.participant_id for each in shown]
        ).select_related("person")
    }
    found = [_review(each, people[each.participant_id], desk) for each in shown]
    if len(due) > MOST:
        rest = len({each.participant_id for each in due[MOST:]})
        found.append(rest_of(rest, _("zijn toe aan een gesprek over hun jaar"), desk.to("participants:list")))
    return found


def _review(due: DueReview, name: str, desk: Desk) -> Need:
    says = {
        Moment.START: _("is begonnen"),
        Moment.MIDPOINT: _("is halverwege het jaar"),
        Moment.END: _("is bijna aan het eind van het jaar"),
        Moment.AFTERCARE_HALF: _("is halverwege de nazorg"),
        Moment.AFTERCARE: _("is aan het eind van de nazorg"),
    }
    each = due.moment
    url = desk.to("goals:review", due.participant_id, each.moment)
    if each.is_under_way:
        why = _("Het gesprek is begonnen. Het kan verder waar jullie waren.")
        return Need(name, says[Moment(each.moment)], why, _("Verder met het gesprek"), url)
    if each.planned_for is not None:
        why = _("Het gesprek is afgesproken voor %(day)s.") % {"day": day(each.planned_for)}
        is_now = each.planned_for <= desk.today
        return Need(name, says[Moment(each.moment)], why, _("Gesprek voeren"), url, is_now=is_now)
    late = each.state == "overdue"
    until = _("Het gesprek kon tot %(day)s.") if late else _("Het gesprek kan tot %(day)s.")
    return Need(
        name,
        says[Moment(each.moment)],
        until % {"day": day(each.due_by)},
        _("Gesprek voeren"),
        url,
        tag=_("wacht al even") if late else "",
        is_now=late or each.due_by <= desk.today + 2 * WEEK,
    )


def _obstacles(desk: Desk) -> list[Need]:
    """Obstacles of which nothing was heard for three weeks."""
    quiet = Obstacle.objects.open().filter(news_on__lt=desk.today - QUIET_OBSTACLE)
    total = quiet.count()
    found = [
        Need(
            one.plan.participant.person.first_name,
            _("wacht op hulp"),
            _("%(what)s Laatste bericht: %(day)s.") % {"what": _sentence(one.words), "day": day(one.news_on)},
            _("Hoe staat het ervoor?"),
            desk.to("goals:follow_obstacle", one.pk),
        )
        for one in quiet.select_related("plan__participant__person")[:MOST]
    ]
    if total > MOST:
        found.append(rest_of(total - MOST, _("wachten op hulp van anderen"), desk.to("goals:obstacles")))
    return found


def _sentence(words: str) -> str:
    short = words if len(words) <= 90 else words[:89].rstrip() + "…"
    return short if short[-1] in ".!?…" else short + "."


def _worries(desk: Desk) -> list[Need]:
    """What gives buddies worries and nobody took up yet. The words themselves are read on the page behind it."""
    told = Worry.objects.open().select_related("match__participant__person", "match__buddy__person")
    total = told.count()
    found = [
        Need(
            worry.match.participant.person.first_name,
            _("geeft %(buddy)s zorgen") % {"buddy": worry.match.buddy.person.first_name},
            _("Gemeld op %(day)s.") % {"day": day(worry.at)},
            _("Lezen"),
            desk.to("logbook:take_up_worry", worry.pk),
        )
        for worry in told[:MOST]
    ]
    if total > MOST:
        found.append(rest_of(total - MOST, _("geven een buddy zorgen"), desk.to("logbook:worries")))
    return found


def _deliveries(desk: Desk) -> list[Need]:
    """Logs from phones that could not go into the logbook by themselves; together one line."""
    waiting = Delivery.objects.to_check().select_related("device__person")
    total = waiting.count()
    first = waiting.first() if total else None
    if first is None:
        return []
    sentence = ngettext(
        "stuurde een log die jij moet bekijken", "en anderen: %(total)s logs die jij moet bekijken", total
    )
    return [
        Need(
            first.device.person.first_name,
            sentence % {"total": total},
            first.why,
            _("Bekijken"),
            desk.to("logbook:to_check"),
            people=total,
        )
    ]


def _sign_ups(desk: Desk) -> list[Need]:
    """People who signed up and wait for an answer, longest first."""
    on_the_list = Referral.objects.filter(
        programme_id=OuterRef("programme_id"), participant_id=OuterRef("pk"), decision=Decision.ON_THE_LIST
    )
    applied = Participant.objects.applied().filter(~Exists(on_the_list)).select_related("person")
    total = applied.count()
    found = [
        Need(
            participant.person.first_name,
            _("heeft zich aangemeld"),
            _ago((desk.today - timezone.localdate(participant.applied_at)).days),
            _("Kennismaken"),
            desk.to("participants:accept", participant.pk),
        )
        for participant in applied[:MOST]
    ]
    if total > MOST:
        found.append(
            rest_of(total - MOST, _("wachten op antwoord op hun aanmelding"), desk.to("participants:inbox"))
        )
    return found


def _ago(days: int) -> str:
    if days <= 0:
        return _("Vandaag.")
    return ngettext("Gisteren.", "%(days)s dagen geleden.", days) % {"days": days}


def _without_cards(desk: Desk) -> list[Need]:
    """People who wait and have nothing to choose from yet; together one line, the longest waiting by name."""
    waiting = Participant.objects.waiting().filter(~Exists(_open_rounds()))
    total = waiting.count() if desk.programme.has_matching else 0
    longest = waiting.select_related("person").first() if total else None
    if longest is None:
        return []
    weeks = longest.weeks_waiting(desk.today)
    why = ngettext("Het langst: %(weeks)s week.", "Het langst: %(weeks)s weken.", weeks) % {"weeks": weeks}
    if total == 1:
        url = desk.to("matching:make_round", longest.pk)
        return [
            Need(longest.person.first_name, _("wacht op kaarten"), why, _("Kies kaarten"), url, is_now=False)
        ]
    name = _("%(name)s en %(others)s anderen") % {"name": longest.person.first_name, "others": total - 1}
    if total == 2:
        name = _("%(name)s en nog iemand") % {"name": longest.person.first_name}
    return [
        Need(name, _("wachten op kaarten"), why, _("Kies kaarten"), desk.to("matching:board"), is_now=False)
    ]


def _newcomers(desk: Desk) -> list[Need]:
    """Volunteers who signed up and were not spoken to yet."""
    interested = Buddy.objects.filter(status=BuddyStatus.INTERESTED).select_related("person")
    total = interested.count()
    found = [
        Need(
            buddy.person.first_name,
            _("wil helpen"),
            _ago((desk.today - timezone.localdate(buddy.applied_at)).days),
            _("Kennismaken"),
            desk.to("buddies:person", buddy.pk),
            is_now=buddy.applied_at < desk.now - WEEK,
        )
        for buddy in interested.order_by("applied_at", "id")[:MOST]
    ]
    if total > MOST:
        rest = rest_of(total - MOST, _("willen helpen"), desk.to("buddies:inbox"))
        found.append(replace(rest, is_now=False))
    return found


def _certificates(desk: Desk) -> list[Need]:
    """Gates whose validity runs out: sixty days ahead this week's matter, from seven days on today's.

    While a new one is on its way nobody is reminded; when it stays away too long, somebody asks where it is.
    """
    expiring = (
        ScreeningStep.objects.filter(
            Q(renewal_asked_on__isnull=True) | Q(renewal_asked_on__lt=desk.today - RENEWAL_TAKES),
            buddy__status=BuddyStatus.ACTIVE,
            gate__retired_at__isnull=True,
            valid_until__lte=desk.today + timedelta(days=RENEW_WITHIN),
        )
        .select_related("buddy__person", "gate")
        .order_by("valid_until", "id")
    )
    total = expiring.count()
    found = [_certificate(step, desk) for step in expiring[:MOST]]
    if total > MOST:
        rest = rest_of(total - MOST, _("hebben een stap die bijna verloopt"), desk.to("buddies:list"))
        found.append(replace(rest, is_now=False))
    return found


def _certificate(step: ScreeningStep, desk: Desk) -> Need:
    assert step.valid_until is not None
    days = (step.valid_until - desk.today).days
    if days < 0:
        sentence = _("%(gate)s is verlopen op %(day)s") % {
            "gate": step.gate.name,
            "day": day(step.valid_until),
        }
    else:
        sentence = ngettext(
            "%(gate)s verloopt over %(days)s dag", "%(gate)s verloopt over %(days)s dagen", days
        )
        sentence %= {"gate": step.gate.name, "days": days}
    why = _("Lopende matches gaan door. Nieuwe kaarten wachten op de vernieuwing.")
    if step.renewal_asked_on:
        why = _("Een nieuwe is aangevraagd op %(day)s, maar nog niet gezien.") % {
            "day": day(step.renewal_asked_on)
        }
    return Need(
        f"{step.buddy.person.first_name}:",
        sentence,
        why,
        _("Vernieuwen"),
        desk.to("buddies:person", step.buddy_id),
        tag=_("binnen een maand") if RENEW_NOW < days <= RENEW_SOON else "",
        is_now=days <= RENEW_NOW,
    )


def _places(desk: Desk) -> list[Need]:
    """Volunteers whose answer asks for a talk, and those who were not asked for too long whether their place fits."""
    latest = PlaceCheck.objects.filter(programme_id=OuterRef("programme_id"), buddy_id=OuterRef("pk"))
    latest = latest.order_by("-answered_on", "-id")
    since = add_months(desk.today, -desk.programme.place_check_months)
    volunteers = (
        Buddy.objects.filter(status=BuddyStatus.ACTIVE)
        .annotate(
            asked_on=Coalesce(Subquery(latest.values("answered_on")[:1]), TruncDate("applied_at")),
            stays=Subquery(latest.values("stays")[:1]),
            fits=Subquery(latest.values("fits")[:1]),
            talked_on=Subquery(latest.values("talked_on")[:1]),
        )
        .select_related("person")
        .order_by("asked_on", "id")
    )
    to_talk = volunteers.filter(
        ~Q(stays=Stays.YES) | ~Q(fits=Fits.WELL), stays__isnull=False, talked_on__isnull=True
    )
    to_ask = volunteers.filter(asked_on__lt=since)
    talks, asks = to_talk.count(), to_ask.exclude(pk__in=to_talk).count()
    found = [
        Need(
            each.person.first_name,
            _("wil praten over de eigen plek"),
            _said(each),
            _("Openen"),
            desk.to("buddies:person", each.pk),
        )
        for each in to_talk[:MOST]
    ]
    if talks > MOST:
        found.append(rest_of(talks - MOST, _("willen praten over hun plek"), desk.to("buddies:list")))
    first = to_ask.exclude(pk__in=to_talk).first() if asks else None
    if first is not None:
        name = first.person.first_name
        if asks > 1:
            name = _("%(name)s en %(others)s anderen") % {"name": name, "others": asks - 1}
        why = _("Is dit nog de plek die je wilt, en past het?")
        url = desk.to("buddies:place_check", first.pk)
        found.append(Need(name, _("al een tijd niet gevraagd:"), why, _("Vraag het"), url, is_now=False))
    return found


def _said(volunteer: Buddy) -> str:
    """The latest answer, as `_places` annotated it."""
    stays: str = volunteer.stays  # type: ignore[attr-defined]
    fits: str = volunteer.fits  # type: ignore[attr-defined]
    return _("Zegt: %(stays)s; %(fits)s.") % {"stays": Stays(stays).label, "fits": Fits(fits).label}


def _ends(desk: Desk) -> list[Need]:
    """Volunteers whose pause or agreed time is over, or nearly so."""
    back = Buddy.objects.filter(status=BuddyStatus.PAUSED, paused_until__lte=desk.today)
    leaving = Buddy.objects.filter(
        status=BuddyStatus.ACTIVE, deployed_until__lte=desk.today + timedelta(days=RENEW_SOON)
    )
    found = [
        Need(
            each.person.first_name,
            _("zou weer terug zijn"),
            _("Het was tot %(day)s.") % {"day": day(each.paused_until)},
            _("Vraag het"),
            desk.to("buddies:person", each.pk),
        )
        for each in back.select_related("person").order_by("paused_until", "id")[:MOST]
    ]
    total = leaving.count()
    first = leaving.select_related("person").order_by("deployed_until", "id").first() if total else None
    if first is not None:
        name = first.person.first_name
        if total > 1:
            name = _("%(name)s en %(others)s anderen") % {"name": name, "others": total - 1}
        why = _("De afgesproken tijd loopt tot en met %(day)s.") % {"day": day(first.deployed_until)}
        url = desk.to("buddies:person", first.pk) if total == 1 else desk.to("buddies:list")
        sentence = ngettext("is bijna klaar", "zijn bijna klaar", total)
        found.append(Need(name, sentence, why, _("Openen"), url, is_now=False, people=total))
    return found


def _sessions(desk: Desk) -> list[Need]:
    """What is held this week, and what was held without anyone writing down who was there."""
    coming = (
        Session.objects.filter(starts_at__gte=desk.now, starts_at__lt=desk.now + WEEK)
        .select_related("location")
        .annotate(
            expected=Count("attendances", filter=Q(attendances__presence=Presence.EXPECTED)),
            off=Count("attendances", filter=Q(attendances__presence=Presence.CALLED_OFF)),
        )
        .order_by("starts_at", "id")
    )
    open_lists = Session.objects.unrecorded(desk.now).select_related("location")
    to_write = [
        Need(
            session.title,
            _("was op %(day)s") % {"day": day(session.starts_at)},
            _("Er is nog niet opgeschreven wie er was."),
            _("Wie was er?"),
            desk.to("activities:session", session.pk),
            people=0,
        )
        for session in open_lists[:MOST]
    ]
    return to_write + [_session(session, desk) for session in coming[:MOST]]


def _session(session: Session, desk: Desk) -> Need:
    come: int = session.expected  # type: ignore[attr-defined]
    off: int = session.off  # type: ignore[attr-defined]
    why = ngettext("%(number)s persoon wordt verwacht.", "%(number)s mensen worden verwacht.", come) % {
        "number": come
    }
    if off:
        why += " " + ngettext("%(number)s persoon belde af.", "%(number)s mensen belden af.", off) % {
            "number": off
        }
    where = _("%(when)s in %(place)s") % {"when": moment(session.starts_at), "place": session.location.name}
    url = desk.to("activities:session", session.pk)
    return Need(session.title, where, why, _("Openen"), url, is_now=False, people=0)


def _reports(desk: Desk) -> list[Need]:
    """Drafts that are being made, or could not be."""
    drafts = {
        report.pk: report
        for report in Report.objects.filter(state=State.DRAFT).defer("figures", "explanation")
    }
    latest: dict[int, Job] = {}
    for job in Job.objects.filter(kind=BUILD, about_id__in=drafts).order_by("created_at", "id"):
        latest[job.about_id] = job
    found = []
    for pk, job in sorted(latest.items()):
        url = desk.to("reports:report", pk)
        if job.is_open:
            doing = job.doing or _("Het is zo aan de beurt.")
            found.append(
                Need(
                    drafts[pk].title,
                    _("wordt gemaakt"),
                    doing,
                    _("Kijk hoe ver"),
                    url,
                    is_now=False,
                    people=0,
                )
            )
        elif job.state == JobState.GAVE_UP:
            why = _("We probeerden het drie keer. Er is niets verloren.")
            found.append(Need(drafts[pk].title, _("lukt nu niet"), why, _("Opnieuw proberen"), url, people=0))
    return found


QUESTIONS: tuple[Callable[[Desk], list[Need]], ...] = (
    _worries,
    _choices,
    _meetings,
    _trials,
    silent_pairs,
    first_contacts,
    heavy_loads,
    called_off,
    contacts_off,
    meetings_off,
    claims,
    payment_lists,
    unknown_rates,
    _reviews,
    _obstacles,
    _deliveries,
    _sign_ups,
    _certificates,
    _newcomers,
    _places,
    _ends,
    _without_cards,
    _sessions,
    _reports,
)


def heading(people: int) -> str:
    """The page in one line: "Zes mensen hebben je vandaag nodig"."""
    if people == 0:
        return _("Niemand wacht nu op jou")
    words = (
        _("Twee"), _("Drie"), _("Vier"), _("Vijf"), _("Zes"), _("Zeven"), _("Acht"), _("Negen"), _("Tien"),
    )  # fmt: skip
    if people == 1:
        return _("Iemand heeft je vandaag nodig")
    number = words[people - 2] if people - 2 < len(words) else str(people)
    return _("%(number)s mensen hebben je vandaag nodig") % {"number": number}


@dataclass(frozen=True, slots=True)
class Progress:
    """One agreed number and how far it is, for components/progress.html."""

    key: str
    done: int
    aim: int
    text: str


def year_so_far(programme: Programme, *, today: date) -> tuple[str, list[Progress]]:
    """What was agreed for now (else the last time something was) and what came of it. For coordinators only."""
    target = Target.objects.filter(starts_on__lte=today).order_by("-ends_on", "-starts_on").first()
    if target is None:
        return "", []
    period = Period(programme, target.starts_on, target.ends_on, today)
    heading = _("%(first)s tot en met %(last)s") % {
        "first": date_format(period.first, "j F Y"),
        "last": date_format(period.last, "j F Y"),
    }
    progress = []
    for measure, aim in aims(period).items():
        done = tally(measure, period).value
        words = {"done": done, "aim": aim, "what": label(measure, programme).lower()}
        progress.append(Progress(measure, min(done, aim), aim, _("%(done)s van %(aim)s: %(what)s") % words))
    return heading, progress
