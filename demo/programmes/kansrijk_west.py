"""Kansrijk West, Groningen: a year with a buddy of one's own, rest first; the participant has the largest voice."""

from datetime import date

from activities.models import Kind
from buddies.models import Task
from participants.models import OutflowReason
from programmes.blueprints import KANSRIJK_WEST
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
    applied=(Door.SELF, Door.SOMEONE_ELSE, Door.REFERRER),
    elsewhere=2,
    waiting=2,
    choosing=1,
    wants_to_talk=1,
    invited=1,
    agreed=1,
    planned=1,
    one_answer=1,
    second_choice=1,
    late=1,
    doubts=1,
    rivals=4,
    years=(
        Year(693, ("start",), ended=560, outflow=OutflowReason.OTHER, stopped_early=True),
        Year(665, ("start", "midpoint", "end"), ended=300, outflow=OutflowReason.EDUCATION),
        Year(640, ("start", "midpoint", "end"), ended=275, outflow=OutflowReason.PAID_WORK),
        Year(612, ("start", "midpoint", "end"), ended=246, outflow=OutflowReason.MORE_CONTACTS),
        Year(575, ("start", "midpoint", "end"), ended=210, outflow=OutflowReason.VOLUNTEER_WORK),
        Year(548, ("start", "midpoint", "end"), ended=182, outflow=OutflowReason.EDUCATION),
        Year(520, ("start", "midpoint", "end"), ended=155, outflow=OutflowReason.PAID_WORK),
        Year(470, ("start", "midpoint", "end", "aftercare_half"), ended=104, aftercare=True),
        Year(447, ("start", "midpoint", "end"), ended=81, aftercare=True),
        Year(384, ("start", "midpoint")),
        Year(352, ("start", "midpoint")),
        Year(300, ("start", "extra", "midpoint")),
        Year(255, ("start", "midpoint"), silent=True),
        Year(233, ("start", "midpoint")),
        Year(214, ("start",)),
        Year(172, ("start",)),
        Year(120, ("start",), silent=True),
        Year(95, ("start",)),
        Year(66, ("start",), paused=11),
        Year(41),
        Year(19),
        Year(12),
    ),
)


