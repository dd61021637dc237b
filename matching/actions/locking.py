"""Rows as they are now, for us alone; Refused when somebody was here first."""
# ruff: noqa: A002 (a round is called a round here)

from django.utils.translation import gettext as _

from participants.models import Participant, Status
from programmes.refusals import Refused

from ..models import ChoiceRound, Closing, Introduction, IntroductionState


def waiting(participant: Participant) -> Participant:
    """The participant as they are now, for us alone. Refused when they do not wait (any more)."""
    locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if locked.status != Status.WAITING:
        raise Refused(_("Deze persoon wacht nu niet op een match."))
    return locked


def choice_of(round: ChoiceRound) -> ChoiceRound:
    """The round as it is now, for us alone. Refused when it is over."""
    choice = ChoiceRound.objects.with_cards().select_for_update(of=("self",)).get(pk=round.pk)
    if choice.closed_at is not None:
        raise Refused(_("Deze keuze is al afgerond. Kijk opnieuw waar jullie zijn."))
    return choice


def expect(introduction: Introduction, *states: IntroductionState) -> Introduction:
    """The introduction as it is now, for us alone. Refused when somebody was here first."""
    locked = Introduction.objects.with_people().select_for_update(of=("self",)).get(pk=introduction.pk)
    if locked.state not in states:
        raise Refused(_("Dit is al gebeurd, misschien door een collega. Bekijk de pagina opnieuw."))
    return locked


def close(introduction: Introduction, closing: Closing) -> None:
    introduction.state, introduction.closing = IntroductionState.CLOSED, closing
    introduction.save(update_fields=["state", "closing"])
