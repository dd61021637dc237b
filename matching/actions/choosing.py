"""Cards before a participant, and what they answer. The participant chooses; a coordinator lays the cards."""
# ruff: noqa: A002 (a round is called a round here)

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from buddies.models import Buddy
from participants.models import Participant
from programmes.actions import record
from programmes.models import Membership
from programmes.refusals import Refused, refusals

from .. import suggestions
from ..models import CardAnswer, ChoiceCard, ChoiceRound, Given, Stage
from . import locking

FEWEST_CARDS, MOST_CARDS = 2, 5


def make_round(
    *, participant: Participant, buddies: Sequence[Buddy], by: Membership, at: datetime | None = None
) -> ChoiceRound:
    """Put two to five cards before a participant who waits. A coordinator.

    The reasons are kept as they are shown. Takes the place of an earlier round that led nowhere. Raises Refused
    when one of the buddies cannot be shown, or a choice is under way (perhaps of a colleague).
    """
    moment = at or timezone.now()
    with refusals():
        participant = locking.waiting(participant)
        chosen = list(dict.fromkeys(buddy.pk for buddy in buddies))
        if not FEWEST_CARDS <= len(chosen) <= MOST_CARDS:
            raise Refused(_("Kies twee of drie mensen, en hooguit vijf. Dan is er iets te kiezen."))
        _make_way(participant, by=by, at=moment)
        suggested = suggestions.suggest(participant, today=timezone.localdate(moment))
        for buddy in buddies:
            if buddy.pk not in suggested.by_id:
                raise Refused(
                    _("%(name)s kan nu niet op een kaart: geen plek, niet inzetbaar of niet passend.")
                    % {"name": buddy.person.first_name}
                )
        choice = ChoiceRound.objects.create(participant=participant, made_by=by, made_at=moment)
        for position, card in enumerate(suggested.cards(chosen), 1):
            ChoiceCard.objects.create(round=choice, buddy=card.buddy, position=position, reasons=card.on_card)
        record("round.made", by=by, about=participant.person, thing=choice, at=moment)
    return choice


def _make_way(participant: Participant, *, by: Membership, at: datetime) -> None:
    """Close a round that led nowhere; leave one that is under way to the database's refusal."""
    earlier = participant.rounds.open().with_cards().first()
    if earlier is not None and earlier.stage in {Stage.NOBODY_LEFT, Stage.TALK}:
        close_round(round=earlier, by=by, at=at)


def rank(
    *,
    round: ChoiceRound,
    answers: Mapping[int, str],
    how: Given,
    by: Membership | None,
    at: datetime | None = None,
) -> ChoiceRound:
    """Write down the participant's choice: card id → "first", "also" or "rather_not"; a card left out is unanswered.

    The participant, or a coordinator who fills it in with them (`how` says so). The last one counts, until the
    first invitation: then Refused. Of two first choices the database takes one.
    """
    moment = at or timezone.now()
    with refusals():
        choice = locking.choice_of(round)
        cards = {card.pk: card for card in choice.cards.all()}
        if any(card.introductions.all() for card in cards.values()):
            raise Refused(
                _("We hebben al iemand gevraagd. Wil je toch iets anders? Zeg dan dat je eerst wilt praten.")
            )
        if not answers or not set(answers) <= set(cards):
            raise Refused(_("Deze kaarten horen niet bij deze keuze. Kijk opnieuw."))
        choice.cards.update(tier=None, rather_not=False)
        for pk, card in cards.items():
            _answer_card(card, answers.get(pk, ""))
        choice.ranked_at, choice.ranked_how, choice.wants_to_talk = moment, how, False
        choice.save(update_fields=["ranked_at", "ranked_how", "wants_to_talk"])
        record("round.ranked", by=by, about=choice.participant.person, thing=choice, reason=how, at=moment)
    return choice


def _answer_card(card: ChoiceCard, answer: str) -> None:
    tiers = {CardAnswer.FIRST: 1, CardAnswer.ALSO: 2}
    card.tier = tiers.get(CardAnswer(answer)) if answer else None
    card.rather_not = answer == CardAnswer.RATHER_NOT
    card.save(update_fields=["tier", "rather_not"])


def talk_first(*, round: ChoiceRound, by: Membership | None, at: datetime | None = None) -> None:
    """The participant wants to talk before going on; nobody is asked until then. Always possible, asks no reason."""
    with refusals():
        choice = locking.choice_of(round)
        choice.wants_to_talk = True
        choice.save(update_fields=["wants_to_talk"])
        record("round.talk_first", by=by, about=choice.participant.person, thing=choice, at=at)


def talked(*, round: ChoiceRound, by: Membership, at: datetime | None = None) -> None:
    """The talk was held, and the choice goes on as it lies. A coordinator."""
    with refusals():
        choice = locking.choice_of(round)
        choice.wants_to_talk = False
        choice.save(update_fields=["wants_to_talk"])
        record("round.talked", by=by, about=choice.participant.person, thing=choice, at=at)


def close_round(*, round: ChoiceRound, by: Membership, at: datetime | None = None) -> None:
    """Take the cards away, so that there can be new ones. A coordinator. Refused while somebody is asked."""
    moment = at or timezone.now()
    with refusals():
        choice = locking.choice_of(round)
        if choice.introduction is not None:
            raise Refused(_("Er loopt een kennismaking. Trek die eerst in."))
        choice.closed_at = moment
        choice.save(update_fields=["closed_at"])
        record("round.closed", by=by, about=choice.participant.person, thing=choice, at=moment)