def facts(today: date) -> ProgrammeFacts:
    return ProgrammeFacts(
        slug="kansrijk-west",
        name="Kansrijk West",
        organisation="WIJ Groningen",
        place="Groningen",
        tagline=KANSRIJK_WEST.tagline,
        introduction=KANSRIJK_WEST.introduction,
        facts=(
            "We werken in Selwerd, Paddepoel, Tuinwijk en Vinkhuizen.",
            "De bewoners van deze wijken hebben samen zo'n 80 nationaliteiten.",
            "Rond de 30 deelnemers en 8 buddy's doen mee.",
            "Elke buddy heeft een vaste medewerker van WIJ achter zich.",
            "Buddy's leren door op de Buddy Academie.",
            "De Regiodeal betaalt het project.",
        ),
        public_email="kansrijk-west@voorbeeld.example",
        public_phone="+31600012345",
        doors=KANSRIJK_WEST.doors,
        buddy=KANSRIJK_WEST.buddy,
        participant=KANSRIJK_WEST.participant,
        palette=KANSRIJK_WEST.palette,
        starts_on=date(2022, 1, 1),
        ends_on=None,
        contact_days=KANSRIJK_WEST.contact_days,
        phases=(
            PhaseFacts(
                "Proef in Selwerd, onder Sunny Selwerd",
                date(2021, 1, 1),
                date(2021, 12, 31),
                is_predecessor=True,
                note="Hier is het begonnen. De cijfers van dit jaar tellen mee in de geschiedenis.",
                figures={Measure.PARTICIPANTS: 12, Measure.BUDDIES: 4, Measure.OUTFLOW: 3},
            ),
            PhaseFacts(
                "Kansrijk West: Paddepoel en Tuinwijk erbij",
                date(2022, 1, 1),
                date(2022, 12, 31),
                note="De proef in Selwerd beviel zo goed dat twee wijken aansloten, onder een nieuwe naam.",
            ),
            PhaseFacts(
                "Vinkhuizen erbij",
                date(2023, 1, 1),
                note="Sinds 2023 vier wijken. In Beijum en Lewenborg draait een zusterproject.",
            ),
        ),
        neighbourhoods=(
            ("Selwerd", date(2021, 1, 1)),
            ("Paddepoel", date(2022, 1, 1)),
            ("Tuinwijk", date(2022, 1, 1)),
            ("Vinkhuizen", date(2023, 1, 1)),
        ),
        gates=KANSRIJK_WEST.gates,
        partners=(
            PartnerFacts("Regiodeal", (PartnerKind.FUNDER,)),
            PartnerFacts("WIJ Groningen", (PartnerKind.CHAIN, PartnerKind.HOST)),
            PartnerFacts("Gemeente Groningen, Werk en Inkomen", (PartnerKind.REFERRER, PartnerKind.CHAIN)),
            PartnerFacts("Huisartsenpraktijk Selwerd", (PartnerKind.REFERRER,)),
            PartnerFacts("Buddy Academie", (PartnerKind.CHAIN,)),
            PartnerFacts("Zusterproject Beijum en Lewenborg", (PartnerKind.CHAIN,)),
            PartnerFacts("Kringloopwinkel Het Hoekje", (PartnerKind.EMPLOYER,)),
        ),
        targets=KANSRIJK_WEST.targets,
        locations=(
            LocationFacts("Wijkcentrum Selwerd", "Selwerd", "WIJ Groningen"),
            LocationFacts("Buurthuis Paddepoel", "Paddepoel", "WIJ Groningen"),
            LocationFacts("Wijkkamer Vinkhuizen", "Vinkhuizen", "WIJ Groningen"),
        ),
        activities=(
            ActivityFacts(
                Kind.INTERVISION, "Intervisie voor buddy's", "Wijkcentrum Selwerd", 56, 19, group=8, weekday=3
            ),
            ActivityFacts(
                Kind.TRAINING,
                "Basistraining Buddy Academie",
                "Buurthuis Paddepoel",
                98,
                10,
                hours=5,
                weekday=5,
            ),
            ActivityFacts(
                Kind.GROUP, "Koffie en post openmaken", "Wijkcentrum Selwerd", 7, 10, group=7, weekday=1
            ),
            ActivityFacts(
                Kind.GROUP, "Samen koken, samen eten", "Wijkkamer Vinkhuizen", 14, 16, hours=3, weekday=4
            ),
        ),
        staff=(
            Staff("coordinator", Name("Harmke", "", "Tuinstra"), Role.COORDINATOR),
            Staff("professional", Name("Nadia", "", "Belhaj"), Role.PROFESSIONAL, "WIJ Groningen"),
            Staff("professional-2", Name("Jelle", "", "Huizinga"), Role.PROFESSIONAL, "WIJ Groningen"),
            Staff(
                "referrer",
                Name("Olga", "", "Steenbergen"),
                Role.REFERRER,
                "Gemeente Groningen, Werk en Inkomen",
            ),
            Staff("funder", Name("Maurits", "van", "Haaften"), Role.FUNDER, "Regiodeal"),
            Staff("administrator", Name("Ilse", "", "Noorlander"), Role.ADMINISTRATOR),
        ),
        buddy_persona=Name("Mehmet", "", "Kaya"),
        choosing_persona=Name("Fatima", "el", "Amrani"),
        year_persona=Name("Geertje", "", "Bosma"),
        cast=CAST,
        volunteers=(VolunteerGroup((Task.BUDDY,), 8, capacity=4),),
        on_the_way=3,
        cultures={
            "dutch": 5,
            "arabic": 4,
            "turkish": 2,
            "eritrean": 2,
            "caribbean": 3,
            "somali": 2,
            "polish": 1,
            "afghan": 2,
            "kurdish": 1,
            "ukrainian": 1,
            "latin": 1,
        },
        target_periods=(year(today.year - 1), year(today.year)),
        reported=year(today.year - 1),
        draft=year(today.year),
    )
