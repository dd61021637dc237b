"""From a choice of cards to a match. The participant chooses; PostgreSQL refuses a match without two yeses."""

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buddies.models import Buddy, BuddyQuerySet, Photo
from participants.models import Participant
from programmes.models import Membership, Neighbourhood, Role
from programmes.moves import Move, refuse_other_moves
from programmes.scope import ProgrammeScoped, Rule, SameProgramme, ScopedForeignKey, tenant


def with_places(buddies: BuddyQuerySet, *, only_free: bool = False) -> BuddyQuerySet:
    """Buddies whose `places_free` can be asked: capacity less running matches and introductions under way."""

    def counted(queryset: "models.QuerySet[Any]") -> Coalesce:
        per_buddy = queryset.filter(buddy_id=OuterRef("pk"), programme_id=OuterRef("programme_id"))
        count = per_buddy.order_by().values("buddy_id").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(count), 0)

    taken = counted(Match.objects.active()) + counted(Introduction.objects.open())
    places = buddies.annotate(places_free=ExpressionWrapper(F("capacity") - taken, models.IntegerField()))
    return places.filter(places_free__gt=0) if only_free else places


def places_free(buddy: Buddy) -> int:
    """How many more people a buddy out of `with_places` can take; negative when the capacity was lowered later on."""
    count: int = buddy.places_free  # type: ignore[attr-defined]
    return count


class Ground(models.TextChoices):
    """Why two people are not brought together. Once a participant chose somebody, only the last three count."""

    KNOWN = "known", _("zij kennen elkaar, of zijn familie")
    SAFETY = "safety", _("het is niet veilig")
    SCREENING = "screening", _("er is iets met de screening")
    CAPACITY = "capacity", _("er is op dit moment geen ruimte")


class Exclusion(ProgrammeScoped):
    """These two are not brought together. The reason is kept, also when it no longer counts."""

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="exclusions")
    buddy = ScopedForeignKey(Buddy, models.CASCADE, related_name="exclusions")
    ground = models.CharField(
        _("waarom"), max_length=10, choices=Ground, default=Ground.SAFETY, db_default="safety"
    )
    reason = models.TextField(_("reden"))
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="exclusions_made")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            *tenant("matching_exclusion", "participant", "buddy", "by"),
            models.UniqueConstraint(
                fields=["programme", "participant", "buddy"], name="matching_exclusion_once"
            ),
            Rule(
                name="matching_exclusion_of_a_choice",
                body=(
                    "IF NEW.ground = 'known' AND EXISTS (SELECT FROM matching_choicecard c "
                    "JOIN matching_choiceround r ON r.id = c.round_id "
                    "WHERE r.participant_id = NEW.participant_id AND r.closed_at IS NULL "
                    "AND c.buddy_id = NEW.buddy_id AND c.tier IS NOT NULL) THEN REFUSE; END IF;"
                ),
                violation_error_message=_(
                    "Deze persoon koos hier zelf voor. Tegenhouden kan alleen voor veiligheid, screening of ruimte."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} / {self.buddy}"


class UrgencyQuerySet(models.QuerySet["Urgency"]):
    def now(self) -> "UrgencyQuerySet":
        return self.filter(ended_at__isnull=True)


class Urgency(ProgrammeScoped):
    """Someone who cannot wait, set by a coordinator with a reason that is kept. It comes before waiting time."""

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="urgencies")
    reason = models.TextField(_("reden"))
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="urgencies_set")
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = UrgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("matching_urgency", "participant", "by"),
            models.UniqueConstraint(
                fields=["programme", "participant"],
                condition=Q(ended_at__isnull=True),
                name="matching_urgency_once",
                violation_error_message=_("Dit staat er al, misschien van een collega."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="matching_urgency_has_a_reason",
                violation_error_message=_("Schrijf op waarom deze persoon voorgaat."),
            ),
        ]
        ordering = ["-since", "-id"]

    def __str__(self) -> str:
        return f"{self.participant} {self.since:%d-%m-%Y}"


