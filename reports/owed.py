"""Money that waits for the coordinator: claims to look at, a list to pay, a year whose amounts are not known."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from payments.models import Claim, ListState, PaymentList, Scheme
from payments.money import euros
from payments.rates import rates_of
from programmes.templatetags.klik import day

from .needs import MOST, Desk, Need, rest_of

WAIT_AT_MOST = timedelta(days=7)
LOOK_AHEAD = timedelta(days=21)


def claims(desk: Desk) -> list[Need]:
    """Claims that wait for approval, oldest first; after a week it is today's matter."""
    waiting = Claim.objects.waiting()
    total = waiting.count()
    found = [
        Need(
            claim.volunteer.person.first_name,
            _("stuurde een declaratie van %(cents)s") % {"cents": euros(claim.total_cents)},
            _("Over %(month)s, verstuurd op %(day)s.")
            % {"month": date_format(claim.month, "F"), "day": day(claim.sent_at)},
            _("Bekijken"),
            desk.to("payments:claim", claim.pk),
            is_now=claim.sent_at < desk.now - WAIT_AT_MOST,
        )
        for claim in waiting.select_related("volunteer__person")[:MOST]
    ]
    if total > MOST:
        found.append(rest_of(total - MOST, _("wachten op hun vergoeding"), desk.to("payments:desk")))
    return found


def payment_lists(desk: Desk) -> list[Need]:
    """Lists that were made and not paid for a week."""
    still = PaymentList.objects.filter(state=ListState.OPEN, made_at__lt=desk.now - WAIT_AT_MOST)
    return [
        Need(
            _("Betaallijst van %(day)s") % {"day": day(each.made_at)},
            _("staat nog niet op betaald"),
            _("Is er betaald? Zet het erbij, dan zien de vrijwilligers het ook."),
            _("Openen"),
            desk.to("payments:list", each.pk),
            people=0,
        )
        for each in still.order_by("made_at", "id")[:MOST]
    ]


def unknown_rates(desk: Desk) -> list[Need]:
    """The law's amounts of a year that begins soon, or has begun, and that nobody filled in."""
    scheme = Scheme.objects.in_month(desk.today)
    if scheme is None or not scheme.pays:
        return []
    soon = (desk.today + LOOK_AHEAD).year
    year = next((each for each in sorted({desk.today.year, soon}) if rates_of(each) is None), None)
    if year is None:
        return []
    return [
        Need(
            _("Vergoeding in %(year)s") % {"year": year},
            _("heeft nog geen bedragen"),
            _("Zonder de bedragen van de Belastingdienst kan niemand over %(year)s declareren.")
            % {"year": year},
            _("Invullen"),
            desk.to("payments:add_rates"),
            is_now=date(year, 1, 1) <= desk.today,
            people=0,
        )
    ]
