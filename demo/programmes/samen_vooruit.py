"""Samen Vooruit op Zuid, Rotterdam: families in Pendrecht and peer coaches who have been there themselves."""

from datetime import date, timedelta

from activities.models import Kind
from buddies.models import Task
from logbook.allowance import Mode
from participants.models import OutflowReason
from programmes.blueprints import SAMEN_VOORUIT_OP_ZUID
from programmes.models import Door, PartnerKind, Role
from programmes.names import Name

from ..facts import (
    ActivityFacts,
    Cast,
    LocationFacts,
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
        Year(228, ("start",)),
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
        tagline=SAMEN_VOORUIT_OP_ZUID.tagline,
        introduction=SAMEN_VOORUIT_OP_ZUID.introduction,
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
        doors=SAMEN_VOORUIT_OP_ZUID.doors,
        buddy=SAMEN_VOORUIT_OP_ZUID.buddy,
        participant=SAMEN_VOORUIT_OP_ZUID.participant,
        palette=SAMEN_VOORUIT_OP_ZUID.palette,
        starts_on=first_of_month(today, 25),
        ends_on=None,
        contact_days=SAMEN_VOORUIT_OP_ZUID.contact_days,
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
        gates=SAMEN_VOORUIT_OP_ZUID.gates,
        partners=(
            PartnerFacts("Gemeente Rotterdam", (PartnerKind.FUNDER, PartnerKind.CHAIN)),
            PartnerFacts("Basisschool De Brug", (PartnerKind.REFERRER, PartnerKind.HOST)),
            PartnerFacts("Wijkteam Pendrecht", (PartnerKind.REFERRER, PartnerKind.CHAIN)),
            PartnerFacts("Kledingbank op Zuid", (PartnerKind.CHAIN,)),
            PartnerFacts("Speel-o-theek Pendrecht", (PartnerKind.CHAIN,)),
            PartnerFacts("Huis van de Wijk Pendrecht", (PartnerKind.HOST,)),
        ),
        targets=SAMEN_VOORUIT_OP_ZUID.targets,
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
        gives=Mode.PER_HOUR,
    )
