"""Pak je Kans!, Velsen: individual guidance and day activities; the consulent's short goal comes with the referral."""

from datetime import date

from activities.models import Kind
from buddies.models import Task
from logbook.allowance import Mode
from participants.models import OutflowReason
from programmes.blueprints import PAK_JE_KANS
from programmes.models import Door, Measure, PartnerKind, Role
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
    year,
)

CAST = Cast(
    applied=(Door.REFERRER, Door.REFERRER, Door.REFERRER, Door.SELF),
    elsewhere=2,
    waiting=5,
    choosing=1,
    chosen=1,
    invited=1,
    agreed=1,
    planned=1,
    one_answer=1,
    years=(
        Year(680, ("start", "midpoint", "end"), ended=315, outflow=OutflowReason.VOLUNTEER_WORK),
        Year(640, ("start", "midpoint", "end"), ended=275, outflow=OutflowReason.REST),
        Year(590, ("start", "midpoint", "end"), ended=225, outflow=OutflowReason.MORE_CONTACTS),
        Year(545, ("start", "midpoint", "end"), ended=180, outflow=OutflowReason.VOLUNTEER_WORK),
        Year(500, ("start", "midpoint", "end"), ended=135, outflow=OutflowReason.PAID_WORK),
        Year(447, ("start", "midpoint", "end"), ended=82, aftercare=True),
        Year(358, ("start", "midpoint")),
        Year(325, ("start", "midpoint")),
        Year(290, ("start", "midpoint")),
        Year(248, ("start", "midpoint")),
        Year(205, ("start",)),
        Year(184, ("start",)),
        Year(140, ("start",)),
        Year(101, ("start",), silent=True),
        Year(60, ("start",)),
        Year(36),
        Year(18),
    ),
    guided=((330, ("start", "midpoint")), (196, ("start",)), (60, ("start",)), (12, ())),
)


