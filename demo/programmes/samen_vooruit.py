"""Samen Vooruit op Zuid, Rotterdam: families in Pendrecht and peer coaches who have been there themselves."""

from datetime import date, timedelta

from activities.models import Kind
from buddies.models import Task
from participants.models import OutflowReason
from programmes.models import Door, GateKind, Measure, PartnerKind, Role
from programmes.names import Name

from ..facts import (
    ActivityFacts,
    Cast,
    GateFacts,
    LocationFacts,
    Palette,
    PartnerFacts,
    PhaseFacts,
    ProgrammeFacts,
    Staff,
    VolunteerGroup,
    Year,
    first_of_month,
    year,
)

CAST = Cast(
    applied=(Door.FAMILY, Door.SOMEONE_ELSE, Door.FAMILY),
    elsewhere=1,
    waiting=4,
    choosing=1,
    wants_to_talk=1,
    chosen=1,
    invited=1,
    planned=1,
    one_answer=1,
    years=(
        Year(660, ("start", "midpoint", "end"), ended=295, outflow=OutflowReason.VOLUNTEER_WORK),
        Year(610, ("start", "midpoint", "end"), ended=245, outflow=OutflowReason.MORE_CONTACTS),
        Year(560, ("start", "midpoint", "end"), ended=195, outflow=OutflowReason.REST),
        Year(505, ("start", "midpoint", "end"), ended=140, outflow=OutflowReason.VOLUNTEER_WORK),
        Year(455, ("start", "midpoint", "end"), ended=90, aftercare=True),
        Year(360, ("start", "midpoint")),
        Year(310, ("start", "midpoint")),
        Year(262, ("start", "midpoint")),
        Year(228, ("start", "midpoint")),
        Year(193, ("start",)),
        Year(155, ("start",)),
        Year(118, ("start",), silent=True),
        Year(74, ("start",)),
        Year(38),
        Year(16),
    ),
)