class Settings(ProgrammeScoped):
    """What a programme finds important between two people, and how long a volunteer may think. One row, or none yet.

    0 means that it does not count, 5 that it counts most (see fit.Weights).
    """

    language = models.PositiveSmallIntegerField(_("dezelfde taal"), default=3)
    theme = models.PositiveSmallIntegerField(_("weet hoe het is"), default=3)
    time = models.PositiveSmallIntegerField(_("kan op dezelfde tijd"), default=2)
    neighbourhood = models.PositiveSmallIntegerField(_("woont dichtbij"), default=1)
    interest = models.PositiveSmallIntegerField(_("houdt van hetzelfde"), default=1, db_default=1)
    wish = models.PositiveSmallIntegerField(_("past bij een wens"), default=4, db_default=4)
    answer_days = models.PositiveSmallIntegerField(_("dagen om te antwoorden"), default=7)

    class Meta:
        constraints = [
            *tenant("matching_settings"),
            models.UniqueConstraint(fields=["programme"], name="matching_settings_once"),
            models.CheckConstraint(
                condition=Q(
                    language__lte=5,
                    theme__lte=5,
                    time__lte=5,
                    neighbourhood__lte=5,
                    interest__lte=5,
                    wish__lte=5,
                ),
                name="matching_settings_weights",
                violation_error_message=_("Kies een getal van 0 tot en met 5."),
            ),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=28),
                name="matching_settings_answer_days",
                violation_error_message=_("Kies een getal van 1 tot en met 28."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.programme)

    @classmethod
    def now(cls) -> "Settings":
        """Of the open programme; what we begin with when nobody changed anything."""
        return cls.objects.first() or cls()


class NearPairQuerySet(models.QuerySet["NearPair"]):
    def table(self) -> dict[str, frozenset[str]]:
        """Name of a neighbourhood → names of those near it; one that is near nothing is not there."""
        near: dict[str, set[str]] = {}
        for one, other in self.values_list("one__name", "other__name"):
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
        return {name: frozenset(others) for name, others in near.items()}


class NearPair(ProgrammeScoped):
    """Two neighbourhoods that are near enough to walk or cycle; a coordinator keeps the table."""

    one = ScopedForeignKey(Neighbourhood, models.CASCADE, related_name="+")
    other = ScopedForeignKey(Neighbourhood, models.CASCADE, related_name="+")

    objects = NearPairQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("matching_nearpair", "one", "other"),
            models.UniqueConstraint(fields=["programme", "one", "other"], name="matching_nearpair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="matching_nearpair_in_order"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"


class Given(models.TextChoices):
    """How a choice reached us."""

    OWN_DEVICE = "own_device", _("op eigen telefoon")
    TABLET = "tablet", _("samen op de tablet")
    PAPER = "paper", _("op papier gegeven")


class WishKind(models.TextChoices):
    """What a wish is about. Origin and faith are not asked, so nobody can be chosen or left out for them."""

    GENDER = "gender", _("een vrouw of een man")
    LANGUAGE = "language", _("een taal")
    THEME = "theme", _("iemand die weet hoe het is")
    NEAR = "near", _("iemand uit de buurt")


class Wish(ProgrammeScoped):
    """What matters to a participant in the volunteer they get. A hard one is never broken: nobody else is shown.

    `what` is a Gender, Language or Theme; empty for NEAR. Volunteers never read it.
    """

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="wishes")
    kind = models.CharField(_("waarover"), max_length=8, choices=WishKind)
    what = models.CharField(max_length=12, blank=True)
    is_hard = models.BooleanField(_("alleen zo"), default=False)
    told_how = models.CharField(max_length=12, choices=Given)
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            *tenant("matching_wish", "participant"),
            models.UniqueConstraint(
                fields=["programme", "participant", "kind"],
                name="matching_wish_once",
                violation_error_message=_("Deze wens staat er al."),
            ),
            models.CheckConstraint(
                condition=Q(kind="near", what="")
                | Q(kind="gender", what__in=["woman", "man"])
                | (Q(kind__in=["language", "theme"]) & ~Q(what="")),
                name="matching_wish_of_something",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.participant}: {self.kind}"


class Stage(models.TextChoices):
    """Where a round is, for whoever asks what is next."""

    CHOOSING = "choosing", _("kiest nu")
    TALK = "talk", _("wil eerst praten")
    CHOSEN = "chosen", _("heeft gekozen")
    NOBODY_LEFT = "nobody_left", _("nieuwe kaarten of praten")
    INVITED = "invited", _("uitgenodigd")
    AGREED = "agreed", _("wil kennismaken")
    PLANNED = "planned", _("afspraak gemaakt")
    HELD = "held", _("elkaar gezien")
    DONE = "done", _("klaar")