def facts(today: date) -> ProgrammeFacts:
    return ProgrammeFacts(
        slug="pak-je-kans",
        name="Pak je Kans!",
        organisation="Stichting Welzijn Velsen",
        place="Velsen",
        tagline=PAK_JE_KANS.tagline,
        introduction=PAK_JE_KANS.introduction,
        facts=(
            "Voor mensen op trede 1 en 2 van de participatieladder.",
            "Gemeente, UWV en zorg verwijzen. Jezelf aanmelden kan ook.",
            "Groepen in vijf leefgebieden, begeleid door vrijwilligers.",
            "Taallessen bij Taal Actief, voor wie Nederlands leert of wil oefenen.",
            "Sinds 1 januari 2022 zijn twee oudere projecten hierin samengegaan.",
            "Niemand hoeft binnen een jaar verder te zijn.",
        ),
        public_email="pak-je-kans@voorbeeld.example",
        public_phone="+31600045678",
        doors=PAK_JE_KANS.doors,
        buddy=PAK_JE_KANS.buddy,
        participant=PAK_JE_KANS.participant,
        palette=PAK_JE_KANS.palette,
        starts_on=date(2022, 1, 1),
        ends_on=None,
        contact_days=PAK_JE_KANS.contact_days,
        phases=(
            PhaseFacts(
                "Onbenutte Kansen",
                date(2019, 1, 1),
                date(2021, 12, 31),
                is_predecessor=True,
                note="Samengegaan in Pak je Kans! De cijfers van toen blijven te vinden.",
                figures={Measure.PARTICIPANTS: 96, Measure.OUTFLOW: 21},
            ),
            PhaseFacts(
                "Kansen & Zo",
                date(2019, 1, 1),
                date(2021, 12, 31),
                is_predecessor=True,
                note="Samengegaan in Pak je Kans! De cijfers van toen blijven te vinden.",
                figures={Measure.PARTICIPANTS: 140, Measure.HOURS: 5200},
            ),
            PhaseFacts(
                "Pak je Kans!",
                date(2022, 1, 1),
                note="Trajectbegeleiding en Dagactiviteiten onder één naam, met de gemeente Velsen.",
            ),
        ),
        neighbourhoods=(
            ("IJmuiden", date(2022, 1, 1)),
            ("Velserbroek", date(2022, 1, 1)),
            ("Santpoort", date(2022, 1, 1)),
            ("Driehuis", date(2022, 1, 1)),
        ),
        gates=PAK_JE_KANS.gates,
        partners=(
            PartnerFacts("Gemeente Velsen", (PartnerKind.REFERRER, PartnerKind.FUNDER, PartnerKind.CHAIN)),
            PartnerFacts("UWV", (PartnerKind.REFERRER,)),
            PartnerFacts("GGZ IJmond", (PartnerKind.REFERRER, PartnerKind.CHAIN)),
            PartnerFacts("Taal Actief", (PartnerKind.CHAIN, PartnerKind.HOST)),
            PartnerFacts("Movisie", (PartnerKind.CHAIN,)),
            PartnerFacts("Kwekerij Duinzicht", (PartnerKind.EMPLOYER,)),
            PartnerFacts("Voetbalvereniging Zeewind", (PartnerKind.EMPLOYER,)),
            PartnerFacts("Woonzorgcentrum De Haven", (PartnerKind.EMPLOYER,)),
        ),
        targets=PAK_JE_KANS.targets,
        locations=(
            LocationFacts("Buurtcentrum De Spil", "Velserbroek"),
            LocationFacts("Buurtcentrum De Brulboei", "IJmuiden"),
            LocationFacts("Taal Actief, leslokaal", "IJmuiden", "Taal Actief"),
        ),
        activities=(
            ActivityFacts(
                Kind.INTERVISION, "Intervisie vrijwilligers", "Buurtcentrum De Spil", 70, 16, weekday=3
            ),
            ActivityFacts(
                Kind.TRAINING,
                "Training voor vrijwilligers",
                "Buurtcentrum De Spil",
                98,
                10,
                hours=4,
                weekday=2,
            ),
            ActivityFacts(
                Kind.WORK_PROJECT,
                "Groen & Schoon",
                "Buurtcentrum De Brulboei",
                7,
                9,
                hours=3,
                group=7,
                weekday=1,
            ),
            ActivityFacts(
                Kind.WORK_PROJECT,
                "Koken & Eten",
                "Buurtcentrum De Brulboei",
                7,
                14,
                hours=4,
                group=6,
                weekday=3,
            ),
            ActivityFacts(
                Kind.LANGUAGE, "Nederlands oefenen", "Taal Actief, leslokaal", 7, 10, group=7, weekday=0
            ),
            ActivityFacts(
                Kind.GROUP, "Wandelen langs het duin", "Buurtcentrum De Spil", 7, 13, group=6, weekday=4
            ),
            ActivityFacts(Kind.GROUP, "Schildersclub", "Buurtcentrum De Spil", 14, 19, group=5, weekday=0),
        ),
        staff=(
            Staff("coordinator", Name("Astrid", "", "Kooiman"), Role.COORDINATOR),
            Staff("professional", Name("Ronald", "", "Duin"), Role.PROFESSIONAL),
            Staff("professional-2", Name("Meryem", "", "Aydın"), Role.PROFESSIONAL),
            Staff("referrer", Name("Karin", "", "Schotvanger"), Role.REFERRER, "Gemeente Velsen"),
            Staff("referrer-2", Name("Bram", "", "Ligthart"), Role.REFERRER, "UWV"),
            Staff("funder", Name("Thijs", "", "Blokker"), Role.FUNDER, "Gemeente Velsen"),
            Staff("administrator", Name("Noor", "", "Hageman"), Role.ADMINISTRATOR),
        ),
        buddy_persona=Name("Beata", "", "Nowak"),
        choosing_persona=Name("Jan Willem", "de", "Ruijter"),
        year_persona=Name("Salma", "", "Ouali"),
        cast=CAST,
        volunteers=(
            VolunteerGroup((Task.BUDDY,), 7, capacity=3),
            VolunteerGroup((Task.COOK,), 3),
            VolunteerGroup((Task.LANGUAGE_COACH,), 3),
            VolunteerGroup((Task.HOST, Task.ORGANISER), 4),
        ),
        on_the_way=2,
        cultures={"dutch": 9, "arabic": 3, "turkish": 3, "polish": 2, "afghan": 1, "eritrean": 1, "latin": 1},
        target_periods=(year(today.year - 1), year(today.year)),
        uses_ladder=True,
        reported=year(today.year - 1),
        mostly_referred=True,
        gives=Mode.EXPENSES,
    )