def facts(today: date) -> ProgrammeFacts:
    second_phase = first_of_month(today, 9)
    return ProgrammeFacts(
        slug="samen-vooruit-op-zuid",
        name="Samen Vooruit op Zuid",
        organisation="Stichting Me & Society",
        place="Rotterdam",
        tagline="Ouders in Pendrecht staan er niet alleen voor.",
        introduction=(
            "Kinderen opvoeden met weinig geld is hard werken. Je bent niet de enige in Pendrecht. "
            "Wij brengen gezinnen bij elkaar, en bij mensen en organisaties in de wijk die iets te bieden hebben: "
            "kleding en speelgoed, hulp met geld of papieren, of gewoon iemand om mee te praten.\n\n"
            "Een peer-to-peer coach is een ouder die zelf krap heeft gezeten en een weg vond. "
            "Jullie hebben gewoon en vriendschappelijk contact: aan de keukentafel, in het park, of aan de telefoon. "
            "Over rondkomen, over stress, over de kinderen.\n\n"
            "Iemand anders mag je ook aanmelden. Niemand hoeft het te weten: we zetten geen namen op straat."
        ),
        facts=(
            "In Pendrecht heeft 63% van de huishoudens een laag inkomen.",
            "30% van alle Rotterdammers woont op Zuid.",
            "42% van de Rotterdammers met een bijstandsuitkering woont op Zuid.",
            "Vrijwilligers komen uit de wijk zelf. Zij krijgen training en een vergoeding.",
            "We vragen gezinnen zelf wat werkt, en waarom hulp wel of niet wordt gebruikt.",
            "Stichting Me & Society doet dit samen met de gemeente Rotterdam.",
        ),
        public_email="samen-vooruit@voorbeeld.example",
        public_phone="+31600034567",
        doors=(Door.FAMILY, Door.SOMEONE_ELSE, Door.VOLUNTEER),
        buddy=("peer-to-peer coach", "peer-to-peer coaches", "de"),
        participant=("gezin", "gezinnen", "het"),
        palette=Palette("#8d3570", "#f8e8f2", "#782c5f", "#e69ccb", "#3a0f2c", "#472238", "#f0b6da"),
        starts_on=first_of_month(today, 25),
        ends_on=None,
        contact_days=10,
        phases=(
            PhaseFacts(
                "Fase 1: bruggen bouwen en luisteren",
                first_of_month(today, 25),
                second_phase - timedelta(days=1),
                note="Vraag en aanbod in de wijk bij elkaar brengen, en horen waar gezinnen tegenaan lopen.",
            ),
            PhaseFacts(
                "Fase 2: delen wat we leerden",
                second_phase,
                note="Organisaties horen wat drempels zijn en wat werkt. Nooit herleidbaar tot een gezin.",
            ),
        ),
        neighbourhoods=(("Pendrecht", first_of_month(today, 25)),),
        gates=(
            GateFacts(GateKind.INTRODUCTORY_TALK, "Kennismaking"),
            GateFacts(GateKind.TRAINING, "Training peer-to-peer coaching"),
            GateFacts(GateKind.CONDUCT_CERTIFICATE, "VOG gezien", valid_months=36),
            GateFacts(GateKind.AGREEMENT, "Afspraken over inzet en vergoeding"),
        ),
        partners=(
            PartnerFacts("Gemeente Rotterdam", (PartnerKind.FUNDER, PartnerKind.CHAIN)),
            PartnerFacts("Basisschool De Brug", (PartnerKind.REFERRER, PartnerKind.HOST)),
            PartnerFacts("Wijkteam Pendrecht", (PartnerKind.REFERRER, PartnerKind.CHAIN)),
            PartnerFacts("Kledingbank op Zuid", (PartnerKind.CHAIN,)),
            PartnerFacts("Speel-o-theek Pendrecht", (PartnerKind.CHAIN,)),
            PartnerFacts("Huis van de Wijk Pendrecht", (PartnerKind.HOST,)),
        ),
        targets={
            Measure.PARTICIPANTS: 25,
            Measure.BUDDIES: 8,
            Measure.MATCHES: 15,
            Measure.CONTACTS: 300,
            Measure.HOURS: 350,
            Measure.INTERVISIONS: 6,
        },
        locations=(
            LocationFacts("Huis van de Wijk Pendrecht", "Pendrecht", "Huis van de Wijk Pendrecht"),
            LocationFacts("Ouderkamer De Brug", "Pendrecht", "Basisschool De Brug"),
        ),
        activities=(
            ActivityFacts(
                Kind.INTERVISION, "Coaches onder elkaar", "Huis van de Wijk Pendrecht", 49, 19, weekday=2
            ),
            ActivityFacts(
                Kind.TRAINING,
                "Training peer-to-peer coaching",
                "Huis van de Wijk Pendrecht",
                84,
                9,
                hours=5,
                weekday=4,
                rounds=9,
            ),
            ActivityFacts(
                Kind.CHILDREN, "Speelgoed ruilen met de kinderen", "Ouderkamer De Brug", 14, 14, weekday=2
            ),
            ActivityFacts(
                Kind.GROUP, "Rondkomen: tips van ouders", "Ouderkamer De Brug", 7, 9, group=6, weekday=0
            ),
        ),
        staff=(
            Staff("coordinator", Name("Shanti", "", "Ramcharan"), Role.COORDINATOR),
            Staff("professional", Name("Edwin", "", "Kleijn"), Role.PROFESSIONAL),
            Staff("referrer", Name("Bianca", "", "Verhey"), Role.REFERRER, "Basisschool De Brug"),
            Staff("funder", Name("Laurens", "", "Osei"), Role.FUNDER, "Gemeente Rotterdam"),
            Staff("administrator", Name("Mirjam", "", "Zondervan"), Role.ADMINISTRATOR),
        ),
        buddy_persona=Name("Glenda", "", "Martina"),
        choosing_persona=Name("Luwam", "", "Tesfay"),
        year_persona=Name("Zeynep", "", "Arslan"),
        cast=CAST,
        volunteers=(
            VolunteerGroup((Task.BUDDY,), 8, capacity=3),
            VolunteerGroup((Task.ORGANISER, Task.HOST), 3),
            VolunteerGroup((Task.ADMINISTRATION,), 3),
        ),
        on_the_way=3,
        cultures={
            "caribbean": 5,
            "arabic": 4,
            "turkish": 4,
            "dutch": 2,
            "latin": 3,
            "eritrean": 2,
            "african": 3,
            "somali": 1,
            "polish": 1,
        },
        target_periods=(year(today.year - 1), year(today.year)),
        reported=year(today.year - 1),
        for_families=True,
    )
