"""A whole small programme: someone in every role, and one couple under way. Tests hold two of these and an outsider."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from activities.models import Session
from buddies.models import Buddy
from goals.models import (
    ActionStep,
    Goal,
    Idea,
    Instrument,
    Obstacle,
    Plan,
    Printout,
    Remark,
    Review,
    Success,
)
from logbook.models import CalledOff, Contact, Delivery, Device, Shift, Worry
from matching.models import ChoiceRound, Introduction, Match
from participants.models import Participant, Status
from payments.actions import approve_claim, make_list, send_claim, set_payer
from payments.models import Claim, Expense, PaymentList, Statement, first_of_month
from programmes.models import Gate, Membership, Neighbourhood, Partner, Programme, Role
from programmes.scope import scope
from reports.models import Digest, Report
from tests import factories as make


@dataclass
class World:
    """`couple` are a participant and a buddy with a running match; `chooser` has a round open; `applicant` just came."""

    programme: Programme
    roles: dict[Role, Membership] = field(default_factory=dict)
    neighbourhood: Neighbourhood = field(init=False)
    referring_partner: Partner = field(init=False)
    gates: list[Gate] = field(default_factory=list)
    applicant: Participant = field(init=False)
    chooser: Participant = field(init=False)
    round: ChoiceRound = field(init=False)
    participant: Participant = field(init=False)
    buddy: Buddy = field(init=False)
    free_buddy: Buddy = field(init=False)
    newcomer: Buddy = field(init=False)
    introduction: Introduction = field(init=False)
    match: Match = field(init=False)
    plan: Plan = field(init=False)
    goal: Goal = field(init=False)
    step: ActionStep = field(init=False)
    # Only after `fill_up`: one of everything else that has an address.
    waiting: Participant = field(init=False)
    invitation: Introduction = field(init=False)
    session: Session = field(init=False)
    report: Report = field(init=False)
    digest: Digest = field(init=False)
    contact: Contact = field(init=False)
    called_off: CalledOff = field(init=False)
    success: Success = field(init=False)
    remark: Remark = field(init=False)
    obstacle: Obstacle = field(init=False)
    review: Review = field(init=False)
    printout: Printout = field(init=False)
    idea: Idea = field(init=False)
    instrument: Instrument = field(init=False)
    expense: Expense = field(init=False)
    claim: Claim = field(init=False)
    payment_list: PaymentList = field(init=False)
    statement: Statement = field(init=False)
    shift: Shift = field(init=False)
    device: Device = field(init=False)
    worry: Worry = field(init=False)
    delivery: Delivery = field(init=False)

    def __getitem__(self, role: Role) -> Membership:
        return self.roles[role]

    @property
    def coordinator(self) -> Membership:
        return self.roles[Role.COORDINATOR]


def make_world(slug: str, name: str) -> World:
    """Build one. `roles[BUDDY]` is the matched buddy, `roles[PARTICIPANT]` the matched participant."""
    world = World(make.ProgrammeFactory(slug=slug, name=name))
    with scope(world.programme):
        world.neighbourhood = make.NeighbourhoodFactory(name=f"Centrum van {name}")
        world.referring_partner = make.PartnerFactory(name=f"Gemeente bij {name}")
        funder = make.PartnerFactory(name=f"Fonds bij {name}", kinds=["funder"])
        world.gates = [
            make.GateFactory(kind="introductory_talk", name="Kennismakingsgesprek", position=1),
            make.GateFactory(kind="training", name="Training", position=2),
        ]
        partners = {Role.REFERRER: world.referring_partner, Role.FUNDER: funder}
        for role in Role:
            world.roles[role] = make.MembershipFactory(role=role, partner=partners.get(role))
        supervisor = world.roles[Role.PROFESSIONAL]

        world.buddy = make.BuddyFactory(
            person=world.roles[Role.BUDDY].person, supervisor=supervisor, capacity=2, deployable=True
        )
        world.free_buddy = make.BuddyFactory(deployable=True)
        world.newcomer = make.BuddyFactory()
        world.applicant = make.ParticipantFactory()
        make.ReferralFactory(
            participant=world.applicant,
            partner=world.referring_partner,
            referrer=world.roles[Role.REFERRER],
            short_goal="Weer onder de mensen komen",
        )
        for purpose in ("take_part", "referrer_hears"):
            make.ConsentFactory(participant=world.applicant, purpose=purpose)
        world.chooser = make.ParticipantFactory(waits=True)
        world.round = make.ChoiceRoundFactory(participant=world.chooser, made_by=world.coordinator)
        make.ChoiceCardFactory(round=world.round, buddy=world.buddy, position=1)
        make.ChoiceCardFactory(round=world.round, buddy=world.free_buddy, position=2)

        world.participant = make.ParticipantFactory(
            person=world.roles[Role.PARTICIPANT].person, status=Status.MATCHED
        )
        past_round = make.ChoiceRoundFactory(
            participant=world.participant, made_by=world.coordinator, closed_at=world.round.made_at
        )
        card = make.ChoiceCardFactory(round=past_round, buddy=world.buddy, position=1, tier=1)
        world.introduction = make.IntroductionFactory(card=card, mutual=True)
        world.match = make.MatchFactory(introduction=world.introduction)
        world.plan = make.PlanFactory(participant=world.participant)
        world.goal = make.GoalFactory(plan=world.plan)
        world.step = make.ActionStepFactory(goal=world.goal)
    return world


def fill_up(world: World) -> World:
    """Add what the access matrix needs besides: someone waiting, an invitation to the buddy, a session, money, a report."""
    with scope(world.programme):
        world.waiting = make.ParticipantFactory(waits=True)
        invited = make.ParticipantFactory(waits=True)
        card = make.ChoiceCardFactory(
            round=make.ChoiceRoundFactory(participant=invited, made_by=world.coordinator),
            buddy=world.buddy,
            tier=1,
        )
        world.invitation = make.IntroductionFactory(card=card)
        world.session = make.SessionFactory(planned_by=world.coordinator, led_by=world.coordinator.person)
        make.AttendanceFactory(session=world.session, person=world.buddy.person)
        world.contact = make.ContactFactory(match=world.match, by=world[Role.BUDDY])
        world.called_off = make.CalledOffFactory(match=world.match, by=world[Role.BUDDY])
        world.success = make.SuccessFactory(plan=world.plan)
        world.remark = make.RemarkFactory(plan=world.plan, by=world[Role.PARTICIPANT])
        world.obstacle = make.ObstacleFactory(plan=world.plan)
        world.review = make.ReviewFactory(plan=world.plan, match=world.match, by=world.coordinator)
        world.printout = make.PrintoutFactory(plan=world.plan, asked_by=world.coordinator)
        world.idea = make.IdeaFactory()
        world.instrument = make.InstrumentFactory()
        _add_money(world)
        world.digest = Digest.objects.create(membership=world.coordinator, is_weekly=True)
        world.shift = make.ShiftFactory(buddy=world.buddy, by=world[Role.BUDDY])
        world.worry = make.WorryFactory(match=world.match, by=world[Role.BUDDY])
        world.device = make.DeviceFactory(membership=world[Role.BUDDY])
        world.delivery = make.DeliveryFactory(device=world.device)
        world.report = make.ReportFactory(made_by=world.coordinator, published_for=world[Role.FUNDER].partner)
    return world


def _add_money(world: World) -> None:
    """What is given an hour, an expense with a receipt, a claim that waits, and a list to pay."""
    make.SchemeFactory()
    set_payer(by=world.coordinator, name="Stichting Voorbeeld", iban="NL02ABNA0123456789")
    make.PayeeFactory(volunteer=world.buddy)
    me, last_month = world[Role.BUDDY], first_of_month(timezone.localdate() - timedelta(days=28))
    earlier = first_of_month(last_month - timedelta(days=1))
    make.ExpenseFactory(volunteer=world.buddy, on=earlier, receipt=True)
    approve_claim(claim=send_claim(volunteer=world.buddy, month=earlier, by=me), by=world.coordinator)
    world.payment_list = make_list(by=world.coordinator)
    make.ExpenseFactory(volunteer=world.buddy, on=last_month)
    world.claim = send_claim(volunteer=world.buddy, month=last_month, by=me)
    world.expense = make.ExpenseFactory(volunteer=world.buddy, receipt=True)
    world.statement = Statement.objects.create(
        volunteer=world.buddy, year=2026, pdf=b"%PDF", made_at=timezone.now()
    )
