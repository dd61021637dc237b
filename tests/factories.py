"""People and things for tests. Inside a scope; what a test does not name is believable and unimportant."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from activities.models import Attendance, Location, Session
from activities.models import Kind as SessionKind
from buddies.models import Buddy, Photo, ScreeningStep
from buddies.models import Status as BuddyStatus
from goals.actions import begin_review
from goals.models import (
    ActionStep,
    Goal,
    Idea,
    Instrument,
    Kind,
    LifeArea,
    Obstacle,
    Plan,
    Printout,
    Remark,
    Review,
    Success,
)
from logbook.models import CalledOff, Contact, Delivery, DeliveryState, Device, Mood, Shift, Way, Who, Worry
from matching.models import (
    Answer,
    ChoiceCard,
    ChoiceRound,
    Exclusion,
    Given,
    Introduction,
    IntroductionState,
    Match,
    MatchingRound,
    RoundLine,
    RoundState,
    Wish,
    WishKind,
)
from participants.models import Consent, Participant, Referral, Status
from payments.models import Expense, ExpenseKind, Payee, Receipt, Scheme
from programmes.models import (
    Door,
    Gate,
    Invitation,
    Membership,
    Neighbourhood,
    Partner,
    Person,
    Programme,
    Role,
    User,
)
from reports.actions import finalise_report, keep_build, publish_report
from reports.contents import Contents
from reports.models import Report


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programma-{n}")
    name = factory.Sequence(lambda n: f"Programma {n}")
    organisation = "Stichting Voorbeeld"
    place = "Voorbeeldstad"
    tagline = "Samen een jaar op weg."
    introduction = "Een buddy van jezelf."
    public_email = "info@example.org"
    doors = [door.value for door in Door]
    starts_on = date(2024, 1, 1)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"iemand{n}@example.org")


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    given_name = factory.Iterator(["Mariam", "Bas", "Tigist", "Joke", "Rachid", "Ewa"])
    surname = factory.Sequence(lambda n: f"Voorbeeld{n}")
    languages = ["nl"]
    available = ["tue-pm"]


class PartnerFactory(DjangoModelFactory[Partner]):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Organisatie {n}")
    kinds = ["referrer"]


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    person = factory.SubFactory(PersonFactory)
    role = Role.COORDINATOR


class InvitationFactory(DjangoModelFactory[Invitation]):
    class Meta:
        model = Invitation

    role = Role.COORDINATOR
    name = "Nieuwe Collega"


class NeighbourhoodFactory(DjangoModelFactory[Neighbourhood]):
    class Meta:
        model = Neighbourhood

    name = factory.Sequence(lambda n: f"Wijk {n}")


class GateFactory(DjangoModelFactory[Gate]):
    class Meta:
        model = Gate

    kind = "introductory_talk"
    name = "Kennismakingsgesprek"
    position = 1


class ParticipantFactory(DjangoModelFactory[Participant]):
    class Meta:
        model = Participant

    person = factory.SubFactory(PersonFactory)

    class Params:
        waits = factory.Trait(
            status=Status.WAITING,
            accepted_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30)),
            waiting_since=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30)),
        )


class ReferralFactory(DjangoModelFactory[Referral]):
    class Meta:
        model = Referral

    participant = factory.SubFactory(ParticipantFactory)


class ConsentFactory(DjangoModelFactory[Consent]):
    class Meta:
        model = Consent

    participant = factory.SubFactory(ParticipantFactory)
    purpose = "take_part"
    given_on = factory.LazyFunction(timezone.localdate)
    given_by = "de persoon zelf"


class BuddyFactory(DjangoModelFactory[Buddy]):
    """By default on the way; `deployable=True` passes every gate there is."""

    class Meta:
        model = Buddy
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    status = BuddyStatus.ON_THE_WAY
    tasks = ["buddy"]
    introduction = "Ik wandel graag en drink veel koffie."

    @factory.post_generation
    def deployable(self: Buddy, create: bool, wanted: Any, **_kwargs: Any) -> None:  # type: ignore[misc]
        if create and wanted:
            for gate in Gate.objects.order_by("position"):
                ScreeningStep.objects.create(
                    buddy=self, gate=gate, done_on=timezone.localdate() - timedelta(days=60)
                )
            Buddy.objects.filter(pk=self.pk).update(status=BuddyStatus.ACTIVE)
            self.refresh_from_db()


class ChoiceRoundFactory(DjangoModelFactory[ChoiceRound]):
    class Meta:
        model = ChoiceRound

    participant = factory.SubFactory(ParticipantFactory, waits=True)
    made_by = factory.SubFactory(MembershipFactory)


class ChoiceCardFactory(DjangoModelFactory[ChoiceCard]):
    class Meta:
        model = ChoiceCard

    round = factory.SubFactory(ChoiceRoundFactory)
    buddy = factory.SubFactory(BuddyFactory, deployable=True)
    position = factory.Sequence(lambda n: n)
    reasons = ["Jullie spreken allebei Nederlands"]


WAY_TO: dict[str, list[str]] = {
    "invited": [],
    "agreed": ["agreed"],
    "planned": ["agreed", "planned"],
    "held": ["agreed", "held"],
    "matched": ["agreed", "held", "matched"],
    "closed": ["closed"],
}


class IntroductionFactory(DjangoModelFactory[Introduction]):
    """By default an invitation; `mutual=True` is held with two yeses. Walks there step by step: the database insists."""

    class Meta:
        model = Introduction

    participant = factory.SelfAttribute("card.round.participant")
    buddy = factory.SelfAttribute("card.buddy")
    card = factory.SubFactory(ChoiceCardFactory)
    invited_by = factory.SelfAttribute("card.round.made_by")

    class Params:
        mutual = factory.Trait(
            state=IntroductionState.MATCHED,
            held_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30)),
            participant_answer=Answer.YES,
            buddy_answer=Answer.YES,
        )

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Introduction:
        state = str(kwargs.pop("state", IntroductionState.INVITED))
        later = ("held_on", "participant_answer", "participant_answered_how", "buddy_answer", "closing")
        told = {name: kwargs.pop(name) for name in later if name in kwargs}
        closing, held_on = told.pop("closing", ""), told.pop("held_on", None)
        introduction: Introduction = super()._create(model_class, *args, **kwargs)
        row = Introduction.objects.filter(pk=introduction.pk)
        way = ["agreed", "held", "closed"] if state == "closed" and held_on else WAY_TO[state]
        for step in way:
            row.update(state=step, **({"closing": closing} if step == "closed" else {}))
            if step == "held":
                row.update(held_on=held_on, **told)
        introduction.refresh_from_db()
        return introduction


class WishFactory(DjangoModelFactory[Wish]):
    """By default: only a woman."""

    class Meta:
        model = Wish

    participant = factory.SubFactory(ParticipantFactory, waits=True)
    kind = WishKind.GENDER
    what = "woman"
    is_hard = True
    told_how = Given.PAPER


class PhotoFactory(DjangoModelFactory[Photo]):
    class Meta:
        model = Photo
        django_get_or_create = ("buddy",)

    buddy = factory.SubFactory(BuddyFactory)
    data = b"a photo"


class ExclusionFactory(DjangoModelFactory[Exclusion]):
    class Meta:
        model = Exclusion

    participant = factory.SubFactory(ParticipantFactory, waits=True)
    buddy = factory.SubFactory(BuddyFactory, deployable=True)
    by = factory.SubFactory(MembershipFactory)
    reason = "Zij zijn buren."


class MatchingRoundFactory(DjangoModelFactory[MatchingRound]):
    """An empty round that was set aside; lines come with RoundLineFactory."""

    class Meta:
        model = MatchingRound

    made_by = factory.SubFactory(MembershipFactory)
    lot = 1
    code = "0" * 64
    input = factory.LazyFunction(
        lambda: {"choices": {}, "places": {}, "standings": {}, "fits": {}, "kept_out": {}}
    )
    state = RoundState.SET_ASIDE
    closed_at = factory.LazyFunction(timezone.now)


class RoundLineFactory(DjangoModelFactory[RoundLine]):
    """A first choice that is proposed."""

    class Meta:
        model = RoundLine

    matching = factory.SubFactory(MatchingRoundFactory)
    card = factory.SubFactory(ChoiceCardFactory, tier=1)
    participant = factory.SelfAttribute("card.round.participant")
    choice = 1


class MatchFactory(DjangoModelFactory[Match]):
    class Meta:
        model = Match

    introduction = factory.SubFactory(IntroductionFactory, mutual=True)
    participant = factory.SelfAttribute("introduction.participant")
    buddy = factory.SelfAttribute("introduction.buddy")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=28))
    intended_end = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=337))
    contact_days = 7


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan

    participant = factory.SubFactory(ParticipantFactory)
    wish = "Ik wil weer eens lachen."


class GoalFactory(DjangoModelFactory[Goal]):
    class Meta:
        model = Goal

    plan = factory.SubFactory(PlanFactory)
    area = LifeArea.MONEY
    words = "Ik wil overzicht in mijn post."


class ActionStepFactory(DjangoModelFactory[ActionStep]):
    class Meta:
        model = ActionStep

    goal = factory.SubFactory(GoalFactory)
    words = "Samen de enveloppen openmaken"


class SuccessFactory(DjangoModelFactory[Success]):
    class Meta:
        model = Success

    plan = factory.SubFactory(PlanFactory)
    words = "De telefoon opgenomen"
    on = factory.LazyFunction(timezone.localdate)


class RemarkFactory(DjangoModelFactory[Remark]):
    class Meta:
        model = Remark

    plan = factory.SubFactory(PlanFactory)
    words = "Mooi hoe dit gaat."
    by = factory.SubFactory(MembershipFactory)


class ObstacleFactory(DjangoModelFactory[Obstacle]):
    class Meta:
        model = Obstacle

    plan = factory.SubFactory(PlanFactory)
    words = "Wachten op een brief van de gemeente"
    noted_on = factory.LazyFunction(timezone.localdate)
    news_on = factory.LazyFunction(timezone.localdate)


class IdeaFactory(DjangoModelFactory[Idea]):
    class Meta:
        model = Idea

    area = LifeArea.MONEY
    words = factory.Sequence(lambda n: f"Samen {n} enveloppen openmaken")


class InstrumentFactory(DjangoModelFactory[Instrument]):
    """Two questions, 0-10, licensed and not in use."""

    class Meta:
        model = Instrument

    key = factory.Sequence(lambda n: f"vragen-{n}")
    name = "Twee vragen"
    definition = {
        "scale": {"low": 0, "high": 10},
        "items": [
            {"key": "sleep", "words": "Hoe slaap je?"},
            {"key": "eat", "words": "Hoe eet je?"},
        ],
    }
    licence_owner = "Wijzelf"
    licence_terms = "Alles mag."
    licence_proof = "Zelf gemaakt."


class PrintoutFactory(DjangoModelFactory[Printout]):
    class Meta:
        model = Printout

    plan = factory.SubFactory(PlanFactory)
    kind = Kind.PLAN
    asked_by = factory.SubFactory(MembershipFactory)
    pdf = b"%PDF-1.7 a plan"


class ReviewFactory(DjangoModelFactory[Review]):
    """A conversation at the start, begun and not asked yet; made as the product makes it."""

    class Meta:
        model = Review

    plan = factory.SubFactory(PlanFactory)
    moment = "start"
    match = None

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Review:
        return begin_review(**kwargs)


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    match = factory.SubFactory(MatchFactory)
    on = factory.LazyFunction(timezone.localdate)
    minutes = 60
    way = Way.OUT
    mood = Mood.GOOD
    by = factory.SubFactory(MembershipFactory, role=Role.BUDDY)


class CalledOffFactory(DjangoModelFactory[CalledOff]):
    class Meta:
        model = CalledOff

    match = factory.SubFactory(MatchFactory)
    on = factory.LazyFunction(timezone.localdate)
    off_by = Who.NEITHER
    by = factory.SubFactory(MembershipFactory, role=Role.BUDDY)


class SchemeFactory(DjangoModelFactory[Scheme]):
    """By default the law's own rate an hour, from long ago."""

    class Meta:
        model = Scheme

    starts_on = date(2024, 1, 1)
    mode = "per_hour"


