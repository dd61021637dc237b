"""KANSmaatjes Soest: a project with a beginning and an end, ten participants, a KANSmaatje one to one."""

from datetime import date, timedelta

from activities.models import Kind
from buddies.models import Task
from participants.models import OutflowReason
from programmes.models import Door, GateKind, Measure, PartnerKind, Role
from programmes.names import Name

from ..facts import (
    SEVERAL_ROLES,
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
)

CAST = Cast(
    applied=(Door.REFERRER,),
    waiting=1,
    choosing=1,
    planned=1,
    years=(
        Year(192, ("start",), ended=40, outflow=OutflowReason.VOLUNTEER_WORK, stopped_early=True),
        Year(186, ("start",)),
        Year(160, ("start",)),
        Year(122, ("start",), silent=True),
        Year(88, ("start",)),
        Year(44),
        Year(15),
    ),
)


def facts(today: date) -> ProgrammeFacts:
    begin, end = first_of_month(today, 8), first_of_month(today, -4) - timedelta(days=1)
    return ProgrammeFacts(
        slug="kansmaatjes-soest",
        name="KANSmaatjes Soest",
        organisation="ReconnAct",
        place="Soest",
        tagline="Een inwoner van Soest die een tijd met je meeloopt.",
        introduction=(
            "Wil je weer meedoen, maar weet je niet goed waar je moet beginnen? "
            "Dan kan een KANSmaatje naast je komen staan. Een KANSmaatje is een inwoner van Soest, net als jij, "
            "met tijd en aandacht voor één persoon. Dat geeft veiligheid, structuur en rust.\n\n"
            "Jullie kijken samen wat je graag zou willen: vrijwilligerswerk, nieuwe mensen leren kennen, "
            "een leerplek of een baan van een paar uur. Of gewoon weer iets om naar uit te kijken.\n\n"
            "KANSmaatje word je niet zomaar. Eerst praten we met elkaar, daarna volg je een training."
        ),
        facts=(
            "Tien mensen uit Soest doen mee. Zij komen via Werk & Inkomen Soest.",
            "Eén coördinator in Soest kent iedereen en houdt contact.",
            "KANSmaatjes wisselen een paar keer per jaar ervaringen en tips uit.",
            "De stappen zijn afgesproken met ReconnAct en de Voedselbank Soest.",
            "KANSfonds betaalt het project en keurde de nieuwe opzet goed.",
        ),
        public_email="kansmaatjes@voorbeeld.example",
        public_phone="+31600023456",
        doors=(Door.REFERRER, Door.SELF, Door.VOLUNTEER),
        buddy=("KANSmaatje", "KANSmaatjes", "het"),
        participant=("deelnemer", "deelnemers", "de"),
        palette=Palette("#2a5aa5", "#e6eefa", "#234c8c", "#8fb6f2", "#0c2144", "#1f3150", "#a9c8f7"),
        starts_on=begin,
        ends_on=end,
        contact_days=7,
        phases=(
            PhaseFacts(
                "Bijdragen naar vermogen, bij GIDSnetwerk Soest",
                date(2015, 1, 1),
                date(2017, 12, 31),
                is_predecessor=True,
                note="De eerste twee jaar van het project. De geschiedenis is meegekomen.",
            ),
            PhaseFacts(
                "KANSmaatjes: het derde jaar, bij ReconnAct",
                date(2018, 4, 1),
                date(2019, 4, 30),
                note=(
                    "ReconnAct nam het project over en maakte het kleiner, met getrainde KANSmaatjes. "
                    "Die wijziging is gevraagd aan KANSfonds en goedgekeurd. Doel: tien deelnemers."
                ),
            ),
            PhaseFacts(
                "KANSmaatjes opnieuw, in deze demo",
                begin,
                end,
                note="Dezelfde afspraken, met data rond vandaag en verzonnen mensen.",
            ),
        ),
        neighbourhoods=(
            ("Klaarwater", None),
            ("Overhees", None),
            ("Smitsveen", None),
            ("Soest-Zuid", None),
            ("Soesterberg", None),
        ),
        gates=(
            GateFacts(GateKind.INTRODUCTORY_TALK, "Kennismakingsgesprek"),
            GateFacts(GateKind.TRAINING, "Training"),
        ),
        partners=(
            PartnerFacts("Werk & Inkomen Soest", (PartnerKind.REFERRER,)),
            PartnerFacts("KANSfonds", (PartnerKind.FUNDER,)),
            PartnerFacts("GIDSnetwerk Soest", (PartnerKind.CHAIN,)),
            PartnerFacts("Voedselbank Soest", (PartnerKind.CHAIN, PartnerKind.EMPLOYER)),
            PartnerFacts("Voedselruilhuis", (PartnerKind.EMPLOYER,)),
        ),
        targets={
            Measure.PARTICIPANTS: 10,
            Measure.BUDDIES: 8,
            Measure.MATCHES: 10,
            Measure.INTERVISIONS: 4,
            Measure.OUTFLOW: 5,
        },
        locations=(LocationFacts("Het Ontmoetingshuis", "Smitsveen"), LocationFacts("Voedselruilhuis")),
        activities=(
            ActivityFacts(
                Kind.INTERVISION,
                "Ervaringen en tips uitwisselen",
                "Het Ontmoetingshuis",
                56,
                20,
                group=8,
                weekday=1,
                rounds=4,
            ),
            ActivityFacts(
                Kind.TRAINING,
                "Training voor nieuwe KANSmaatjes",
                "Het Ontmoetingshuis",
                77,
                10,
                hours=5,
                weekday=5,
                rounds=3,
            ),
            ActivityFacts(Kind.GROUP, "Soepmiddag", "Voedselruilhuis", 14, 12, group=5, weekday=2),
        ),
        staff=(
            Staff("coordinator", Name("Corrie", "van", "Maanen"), Role.COORDINATOR),
            Staff("professional", Name("Peter", "", "Hogenkamp"), Role.PROFESSIONAL),
            Staff("referrer", Name("Marloes", "", "Tiemens"), Role.REFERRER, "Werk & Inkomen Soest"),
            Staff("funder", Name("Hugo", "", "Lammerts"), Role.FUNDER, "KANSfonds"),
            Staff("administrator", Name("Vera", "", "Nieuwland"), Role.ADMINISTRATOR),
        ),
        buddy_persona=Name("Ton", "", "Verweij"),
        choosing_persona=Name("Samira", "", "Haddad"),
        year_persona=Name("Ruud", "", "Kuijper"),
        cast=CAST,
        volunteers=(VolunteerGroup((Task.BUDDY,), 9),),
        on_the_way=2,
        cultures={"dutch": 8, "arabic": 2, "turkish": 1, "polish": 1, "ukrainian": 1, "afghan": 1},
        target_periods=((begin, end),),
        reported=(begin, first_of_month(today, 2) - timedelta(days=1)),
        mostly_referred=True,
        several_roles=SEVERAL_ROLES,
    )