class ChoiceRoundQuerySet(models.QuerySet["ChoiceRound"]):
    def open(self) -> "ChoiceRoundQuerySet":
        return self.filter(closed_at__isnull=True)

    def chosen(self) -> "ChoiceRoundQuerySet":
        """Open rounds in which the participant gave an order."""
        return self.open().filter(ranked_at__isnull=False)

    def visible_to(self, membership: Membership) -> "ChoiceRoundQuerySet":
        """A coordinator sees every round, a participant their own, nobody else any."""
        if membership.has_role(Role.COORDINATOR):
            return self
        if membership.has_role(Role.PARTICIPANT):
            return self.filter(participant__person_id=membership.person_id)
        return self.none()

    def with_cards(self) -> "ChoiceRoundQuerySet":
        """With all that `stage` and the pages read, in a constant number of queries."""
        return self.select_related("participant__person").prefetch_related(
            "cards__buddy__person",
            "cards__introductions__buddy__person",
            Prefetch("cards__buddy__photos", queryset=Photo.objects.without_data()),
        )


class ChoiceRound(ProgrammeScoped):
    """Two or three cards shown to one participant, and the order that participant gave."""

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="rounds")
    made_by = ScopedForeignKey(Membership, models.PROTECT, related_name="rounds_made")
    made_at = models.DateTimeField(default=timezone.now)
    ranked_at = models.DateTimeField(null=True, blank=True)
    ranked_how = models.CharField(max_length=12, choices=Given, blank=True)
    wants_to_talk = models.BooleanField(_("wil eerst praten"), default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ChoiceRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("matching_choiceround", "participant", "made_by"),
            models.UniqueConstraint(
                fields=["programme", "participant"],
                condition=Q(closed_at__isnull=True),
                name="matching_choiceround_one_open",
                violation_error_message=_("Er ligt al een keuze klaar, misschien van een collega."),
            ),
        ]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.participant} {self.made_at:%d-%m-%Y}"

    @property
    def introduction(self) -> "Introduction | None":
        """The introduction under way out of this round, if any."""
        under_way = (each for card in self.cards.all() for each in card.introductions.all() if each.is_open)
        return next(under_way, None)

    @property
    def in_order(self) -> "list[ChoiceCard]":
        """The cards the participant wants, best first."""
        return sorted(
            (card for card in self.cards.all() if card.tier is not None),
            key=lambda card: (card.tier or 0, card.position, card.pk),
        )

    @property
    def still_wanted(self) -> "list[ChoiceCard]":
        """Those of them who were not asked yet, best first."""
        return [card for card in self.in_order if not card.introductions.all()]

    @property
    def can_change(self) -> bool:
        """Whether the participant can still choose differently: until somebody is asked."""
        return self.closed_at is None and not any(card.introductions.all() for card in self.cards.all())

    @property
    def is_looking_further(self) -> bool:
        """Whether somebody was asked and it did not become a couple."""
        return any(card.introductions.all() for card in self.cards.all()) and self.introduction is None

    @property
    def stage(self) -> Stage:
        """Read from the cards and their introductions; `with_cards()` makes it cheap."""
        if self.closed_at is not None:
            return Stage.DONE
        if (introduction := self.introduction) is not None:
            return Stage(introduction.state)
        if self.wants_to_talk:
            return Stage.TALK
        if self.ranked_at is None:
            return Stage.CHOOSING
        return Stage.CHOSEN if self.still_wanted else Stage.NOBODY_LEFT


class CardAnswer(models.TextChoices):
    """What a participant can say to a card; the three weigh the same. Saying nothing is fine too."""

    FIRST = "first", _("Eerste keus")
    ALSO = "also", _("Ook goed")
    RATHER_NOT = "rather_not", _("Liever niet")