class PayeeFactory(DjangoModelFactory[Payee]):
    class Meta:
        model = Payee

    volunteer = factory.SubFactory(BuddyFactory)
    holder = "M. Voorbeeld"
    iban = "NL91ABNA0417164300"


class ExpenseFactory(DjangoModelFactory[Expense]):
    """By default a bus ticket of today; `receipt=True` has its photo."""

    class Meta:
        model = Expense
        skip_postgeneration_save = True

    volunteer = factory.SubFactory(BuddyFactory)
    on = factory.LazyFunction(timezone.localdate)
    kind = ExpenseKind.TRAVEL
    cents = 450

    @factory.post_generation
    def receipt(self: Expense, create: bool, wanted: Any, **_kwargs: Any) -> None:  # type: ignore[misc]
        if create and wanted:
            Receipt.objects.create(expense=self, media="image/jpeg", data=b"a photo", sha256="0" * 64)


class ShiftFactory(DjangoModelFactory[Shift]):
    class Meta:
        model = Shift

    buddy = factory.SubFactory(BuddyFactory, deployable=True)
    task = "cook"
    on = factory.LazyFunction(timezone.localdate)
    minutes = 120
    mood = Mood.GOOD
    by = factory.SubFactory(MembershipFactory, role=Role.BUDDY)


