"""Welsaam, Wageningen: two hundred volunteers, seven shared places, and residents who are not in view."""

from datetime import date

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
    year,
)

CAST = Cast(
    applied=(Door.SELF, Door.SOMEONE_ELSE, Door.REFERRER, Door.SOMEONE_ELSE, Door.SELF),
    elsewhere=2,
    waiting=6,
    choosing=2,
    wants_to_talk=1,
    chosen=2,
    invited=2,
    agreed=1,
    planned=2,
    held=1,
    one_answer=1,
    second_choice=1,
    years=(
        Year(690, ("start", "midpoint", "end"), ended=325, outflow=OutflowReason.MORE_CONTACTS),
        Year(650, ("start", "midpoint", "end"), ended=285, outflow=OutflowReason.VOLUNTEER_WORK),
        Year(620, ("start", "midpoint", "end"), ended=255, outflow=OutflowReason.MORE_CONTACTS),
        Year(585, ("start", "midpoint", "end"), ended=220, outflow=OutflowReason.VOLUNTEER_WORK),
        Year(540, ("start", "midpoint", "end"), ended=175, outflow=OutflowReason.PAID_WORK),
        Year(495, ("start", "midpoint", "end"), ended=130, outflow=OutflowReason.REST),
        Year(445, ("start", "midpoint", "end"), ended=80, aftercare=True),
        Year(362, ("start", "midpoint")),
        Year(340, ("start", "midpoint")),
        Year(312, ("start", "midpoint")),
        Year(285, ("start", "midpoint")),
        Year(260, ("start", "midpoint")),
        Year(236, ("start", "midpoint")),
        Year(210, ("start",)),
        Year(190, ("start",)),
        Year(170, ("start",)),
        Year(147, ("start",)),
        Year(125, ("start",), silent=True),
        Year(102, ("start",)),
        Year(84, ("start",)),
        Year(57, ("start",)),
        Year(42),
        Year(25),
        Year(13),
    ),
)