class ChoiceCard(ProgrammeScoped):
    """One buddy shown to one participant. `reasons` are the sentences as they were shown."""

    round = ScopedForeignKey(ChoiceRound, models.CASCADE, related_name="cards")
    buddy = ScopedForeignKey(Buddy, models.PROTECT, related_name="cards")
    position = models.PositiveSmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=200), default=list)
    tier = models.PositiveSmallIntegerField(_("keuze"), null=True, blank=True)
    rather_not = models.BooleanField(_("liever niet"), default=False)

    class Meta:
        constraints = [
            *tenant("matching_choicecard", "round", "buddy"),
            models.UniqueConstraint(fields=["programme", "round", "buddy"], name="matching_choicecard_once"),
            models.UniqueConstraint(
                fields=["programme", "round"],
                condition=Q(tier=1),
                name="matching_choicecard_one_first",
                violation_error_message=_("Er kan één eerste keus zijn."),
            ),
            models.CheckConstraint(
                condition=Q(tier__isnull=True) | Q(rather_not=False, tier__gte=1),
                name="matching_choicecard_one_answer",
            ),
        ]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.round}: {self.buddy}"

    @property
    def answer(self) -> str:
        """What the participant said: "first", "also", "rather_not", or "" for not (yet) said."""
        if self.rather_not:
            return CardAnswer.RATHER_NOT
        return {None: "", 1: CardAnswer.FIRST}.get(self.tier, CardAnswer.ALSO)

    @property
    def answer_words(self) -> str:
        return str(CardAnswer(self.answer).label) if self.answer else ""


class Answer(models.TextChoices):
    """What each says after meeting, in private."""

    YES = "yes", _("ja")
    DOUBT = "doubt", _("ik twijfel")
    NO = "no", _("nee")


class IntroductionState(models.TextChoices):
    INVITED = "invited", _("uitgenodigd")
    AGREED = "agreed", _("wil kennismaken")
    PLANNED = "planned", _("afspraak gemaakt")
    HELD = "held", _("elkaar gezien")
    MATCHED = "matched", _("er is een klik")
    CLOSED = "closed", _("we zoeken verder")


class Closing(models.TextChoices):
    """Why an introduction did not go on. For coordinators; a participant only hears that we look further."""

    DECLINED = "declined", _("kon nu niet")
    NO_KLIK = "no_klik", _("geen klik")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    EXPIRED = "expired", _("antwoordde niet op tijd")
    AGAIN = "again", _("nog een keer ontmoeten")


OPEN_INTRODUCTION = ["invited", "agreed", "planned", "held"]
MOVES = (
    Move(IntroductionState.INVITED, IntroductionState.AGREED, "wil kennismaken"),
    Move(IntroductionState.INVITED, IntroductionState.CLOSED, "kan niet, of antwoordde niet op tijd"),
    Move(IntroductionState.AGREED, IntroductionState.PLANNED, "een dag en een plek"),
    Move(IntroductionState.AGREED, IntroductionState.HELD, "zagen elkaar"),
    Move(IntroductionState.AGREED, IntroductionState.CLOSED, "ingetrokken"),
    Move(IntroductionState.PLANNED, IntroductionState.HELD, "zagen elkaar"),
    Move(IntroductionState.PLANNED, IntroductionState.CLOSED, "ingetrokken"),
    Move(IntroductionState.HELD, IntroductionState.MATCHED, "allebei ja"),
    Move(IntroductionState.HELD, IntroductionState.CLOSED, "geen klik, of nog een keer ontmoeten"),
)


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def open(self) -> "IntroductionQuerySet":
        return self.filter(state__in=OPEN_INTRODUCTION)

    def of_buddy(self, membership: Membership) -> "IntroductionQuerySet":
        """Those in which the volunteer who signs in with this membership is asked."""
        return self.filter(buddy__person_id=membership.person_id)

    def of_either(self, membership: Membership) -> "IntroductionQuerySet":
        """Those in which whoever signs in with this membership is one of the two."""
        person = membership.person_id
        return self.filter(Q(buddy__person_id=person) | Q(participant__person_id=person))

    def with_people(self) -> "IntroductionQuerySet":
        return self.select_related("participant__person", "buddy__person", "card__round")


