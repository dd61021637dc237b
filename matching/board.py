"""What a coordinator reads about everybody who waits: where they are, in a sentence, and one thing to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.models import Participant, ParticipantQuerySet
from programmes.models import Programme
from programmes.templatetags.klik import day, moment

from .models import ChoiceRound, Introduction, Stage
from .sentences import together

# Where the coordinator has something to do, and not somebody else.
IS_YOURS = {None, Stage.TALK, Stage.CHOSEN, Stage.NOBODY_LEFT, Stage.AGREED}


@dataclass(frozen=True)
class Row:
    """One person who waits; the fields are those of components/need.html."""

    participant: Participant
    stage: Stage | None
    name: str
    url: str
    sentence: str
    why: str
    tag: str
    action_label: str
    action_url: str
    primary: bool = False

    @property
    def is_yours(self) -> bool:
        return self.stage in IS_YOURS


def with_open_round(participants: ParticipantQuerySet) -> ParticipantQuerySet:
    """Participants with all a row needs, in a constant number of queries."""
    open_rounds = ChoiceRound.objects.open().with_cards()
    return participants.select_related("person").prefetch_related(
        Prefetch("rounds", queryset=open_rounds, to_attr="open_rounds")
    )


def rows(participants: Iterable[Participant], *, programme: Programme, today: date) -> list[Row]:
    """A row for each participant out of `with_open_round`."""
    return [_row(participant, programme, today) for participant in participants]


def _row(participant: Participant, programme: Programme, today: date) -> Row:
    choice: ChoiceRound | None = next(iter(participant.open_rounds), None)  # type: ignore[attr-defined]
    stage = choice.stage if choice else None
    label, url = _action(participant, choice, programme)
    return Row(
        participant=participant,
        stage=stage,
        name=str(participant.person),
        url=programme.to("matching:round", choice.pk)
        if choice
        else programme.to("participants:person", participant.pk),
        sentence=_waiting(participant.weeks_waiting(today)),
        why=why(choice),
        tag=str(Stage.TALK.label) if stage == Stage.TALK else "",
        action_label=label,
        action_url=url,
    )


def _waiting(weeks: int) -> str:
    if weeks == 0:
        return _("wacht sinds deze week")
    return ngettext("wacht %(weeks)d week", "wacht %(weeks)d weken", weeks) % {"weeks": weeks}


def why(choice: ChoiceRound | None) -> str:
    """Where this choice is, in one sentence for a coordinator."""
    if choice is None:
        return _("Er zijn nog geen kaarten gekozen.")
    introduction = choice.introduction
    if introduction is not None:
        return _of_introduction(introduction)
    wanted = ", ".join(card.buddy.person.first_name for card in choice.still_wanted)
    shown = together([card.buddy.person.first_name for card in choice.cards.all()])
    sentences = {
        Stage.CHOOSING: _("Kiest uit %(names)s, sinds %(day)s.")
        % {
            "names": shown,
            "day": day(choice.made_at),
        },
        Stage.TALK: _("Bel of ga langs; daarna gaat de keuze verder."),
        Stage.CHOSEN: _("Het werd geen koppel. Nu aan de beurt: %(names)s.")
        if choice.is_looking_further
        else _("Koos op %(day)s: %(names)s."),
        Stage.NOBODY_LEFT: _("Niemand van deze kaarten. Maak nieuwe kaarten, of praat samen."),
    }
    return str(sentences[choice.stage]) % {"names": wanted, "day": day(choice.ranked_at)}


def _of_introduction(introduction: Introduction) -> str:
    sentences = {
        Stage.INVITED: _("%(buddy)s is gevraagd op %(asked)s en heeft nog niet geantwoord."),
        Stage.AGREED: _("%(buddy)s wil kennismaken. Plan een dag en een plek."),
        Stage.PLANNED: _("Ontmoet %(buddy)s op %(when)s."),
        Stage.HELD: _("Zag %(buddy)s op %(held)s. Zij geven allebei hun antwoord."),
    }
    return sentences[Stage(introduction.state)] % {
        "buddy": introduction.buddy.person.first_name,
        "asked": day(introduction.invited_at),
        "when": moment(introduction.planned_for),
        "held": day(introduction.held_on),
    }


def _action(participant: Participant, choice: ChoiceRound | None, programme: Programme) -> tuple[str, str]:
    if choice is None:
        return _("Kies kaarten"), programme.to("matching:make_round", participant.pk)
    introduction = choice.introduction
    if introduction is not None:
        label = _("Plan ontmoeting") if introduction.state == Stage.AGREED else _("Bekijk")
        return label, programme.to("matching:meeting", introduction.pk)
    if choice.stage == Stage.NOBODY_LEFT:
        return _("Nieuwe kaarten"), programme.to("matching:make_round", participant.pk)
    label = _("Nodig uit") if choice.stage == Stage.CHOSEN else _("Bekijk keuze")
    return label, programme.to("matching:round", choice.pk)
