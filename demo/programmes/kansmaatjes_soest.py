"""KANSmaatjes Soest: a project with a beginning and an end, ten participants, a KANSmaatje one to one."""

from datetime import date, timedelta

from activities.models import Kind
from buddies.models import Task
from participants.models import OutflowReason
from programmes.blueprints import KANSMAATJES_SOEST
from programmes.models import Door, Measure, PartnerKind, Role
from programmes.names import Name

from ..facts import (
    SEVERAL_ROLES,
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
)

CAST = Cast(
    applied=(Door.REFERRER,),
    waiting=1,
    choosing=1,
    planned=1,
    years=(
        Year(206, ("start", "end"), ended=82, aftercare=True),
        Year(192, ("start", "end"), ended=40, outflow=OutflowReason.VOLUNTEER_WORK, stopped_early=True),
        Year(204, ("start",)),
        Year(199, ("start", "midpoint")),
        Year(186, ("start",)),
        Year(122, ("start",), silent=True),
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
        tagline=KANSMAATJES_SOEST.tagline,
        introduction=KANSMAATJES_SOEST.introduction,
        facts=(
            "Tien mensen uit Soest doen mee. Zij komen via Werk & Inkomen Soest.",
            "Eén coördinator in Soest kent iedereen en houdt contact.",
            "KANSmaatjes wisselen een paar keer per jaar ervaringen en tips uit.",
            "De stappen zijn afgesproken met ReconnAct en de Voedselbank Soest.",
            "KANSfonds betaalt het project en keurde de nieuwe opzet goed.",
        ),
        public_email="kansmaatjes@voorbeeld.example",
        public_phone="+31600023456",
        doors=KANSMAATJES_SOEST.doors,
        buddy=KANSMAATJES_SOEST.buddy,
        participant=KANSMAATJES_SOEST.participant,
        palette=KANSMAATJES_SOEST.palette,
        starts_on=begin,
        ends_on=end,
        contact_days=KANSMAATJES_SOEST.contact_days,
        phases=(
            PhaseFacts(
                "Bijdragen naar vermogen, bij GIDSnetwerk Soest",
                date(2015, 1, 1),
                date(2017, 12, 31),
                is_predecessor=True,
                note="De eerste twee jaar van het project. De geschiedenis is meegekomen.",
                figures={Measure.PARTICIPANTS: 17, Measure.MATCHES: 14, Measure.OUTFLOW: 6},
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
        gates=KANSMAATJES_SOEST.gates,
        partners=(
            PartnerFacts("Werk & Inkomen Soest", (PartnerKind.REFERRER,)),
            PartnerFacts("KANSfonds", (PartnerKind.FUNDER,)),
            PartnerFacts("GIDSnetwerk Soest", (PartnerKind.CHAIN,)),
            PartnerFacts("Voedselbank Soest", (PartnerKind.CHAIN, PartnerKind.EMPLOYER)),
            PartnerFacts("Voedselruilhuis", (PartnerKind.EMPLOYER,)),
        ),
        targets=KANSMAATJES_SOEST.targets,
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