class Introduction(ProgrammeScoped):
    """A participant and a buddy who may meet. Each answers in private whether it clicked."""

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="introductions")
    buddy = ScopedForeignKey(Buddy, models.PROTECT, related_name="introductions")
    card = ScopedForeignKey(ChoiceCard, models.PROTECT, related_name="introductions")
    state = models.CharField(max_length=10, choices=IntroductionState, default=IntroductionState.INVITED)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = ScopedForeignKey(Membership, models.PROTECT, related_name="invitations_made")
    answer_by = models.DateField(_("antwoord graag voor"), null=True, blank=True)
    planned_for = models.DateTimeField(_("wanneer"), null=True, blank=True)
    place = models.CharField(_("waar"), max_length=120, blank=True)
    held_on = models.DateField(_("gezien op"), null=True, blank=True)
    participant_answer = models.CharField(max_length=6, choices=Answer, blank=True)
    participant_answered_how = models.CharField(max_length=12, choices=Given, blank=True)
    participant_reason = models.TextField(blank=True)
    buddy_answer = models.CharField(max_length=6, choices=Answer, blank=True)
    buddy_reason = models.TextField(blank=True)
    closing = models.CharField(max_length=10, choices=Closing, blank=True)
    is_mutual = models.GeneratedField(
        expression=Q(participant_answer="yes")  # type: ignore[arg-type]  # the stubs do not know Q is one
        & Q(buddy_answer="yes")
        & Q(held_on__isnull=False),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("matching_introduction", "participant", "buddy", "card", "invited_by"),
            models.UniqueConstraint(
                fields=["programme", "participant"],
                condition=Q(state__in=OPEN_INTRODUCTION),
                name="matching_introduction_one_open",
                violation_error_message=_(
                    "Er loopt al een kennismaking voor deze persoon, misschien via een collega."
                ),
            ),
            models.UniqueConstraint(
                fields=["programme", "id", "participant", "buddy", "is_mutual"],
                name="matching_introduction_mutual",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=False) | Q(participant_answer="", buddy_answer=""),
                name="matching_introduction_answers_after_meeting",
                violation_error_message=_("Antwoorden kan pas na de ontmoeting."),
            ),
            models.CheckConstraint(
                condition=(Q(state="closed") & ~Q(closing="")) | (~Q(state="closed") & Q(closing="")),
                name="matching_introduction_closed_because",
            ),
            # A meeting and two answers take time: none of it can be there when the row is made.
            Rule(
                name="matching_introduction_begins_empty",
                events="INSERT",
                body=(
                    "IF NEW.held_on IS NOT NULL OR NEW.participant_answer <> '' OR NEW.buddy_answer <> '' "
                    "OR NEW.participant_answered_how <> '' OR NOT (NEW.state = 'invited' OR (NEW.state = 'agreed' "
                    "AND EXISTS (SELECT FROM matching_introduction earlier WHERE earlier.card_id = NEW.card_id "
                    "AND earlier.closing = 'again'))) THEN REFUSE; END IF;"
                ),
                violation_error_message=_("Een kennismaking begint met een uitnodiging."),
            ),
            Rule(
                name="matching_introduction_moves",
                events="UPDATE OF state",
                body=refuse_other_moves(MOVES, "state"),
                violation_error_message=_("Deze stap kan nu niet. Bekijk de pagina opnieuw."),
            ),
            Rule(
                name="matching_introduction_answers_while_held",
                events="UPDATE OF participant_answer, buddy_answer",
                body=(
                    "IF (OLD.participant_answer, OLD.buddy_answer) IS DISTINCT FROM "
                    "(NEW.participant_answer, NEW.buddy_answer) "
                    "AND NOT (OLD.state = 'held' AND NEW.state = 'held') THEN REFUSE; END IF;"
                ),
                violation_error_message=_("Antwoorden kan na de ontmoeting, tot het klaar is."),
            ),
            Rule(
                name="matching_introduction_room",
                body=(
                    "IF NEW.state IN ('invited', 'agreed', 'planned', 'held') AND (TG_OP = 'INSERT' "
                    "OR OLD.state IN ('matched', 'closed') OR OLD.buddy_id <> NEW.buddy_id) THEN "
                    "PERFORM FROM buddies_buddy WHERE id = NEW.buddy_id FOR NO KEY UPDATE; "
                    "IF (SELECT capacity FROM buddies_buddy WHERE id = NEW.buddy_id) <= "
                    "(SELECT count(*) FROM matching_match WHERE buddy_id = NEW.buddy_id AND ended_on IS NULL) + "
                    "(SELECT count(*) FROM matching_introduction WHERE buddy_id = NEW.buddy_id "
                    "AND id <> NEW.id AND state IN ('invited', 'agreed', 'planned', 'held')) "
                    "THEN REFUSE; END IF; END IF;"
                ),
                violation_error_message=_("Daar is op dit moment geen plek meer."),
            ),
            Rule(
                name="matching_introduction_not_excluded",
                events="INSERT OR UPDATE OF participant_id, buddy_id",
                body=(
                    "IF EXISTS (SELECT FROM matching_exclusion WHERE participant_id = NEW.participant_id "
                    "AND buddy_id = NEW.buddy_id) THEN REFUSE; END IF;"
                ),
                violation_error_message=_("Deze twee mensen worden niet aan elkaar voorgesteld."),
            ),
            Rule(
                name="matching_introduction_own_answer",
                events="UPDATE OF participant_answer, participant_answered_how",
                body=(
                    "IF (OLD.participant_answer <> NEW.participant_answer "
                    "OR OLD.participant_answered_how <> NEW.participant_answered_how) "
                    "AND NEW.participant_answered_how <> 'own_device' "
                    "AND (OLD.participant_answered_how = 'own_device' OR OLD.participant_answer = 'no') "
                    "THEN REFUSE; END IF;"
                ),
                violation_error_message=_(
                    "Er is al een antwoord gegeven. Alleen deze persoon zelf kan dat veranderen."
                ),
            ),
        ]
        ordering = ["-invited_at", "-id"]

    def __str__(self) -> str:
        return f"{self.participant} / {self.buddy}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_INTRODUCTION

    @property
    def both_answered(self) -> bool:
        return bool(self.participant_answer and self.buddy_answer)

    @property
    def is_in_doubt(self) -> bool:
        """Both answered, nobody said no, and somebody doubts: they may meet once more."""
        answers = {self.participant_answer, self.buddy_answer}
        return Answer.DOUBT in answers and answers <= {Answer.YES, Answer.DOUBT}

    def is_late(self, today: date) -> bool:
        """Whether the buddy let the agreed days go by."""
        return (
            self.state == IntroductionState.INVITED and self.answer_by is not None and self.answer_by < today
        )