def facts(today: date) -> ProgrammeFacts:
    return ProgrammeFacts(
        slug="welsaam",
        name="Welsaam Wageningen",
        organisation="Samenwerkingsverband Welsaam",
        place="Wageningen",
        tagline="Iedereen in Wageningen kan meedoen, ook wie nu niet in beeld is.",
        introduction=(
            "Kom je weinig buiten of ken je weinig mensen, en wil je dat anders? "
            "Bij Welsaam zoeken bewoners, vrijwilligers en organisaties elkaar op. "
            "Je hoeft geen computer te hebben. Bellen of langskomen is genoeg.\n\n"
            "Zeven plekken in de stad staan open voor iedereen: om te eten, te leren, te maken of samen te sporten. "
            "Ga je liever eerst met één iemand op pad? Dan zoeken we een vrijwilliger die bij je past.\n\n"
            "Wil je zelf iets doen? De buurtteams helpen je aan een plek die je ligt, en vragen later opnieuw: "
            "is dit nog wat je wilt, en past het nog?"
        ),
        facts=(
            "Meer dan 200 vrijwilligers doen mee, op elk niveau.",
            "Zeven plekken in de stad, voor alle activiteiten van alle partners.",
            "De buurtteams werken in de wijken en in de huizen van de wijk.",
            "Bij ENTREE hebben jongeren van 13 tot 27 jaar een eigen plek.",
            "Kinderwerk is er voor kinderen én hun ouders.",
            "Van een eerste stap naar dagbesteding en werk: de partners bellen elkaar.",
        ),
        public_email="welsaam@voorbeeld.example",
        public_phone="+31600056789",
        doors=(Door.SELF, Door.SOMEONE_ELSE, Door.VOLUNTEER, Door.REFERRER),
        buddy=("vrijwilliger", "vrijwilligers", "de"),
        participant=("bewoner", "bewoners", "de"),
        palette=Palette("#56680d", "#eef2d8", "#49590b", "#bccf66", "#232b04", "#343c17", "#cfdf8b"),
        starts_on=date(2020, 1, 1),
        ends_on=None,
        contact_days=14,
        phases=(
            PhaseFacts(
                "Infrastructuur Meedoen",
                date(2020, 1, 1),
                note="Plekken, buurtteams en vrijwilligers van alle partners onder één vlag.",
            ),
        ),
        neighbourhoods=(
            ("Noordwest", None),
            ("De Nude", None),
            ("Pomhorst", None),
            ("Tarthorst", None),
            ("Centrum", None),
            ("Oost", None),
        ),
        gates=(
            GateFacts(GateKind.INTRODUCTORY_TALK, "Kennismaking met het buurtteam"),
            GateFacts(GateKind.CONDUCT_CERTIFICATE, "VOG gezien", valid_months=36),
            GateFacts(GateKind.TRAINING, "Startmiddag voor vrijwilligers"),
        ),
        partners=(
            PartnerFacts("Gemeente Wageningen", (PartnerKind.FUNDER, PartnerKind.REFERRER)),
            PartnerFacts("Vrijwilligers Centrum Wageningen", (PartnerKind.CHAIN, PartnerKind.REFERRER)),
            PartnerFacts("Solidez", (PartnerKind.CHAIN, PartnerKind.HOST)),
            PartnerFacts("Thuis Wageningen", (PartnerKind.CHAIN, PartnerKind.HOST)),
            PartnerFacts("Odensehuis", (PartnerKind.CHAIN, PartnerKind.HOST)),
            PartnerFacts("Inloopcentrum Markt 17", (PartnerKind.CHAIN, PartnerKind.HOST)),
            PartnerFacts("Scholen in Noordwest", (PartnerKind.CHAIN, PartnerKind.REFERRER)),
            PartnerFacts("Huisartsen Noordwest", (PartnerKind.REFERRER,)),
            PartnerFacts("Fietsenmaker De Trapper", (PartnerKind.EMPLOYER,)),
        ),
        targets={
            Measure.PARTICIPANTS: 50,
            Measure.BUDDIES: 200,
            Measure.MATCHES: 20,
            Measure.CONTACTS: 400,
            Measure.HOURS: 450,
            Measure.INTERVISIONS: 6,
            Measure.OUTFLOW: 8,
        },
        locations=(
            LocationFacts("Huis van de Wijk de Nude", "De Nude", "Solidez"),
            LocationFacts("Ons Huis", "Centrum", "Solidez"),
            LocationFacts("de Pomhorst", "Pomhorst", "Solidez"),
            LocationFacts("ENTREE", "Noordwest", "Solidez"),
            LocationFacts("Thuis Wageningen", "Centrum", "Thuis Wageningen"),
            LocationFacts("Odensehuis", "Oost", "Odensehuis"),
            LocationFacts("Inloopcentrum Markt 17", "Centrum", "Inloopcentrum Markt 17"),
        ),
        activities=(
            ActivityFacts(Kind.INTERVISION, "Intervisie maatjes", "Thuis Wageningen", 56, 19, weekday=3),
            ActivityFacts(
                Kind.TRAINING,
                "Startmiddag voor vrijwilligers",
                "Ons Huis",
                91,
                13,
                hours=4,
                weekday=4,
                group=14,
                rounds=9,
            ),
            ActivityFacts(
                Kind.GROUP,
                "Eettafel de Nude",
                "Huis van de Wijk de Nude",
                7,
                17,
                hours=3,
                group=12,
                weekday=2,
            ),
            ActivityFacts(Kind.GROUP, "Repaircafé", "Huis van de Wijk de Nude", 14, 10, hours=3, weekday=5),
            ActivityFacts(Kind.GROUP, "Koffie en de krant", "Inloopcentrum Markt 17", 7, 10, weekday=0),
            ActivityFacts(Kind.GROUP, "Zingen met herinneringen", "Odensehuis", 7, 14, weekday=1),
            ActivityFacts(Kind.LANGUAGE, "Taalcafé", "Thuis Wageningen", 7, 10, group=10, weekday=1),
            ActivityFacts(Kind.YOUTH, "Open avond", "ENTREE", 7, 19, hours=3, group=9, weekday=4),
            ActivityFacts(Kind.YOUTH, "Muziek maken", "ENTREE", 14, 16, group=6, weekday=2),
            ActivityFacts(
                Kind.CHILDREN, "Samen bewegen, kinderen en ouders", "de Pomhorst", 7, 15, weekday=3
            ),
            ActivityFacts(Kind.CHILDREN, "Gezond lekker: koken met je kind", "Ons Huis", 14, 15, weekday=2),
            ActivityFacts(Kind.WORK_PROJECT, "Buurttuin Noordwest", "de Pomhorst", 7, 9, hours=3, weekday=1),
        ),
        staff=(
            Staff("coordinator", Name("Jorinde", "", "Makkink"), Role.COORDINATOR),
            Staff("professional", Name("Kwame", "", "Boateng"), Role.PROFESSIONAL, "Solidez"),
            Staff("professional-2", Name("Fenna", "", "Rietveld"), Role.PROFESSIONAL, "Solidez"),
            Staff("several-roles", SEVERAL_ROLES, Role.PROFESSIONAL, "Solidez"),
            Staff("referrer", Name("Sietske", "", "Rijpma"), Role.REFERRER, "Huisartsen Noordwest"),
            Staff("funder", Name("Egbert", "", "Lindeman"), Role.FUNDER, "Gemeente Wageningen"),
            Staff("administrator", Name("Lisanne", "", "Beumer"), Role.ADMINISTRATOR),
        ),
        buddy_persona=Name("Ineke", "ten", "Brink"),
        choosing_persona=Name("Andrij", "", "Kovalenko"),
        year_persona=Name("Toos", "van", "Eck"),
        cast=CAST,
        volunteers=(
            VolunteerGroup((Task.BUDDY,), 30, capacity=2),
            VolunteerGroup((Task.HOST,), 58, accounts=False),
            VolunteerGroup((Task.COOK,), 34, accounts=False),
            VolunteerGroup((Task.LANGUAGE_COACH,), 27, accounts=False),
            VolunteerGroup((Task.ORGANISER,), 36, accounts=False),
            VolunteerGroup((Task.ADMINISTRATION,), 15, accounts=False),
        ),
        on_the_way=9,
        cultures={
            "dutch": 12,
            "arabic": 3,
            "turkish": 2,
            "afghan": 2,
            "eritrean": 2,
            "ukrainian": 2,
            "polish": 1,
            "african": 2,
            "latin": 2,
            "kurdish": 1,
            "somali": 1,
            "caribbean": 1,
        },
        target_periods=(year(today.year - 1), year(today.year)),
        reported=year(today.year - 1),
        several_roles=SEVERAL_ROLES,
    )