class WorryFactory(DjangoModelFactory[Worry]):
    class Meta:
        model = Worry

    match = factory.SubFactory(MatchFactory)
    words = "Er lag veel post ongeopend."
    by = factory.SubFactory(MembershipFactory, role=Role.BUDDY)


class DeviceFactory(DjangoModelFactory[Device]):
    """A phone whose token nobody knows."""

    class Meta:
        model = Device

    token_hash = "0" * 64
    membership = factory.SubFactory(MembershipFactory, role=Role.BUDDY)
    person = factory.SelfAttribute("membership.person")
    name = "Safari op iPhone"
    seen_on = factory.LazyFunction(timezone.localdate)
    lasts_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=180))


class DeliveryFactory(DjangoModelFactory[Delivery]):
    """One that waits for a coordinator; its envelope does not open."""

    class Meta:
        model = Delivery

    uid = factory.LazyFunction(uuid4)
    digest = factory.Sequence(lambda n: f"{n:064x}")
    device = factory.SubFactory(DeviceFactory)
    state = DeliveryState.TO_CHECK
    why = "De match was al afgerond toen dit binnenkwam."
    sealed = {"key": "weg", "wrapped": "", "nonce": "", "text": ""}


class LocationFactory(DjangoModelFactory[Location]):
    class Meta:
        model = Location

    name = factory.Sequence(lambda n: f"Buurthuis {n}")