class EndReason(models.TextChoices):
    COMPLETED = "completed", _("het jaar is rond")
    MOVED = "moved", _("verhuisd")
    WORK = "work", _("werk of opleiding")
    STOPPED_PARTICIPANT = "stopped_participant", _("de deelnemer wilde iets anders")
    STOPPED_BUDDY = "stopped_buddy", _("de buddy kon niet verder")
    OTHER = "other", _("iets anders")


class EndedBy(models.TextChoices):
    """Who wanted a match to end. For coordinators, to learn from; never a blame."""

    PARTICIPANT = "participant", _("de deelnemer")
    BUDDY = "buddy", _("de buddy")
    TOGETHER = "together", _("zij samen")
    PROGRAMME = "programme", _("wij, als programma")


class TrialAnswer(models.TextChoices):
    """What a participant says when the trial period is over. There is no wrong answer."""

    WELL = "well", _("Ja, wij gaan door")
    TALK = "talk", _("Ik wil erover praten")


class MatchQuerySet(models.QuerySet["Match"]):
    def active(self) -> "MatchQuerySet":
        return self.filter(ended_on__isnull=True)

    def of_buddy(self, membership: Membership) -> "MatchQuerySet":
        """Matches of the volunteer who signs in with this membership."""
        return self.filter(buddy__person_id=membership.person_id)

    def supervised_by(self, membership: Membership) -> "MatchQuerySet":
        return self.filter(buddy__supervisor=membership)

    def with_people(self) -> "MatchQuerySet":
        return self.select_related("participant__person", "buddy__person")


