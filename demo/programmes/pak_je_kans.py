"""Pak je Kans!, Velsen: individual guidance and day activities; the consulent's short goal comes with the referral."""

from datetime import date

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
        Year(440, ("start", "midpoint", "end"), ended=75, aftercare=True),
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
        tagline="Ontdek wat je kunt. Op jouw tempo, met iemand naast je.",
        introduction=(
            "Zit je al een tijd thuis met een uitkering en wil je weer onder de mensen komen? "
            "Bij Pak je Kans! zoeken we samen uit wat bij je past en wat je wilt leren. "
            "Je begint met een training in een kleine groep. Daarna kies je zelf hoe je verder gaat.\n\n"
            "Bij Trajectbegeleiding loopt iemand met je mee: een vrijwilliger en een trajectbegeleider. "
            "Dat kan uitkomen bij taalles, vrijwilligerswerk of een stage bij een ondernemer in de buurt. "
            "Bij Dagactiviteiten kook, wandel, schilder of tuinier je met anderen. "
            "In de werkprojecten Groen & Schoon en Koken & Eten oefen je samenwerken en op tijd komen, "
            "of netjes afbellen.\n\n"
            "Tot rust komen en mensen leren kennen telt net zo goed als werk vinden. "
            "Wat je leert, leggen we vast in een bewijs van je competenties."
        ),
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
        doors=(Door.SELF, Door.VOLUNTEER, Door.REFERRER),
        buddy=("vrijwilliger", "vrijwilligers", "de"),
        participant=("deelnemer", "deelnemers", "de"),
        palette=Palette("#b04618", "#fdeadf", "#8f3a15", "#f5a37a", "#3b1505", "#4a2817", "#f9bd9e"),
        starts_on=date(2022, 1, 1),
        ends_on=None,
        contact_days=14,
        phases=(
            PhaseFacts(
                "Onbenutte Kansen",
                date(2019, 1, 1),
                date(2021, 12, 31),
                is_predecessor=True,
                note="Samengegaan in Pak je Kans! De cijfers van toen blijven te vinden.",
            ),
            PhaseFacts(
                "Kansen & Zo",
                date(2019, 1, 1),
                date(2021, 12, 31),
                is_predecessor=True,
                note="Samengegaan in Pak je Kans! De cijfers van toen blijven te vinden.",
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
        gates=(
            GateFacts(GateKind.INTRODUCTORY_TALK, "Kennismakingsgesprek"),
            GateFacts(GateKind.CONDUCT_CERTIFICATE, "VOG gezien", valid_months=36),
            GateFacts(GateKind.TRAINING, "Training voor vrijwilligers"),
            GateFacts(GateKind.CONFIDENTIALITY, "Afspraak over geheimhouding"),
        ),
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
        targets={
            Measure.PARTICIPANTS: 30,
            Measure.BUDDIES: 6,
            Measure.MATCHES: 12,
            Measure.CONTACTS: 250,
            Measure.HOURS: 300,
            Measure.INTERVISIONS: 4,
            Measure.OUTFLOW: 5,
        },
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
    )
