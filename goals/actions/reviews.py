"""Conversations about the year: planning one, holding it question by question, and what may be kept of it.

The participant's own answers lead: the buddy's view comes after them and stands beside them. The buddy of now, the
buddy's supervisor, the guide and coordinators hold conversations; the participant answers.
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from goals.conversation import own_questions
from goals.models import Answer, How, Instrument, LifeArea, Moment, Plan, Review
from goals.shipped import LIFE_AREAS
from matching.models import Match
from participants.actions import forget_ladder
from participants.models import Consent, Participant, Purpose
from programmes.actions import record
from programmes.models import Membership
from programmes.refusals import Refused, refusals

from .instruments import ensure_shipped
from .plan import open_plan


def plan_review(*, plan: Plan, match: Match | None, moment: Moment | str, on: date, by: Membership) -> Review:
    """Agree on a day for a conversation that was not held yet. Another day replaces it."""
    with refusals():
        review = _review_of(plan, match, moment)
        if review.held_on is not None:
            raise Refused(_("Dit gesprek is al gehouden."))
        review.planned_for = on
        review.save(update_fields=["planned_for"])
        record("review.planned", by=by, about=plan.participant.person, thing=review)
    return review


def begin_review(
    *,
    plan: Plan,
    match: Match | None,
    moment: Moment | str,
    by: Membership,
    how: How | str = How.TOGETHER,
    with_marks: bool = True,
    on: date | None = None,
) -> Review:
    """Open a conversation: every question of it gets its place. One that was left goes on where it stopped.

    Which instruments are asked, and in which version, is settled here; without the participant's permission for
    numbers, or with `with_marks` off for this once, only the questions in words remain. Raises Refused when it was held already.
    """
    ensure_shipped(on=on)
    with refusals():
        review = _review_of(plan, match, moment)
        if review.held_on is not None:
            raise Refused(_("Dit gesprek is al opgeschreven, misschien door een collega."))
        if review.begun_at is None:
            review.begun_at, review.begun_by, review.how = _noon(on), by, How(how)
            review.save(update_fields=["begun_at", "begun_by", "how"])
            Answer.objects.bulk_create(_questions(review, by, with_marks=with_marks))
    return review


def questions_for(
    *, plan: Plan | None, participant: Participant, match: Match | None, moment: Moment | str, by: Membership
) -> list[Answer]:
    """What this conversation asks: of one that was begun its own questions, else what it would ask. Writes nothing."""
    begun = Review.objects.under_way().filter(plan=plan, match=match, moment=moment).first() if plan else None
    if begun is not None:
        return list(begun.answers.select_related("instrument"))
    unsaved = Review(plan=plan or Plan(participant=participant), match=match, moment=moment)
    return _questions(unsaved, by)


def answer_question(*, answer: Answer, value: int | None = None, words: str = "") -> Answer:
    """Keep one answer; nothing at all is an answer too ("weet ik niet"). Once more replaces it, until it is held.

    The participant, or who holds the conversation with them. Raises Refused off the scale, or when it is over.
    """
    with refusals():
        review = Review.objects.select_for_update(of=("self",)).get(pk=answer.review_id)
        if review.held_on is not None:
            raise Refused(_("Dit gesprek is al afgerond. De antwoorden liggen vast."))
        answer.value, answer.words, answer.given_at = value, words, timezone.now()
        answer.save(update_fields=["value", "words", "given_at"])
    return answer


def finish_review(*, review: Review, by: Membership, held_on: date | None = None) -> Review:
    """The conversation is over, and its answers stay as they are. Raises Refused when nothing was answered at all."""
    day = held_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(_("Deze dag komt nog. Kies vandaag of eerder."))
    with refusals():
        review = (
            Review.objects.select_for_update(of=("self",))
            .select_related("match", "plan__participant")
            .get(pk=review.pk)
        )
        if review.held_on is not None:
            return review
        if review.match is not None and day < review.match.starts_on:
            raise Refused(_("Dit gesprek kan niet voor de dag zijn dat jullie begonnen."))
        if not review.answers.filter(Q(value__isnull=False) | ~Q(words="")).exists():
            raise Refused(_("Alles is nog leeg. Geef op één vraag antwoord, of schrijf een paar woorden op."))
        review.answers.filter(given_at__isnull=True).update(given_at=timezone.now())
        review.held_on, review.held_by = day, by
        review.save(update_fields=["held_on", "held_by"])
        record("review.held", by=by, about=review.plan.participant.person, thing=review, at=held_on)
    return review


def hold_review(
    *,
    match: Match | None = None,
    plan: Plan | None = None,
    moment: Moment | str,
    held_on: date,
    by: Membership,
    marks: Mapping[LifeArea, int],
    own_words: str = "",
    more: Mapping[str, str | int] | None = None,
    others: Mapping[str, Mapping[str, int]] | None = None,
    how: How | str = How.PAPER,
) -> Review:
    """Write down a whole conversation at once, as from paper. `plan` may be left out when there is a match.

    `marks` are those the participant gave per life area (skipped ones are left out), `own_words` how it goes, `more`
    the answers to our other questions by key, `others` those to other instruments: {key: {item: value}}. Raises
    Refused when it was held already, on a day before the match began, or off the scale; nothing is kept then.
    """
    if match is not None and held_on < match.starts_on:
        raise Refused(_("Dit gesprek kan niet voor de dag zijn dat jullie begonnen."))
    plan = plan or open_plan(participant=match.participant)  # type: ignore[union-attr]
    words: dict[str, str | int] = {"how": own_words, **(more or {})}
    numbers: dict[str, Mapping[str, int]] = {
        LIFE_AREAS: {str(k): v for k, v in marks.items()},
        **(others or {}),
    }
    with refusals():
        review = begin_review(plan=plan, match=match, moment=moment, by=by, how=how, on=held_on)
        answers = list(review.answers.select_related("instrument"))
        for answer in answers:
            said = words.get(answer.item, "") if answer.instrument is None else None
            if answer.instrument is not None:
                answer.value = numbers.get(answer.instrument.key, {}).get(answer.item)
            elif isinstance(said, int):
                answer.value = said
            else:
                answer.words = said or ""
            answer.given_at = _noon(held_on)
        Answer.objects.bulk_update(answers, ["value", "words", "given_at"])
        return finish_review(review=review, by=by, held_on=held_on)


def add_buddy_view(
    *, review: Review, by: Membership, words: str, values: Mapping[int, int | None] | None = None
) -> Review:
    """How the buddy sees it, beside the participant's answers (values per answer's id). Only after those are given."""
    with refusals():
        if review.held_on is None:
            raise Refused(_("Eerst geeft de deelnemer zelf alle antwoorden. Daarna komt dit erbij."))
        review.buddy_words, review.buddy_by = words, by
        review.save(update_fields=["buddy_words", "buddy_by"])
        for answer in review.answers.filter(pk__in=values or {}):
            answer.buddy_value = (values or {})[answer.pk]
            answer.save(update_fields=["buddy_value"])
    return review


def add_staff_words(*, review: Review, by: Membership, words: str) -> Review:
    """What a coordinator, supervisor or guide wants to add. It may stay empty."""
    review.staff_words, review.staff_by = words, by
    review.save(update_fields=["staff_words", "staff_by"])
    return review


def may_measure(participant: Participant) -> bool:
    """Whether numbers may be kept of this person: as long as they did not say no."""
    return not participant.consents.says_no_to(Purpose.MEASURE)


def stop_measuring(*, participant: Participant, by: Membership, on: date | None = None) -> int:
    """The participant does not want numbers kept: every answer goes, the plan stays. Returns how many answers went.

    The participant, or a coordinator for them. That conversations were held stays known; what was said in them not.
    """
    day = on or timezone.localdate()
    with refusals():
        given = Consent.objects.filter(
            participant=participant, purpose=Purpose.MEASURE, withdrawn_on__isnull=True
        ).update(withdrawn_on=day)
        if not given and may_measure(participant):
            Consent.objects.create(
                participant=participant,
                purpose=Purpose.MEASURE,
                given_on=day,
                given_by=by.person.full_name,
                withdrawn_on=day,
            )
        gone, _each = Answer.objects.filter(review__plan__participant=participant).delete()
        Review.objects.filter(plan__participant=participant).update(buddy_words="", staff_words="")
        Review.objects.under_way().filter(plan__participant=participant).update(begun_at=None, begun_by=None)
        forget_ladder(participant=participant)
        record("measuring.stopped", by=by, about=participant.person, at=on)
    return gone


def allow_measuring(*, participant: Participant, by: Membership, on: date | None = None) -> None:
    """Yes to keeping numbers, as said by the participant. What went before does not come back."""
    with refusals():
        Consent.objects.get_or_create(
            participant=participant,
            purpose=Purpose.MEASURE,
            withdrawn_on=None,
            defaults={"given_on": on or timezone.localdate(), "given_by": by.person.full_name},
        )
        record("measuring.allowed", by=by, about=participant.person, at=on)


def _review_of(plan: Plan, match: Match | None, moment: Moment | str) -> Review:
    """The one review of this moment, for us alone; a new one each time for an extra conversation."""
    if match is not None and match.participant_id != plan.participant_id:
        raise Refused(_("Deze match hoort bij een ander plan."))
    if moment == Moment.EXTRA:
        under_way = Review.objects.filter(plan=plan, moment=moment, held_on__isnull=True).first()
        return under_way or Review.objects.create(plan=plan, match=match, moment=moment)
    review, _is_new = Review.objects.get_or_create(plan=plan, match=match, moment=moment)
    return Review.objects.select_for_update(of=("self",)).get(pk=review.pk)


def _questions(review: Review, by: Membership, *, with_marks: bool = True) -> list[Answer]:
    asked: list[tuple[Instrument | None, str]] = []
    if with_marks and may_measure(review.plan.participant):
        day = timezone.localdate()
        active = sorted(Instrument.objects.active(day).order_by("key"), key=lambda one: one.key != LIFE_AREAS)
        for one in active:
            if review.moment in one.asks.moments and by.role in one.asks.administered_by:
                asked.extend((one, item.key) for item in one.asks.items)
    has_match = review.match_id is not None
    asked.extend((None, question.key) for question in own_questions(review.moment, has_match=has_match))
    return [
        Answer(review=review, position=place, instrument=instrument, item=item)
        for place, (instrument, item) in enumerate(asked, 1)
    ]


def _noon(on: date | None) -> datetime:
    if on is None or on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(on, time(12)))