class SessionFactory(DjangoModelFactory[Session]):
    class Meta:
        model = Session

    kind = SessionKind.INTERVISION
    title = "Intervisie"
    location = factory.SubFactory(LocationFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=2))
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + timedelta(hours=2))
    led_by = factory.SubFactory(PersonFactory)
    planned_by = factory.SubFactory(MembershipFactory)


class AttendanceFactory(DjangoModelFactory[Attendance]):
    class Meta:
        model = Attendance

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(PersonFactory)


class ReportFactory(DjangoModelFactory[Report]):
    """By default a draft that still has to be made; `published_for=partner` has its PDF and its reader."""

    class Meta:
        model = Report
        skip_postgeneration_save = True

    title = "Jaarverslag"
    period_start = date(2025, 1, 1)
    period_end = date(2025, 12, 31)
    made_by = factory.SubFactory(MembershipFactory)

    @factory.post_generation
    def published_for(self: Report, create: bool, partner: Partner | None, **_kwargs: Any) -> None:  # type: ignore[misc]
        if create and partner:
            contents = Contents(
                "Programma", "Stichting", (partner.name,), ("Twaalf deden mee.",), (), (), 5, ""
            )
            keep_build(report=self, figures=contents.as_json(), pdf=b"%PDF-1.7 a report")
            finalise_report(report=self, by=self.made_by)
            publish_report(report=self, readers=[partner], by=self.made_by)
            self.refresh_from_db()