class Match(ProgrammeScoped):
    """Two people who both said yes. `mutual` is always true: it ties the row to an introduction with two yeses."""

    introduction = ScopedForeignKey(Introduction, models.PROTECT, related_name="matches")
    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="matches")
    buddy = ScopedForeignKey(Buddy, models.PROTECT, related_name="matches")
    mutual = models.BooleanField(default=True, editable=False)
    starts_on = models.DateField(_("begin"))
    intended_end = models.DateField(_("bedoeld tot"))
    contact_days = models.PositiveSmallIntegerField(_("afgesproken ritme in dagen"))
    ended_on = models.DateField(_("afgerond op"), null=True, blank=True)
    end_reason = models.CharField(_("waarom"), max_length=20, choices=EndReason, blank=True)
    ended_by = models.CharField(
        _("wie wilde dat"), max_length=12, choices=EndedBy, blank=True, default="", db_default=""
    )
    end_noted_by = ScopedForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="matches_ended"
    )
    aftercare_until = models.DateField(_("nazorg tot"), null=True, blank=True)
    paused_since = models.DateField(_("even stil sinds"), null=True, blank=True)
    trial_answer = models.CharField(
        _("na de proefperiode"), max_length=4, choices=TrialAnswer, blank=True, default="", db_default=""
    )
    trial_answered_on = models.DateField(null=True, blank=True)
    trial_answered_how = models.CharField(max_length=12, choices=Given, blank=True, default="", db_default="")

    objects = MatchQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("matching_match", "participant", "buddy", "end_noted_by"),
            SameProgramme(
                name="matching_match_introduction_fk",
                field="introduction",
                also=(
                    ("participant_id", "participant_id"),
                    ("buddy_id", "buddy_id"),
                    ("mutual", "is_mutual"),
                ),
                violation_error_message=_("Een match begint pas als allebei ja zeiden na de ontmoeting."),
            ),
            models.CheckConstraint(condition=Q(mutual=True), name="matching_match_mutual"),
            models.UniqueConstraint(fields=["programme", "introduction"], name="matching_match_once"),
            models.UniqueConstraint(
                fields=["programme", "participant"],
                condition=Q(ended_on__isnull=True),
                name="matching_match_one_active",
                violation_error_message=_("Deze persoon heeft al een lopende match."),
            ),
            models.CheckConstraint(
                condition=Q(intended_end__gt=F("starts_on")),
                name="matching_match_period",
                violation_error_message=_("Het einde ligt voor het begin."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="matching_match_ends_after_it_began",
                violation_error_message=_("De match begon later dan deze dag."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="matching_match_end_has_a_reason",
                violation_error_message=_("Bij afronden hoort een dag en een reden."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=False) | Q(ended_by="", end_noted_by__isnull=True),
                name="matching_match_ended_by_after_the_end",
            ),
            models.CheckConstraint(
                condition=Q(paused_since__isnull=True)
                | Q(paused_since__gte=F("starts_on"), ended_on__isnull=True),
                name="matching_match_paused_while_running",
                violation_error_message=_("Alleen een lopende match kan even stil staan."),
            ),
            models.CheckConstraint(
                condition=Q(trial_answer="", trial_answered_on__isnull=True)
                | (~Q(trial_answer="") & Q(trial_answered_on__isnull=False)),
                name="matching_match_trial_answered_on_a_day",
            ),
            Rule(
                name="matching_match_room",
                events="INSERT OR UPDATE OF ended_on, buddy_id",
                body=(
                    "IF NEW.ended_on IS NULL AND (TG_OP = 'INSERT' OR OLD.ended_on IS NOT NULL "
                    "OR OLD.buddy_id <> NEW.buddy_id) THEN "
                    "PERFORM FROM buddies_buddy WHERE id = NEW.buddy_id FOR NO KEY UPDATE; "
                    "IF (SELECT capacity FROM buddies_buddy WHERE id = NEW.buddy_id) <= "
                    "(SELECT count(*) FROM matching_match WHERE buddy_id = NEW.buddy_id AND ended_on IS NULL "
                    "AND id <> NEW.id) THEN REFUSE; END IF; END IF;"
                ),
                violation_error_message=_("Daar is op dit moment geen plek meer."),
            ),
            Rule(
                name="matching_match_not_excluded",
                events="INSERT",
                body=(
                    "IF EXISTS (SELECT FROM matching_exclusion WHERE participant_id = NEW.participant_id "
                    "AND buddy_id = NEW.buddy_id) THEN REFUSE; END IF;"
                ),
                violation_error_message=_("Deze twee mensen worden niet aan elkaar voorgesteld."),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "ended_on", "starts_on"], name="matching_match_period_ix")
        ]
        ordering = ["-starts_on", "-id"]

    def __str__(self) -> str:
        return f"{self.participant} / {self.buddy}"

    def asks_trial(self, today: date, weeks: int) -> bool:
        """Whether the trial period of so many weeks is over and its one question not answered yet."""
        return (
            not self.trial_answer
            and self.ended_on is None
            and self.starts_on + timedelta(weeks=weeks) <= today
        )

    def is_active_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ended_on is None or day <= self.ended_on)


class RoundState(models.TextChoices):
    COMPUTING = "computing", _("wordt berekend")
    PROPOSED = "proposed", _("ligt klaar")
    CARRIED_OUT = "carried_out", _("uitgevoerd")
    SET_ASIDE = "set_aside", _("opzij gelegd")
    REFUSED = "refused", _("afgekeurd")


OPEN_ROUND = ["computing", "proposed"]


class MatchingRoundQuerySet(models.QuerySet["MatchingRound"]):
    def open(self) -> "MatchingRoundQuerySet":
        return self.filter(state__in=OPEN_ROUND)

    def with_counts(self) -> "MatchingRoundQuerySet":
        """With `chose` and `proposed`: how many lines a round has, and how many of them a proposal."""
        return self.annotate(
            chose=Count("lines"), proposed=Count("lines", filter=Q(lines__card__isnull=False))
        ).order_by("-pk")

    def before(self, matching: "MatchingRound") -> "MatchingRound | None":
        """The last one that was carried out before this one, to tell what changed."""
        earlier = self.filter(state=RoundState.CARRIED_OUT, is_whole=True, pk__lt=matching.pk)
        return earlier.order_by("-pk").first()


class MatchingRound(ProgrammeScoped):
    """All who chose, proposed at once. `input`, `lot` and `code` are kept, so that it can be computed again.

    Of a round that asked one volunteer (`is_whole` false) only that line is kept. `input` is what matching.stable got, with ids only: choices, claims and places, and per participant the grounds
    of their claim (matching.rounds.Standing).
    """

    state = models.CharField(max_length=12, choices=RoundState, default=RoundState.COMPUTING)
    made_by = ScopedForeignKey(Membership, models.PROTECT, related_name="matching_rounds")
    made_at = models.DateTimeField(default=timezone.now)
    lot = models.BigIntegerField()
    code = models.CharField(max_length=64, blank=True)
    input = models.JSONField(default=dict)
    is_whole = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = MatchingRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("matching_matchinground", "made_by"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(state__in=OPEN_ROUND),
                name="matching_matchinground_one_open",
                violation_error_message=_("Er ligt al een ronde klaar, misschien van een collega."),
            ),
            Rule(
                name="matching_matchinground_is_kept",
                events="UPDATE OF lot, code, input",
                body="IF OLD.state <> 'computing' THEN REFUSE; END IF;",
                violation_error_message=_("Een berekende ronde verandert niet meer. Bereken een nieuwe."),
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.made_at:%d-%m-%Y %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ROUND


class RoundLineQuerySet(models.QuerySet["RoundLine"]):
    def with_people(self) -> "RoundLineQuerySet":
        """With all that explaining a line reads, those with a proposal first."""
        return (
            self.select_related(
                "participant__person__neighbourhood", "card__buddy__person__neighbourhood", "introduction"
            )
            .prefetch_related("participant__intakes", "participant__wishes")
            .order_by(F("choice").asc(nulls_last=True), "pk")
        )


class RoundLine(ProgrammeScoped):
    """What a round proposes to one participant: a card, or nobody; `why` has the reasons as codes (matching.rounds)."""

    matching = ScopedForeignKey(MatchingRound, models.CASCADE, related_name="lines")
    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="lines")
    card = ScopedForeignKey(ChoiceCard, models.CASCADE, null=True, related_name="lines")
    choice = models.PositiveSmallIntegerField(null=True)
    why = models.JSONField(default=list)
    introduction = ScopedForeignKey(Introduction, models.SET_NULL, null=True, related_name="lines")
    left_out = models.CharField(max_length=200, blank=True)

    objects = RoundLineQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("matching_roundline", "matching", "participant", "card", "introduction"),
            models.UniqueConstraint(
                fields=["programme", "matching", "participant"], name="matching_roundline_once"
            ),
            models.CheckConstraint(
                condition=Q(card__isnull=True, choice__isnull=True)
                | Q(card__isnull=False, choice__isnull=False),
                name="matching_roundline_card_has_a_choice",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.matching}: {self.participant}"
