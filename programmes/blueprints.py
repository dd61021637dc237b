"""What a new programme can begin with: the words, colours, ways in, gates and targets of five programmes that exist.

Plain values. The demo plays its stories on the same five, so that a template that stopped working shows at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .colours import Palette
from .models import Door, GateKind, Measure


@dataclass(frozen=True)
class GateFacts:
    """A gate of a blueprint; in the order in which they are passed."""

    kind: GateKind
    name: str
    valid_months: int | None = None


@dataclass(frozen=True)
class Blueprint:
    """`buddy` and `participant` are singular, plural and article. `contact_days` is the rhythm agreed on."""

    slug: str
    title: str
    suits: str
    tagline: str
    introduction: str
    doors: tuple[Door, ...]
    buddy: tuple[str, str, str]
    participant: tuple[str, str, str]
    palette: Palette
    contact_days: int
    gates: tuple[GateFacts, ...]
    targets: Mapping[Measure, int]
    other_tasks: tuple[str, ...] = ()


KANSRIJK_WEST = Blueprint(
    slug="kansrijk-west",
    title="Kansrijk West",
    suits="Een jaar met een buddy, eerst rust; meer deelnemers per buddy.",
    tagline="Een jaar lang een buddy naast je, die weet hoe het is.",
    introduction="Heb je veel aan je hoofd? Dan beginnen we met rust. We kijken samen wat jou de meeste stress geeft, en pakken dat als eerste aan.\n\nDaarna is er ruimte voor de vraag: wat wil jij? Een jaar lang werk je daaraan met een buddy. Je buddy heeft zelf het nodige meegemaakt en doet het niet voor je, maar met je. Dat kan gaan over geld, vrijwilligerswerk, een opleiding of werk. Kleine stappen zijn goed. En wat lukt, vieren we.\n\nJij kiest met wie je het wilt doen. Het gaat pas door als jullie allebei een klik voelen.",
    doors=(
        Door.SELF,
        Door.SOMEONE_ELSE,
        Door.VOLUNTEER,
        Door.REFERRER,
    ),
    buddy=("buddy", "buddy's", "de"),
    participant=("deelnemer", "deelnemers", "de"),
    palette=Palette("#0b6b57", "#e0f0ea", "#0a5748", "#62caaf", "#06221b", "#173b34", "#93dec9"),
    contact_days=7,
    gates=(
        GateFacts(GateKind.INTRODUCTORY_TALK, "Kennismakingsgesprek"),
        GateFacts(GateKind.CONDUCT_CERTIFICATE, "VOG gezien", valid_months=36),
        GateFacts(GateKind.TRAINING, "Basistraining Buddy Academie"),
        GateFacts(GateKind.AGREEMENT, "Overeenkomst getekend"),
    ),
    targets={
        Measure.PARTICIPANTS: 30,
        Measure.BUDDIES: 8,
        Measure.MATCHES: 18,
        Measure.CONTACTS: 600,
        Measure.HOURS: 700,
        Measure.INTERVISIONS: 6,
        Measure.OUTFLOW: 6,
    },
    other_tasks=(),
)
KANSMAATJES_SOEST = Blueprint(
    slug="kansmaatjes-soest",
    title="KANSmaatjes Soest",
    suits="Een project met een begin en een eind; één op één met een maatje.",
    tagline="Een inwoner van Soest die een tijd met je meeloopt.",
    introduction="Wil je weer meedoen, maar weet je niet goed waar je moet beginnen? Dan kan een KANSmaatje naast je komen staan. Een KANSmaatje is een inwoner van Soest, net als jij, met tijd en aandacht voor één persoon. Dat geeft veiligheid, structuur en rust.\n\nJullie kijken samen wat je graag zou willen: vrijwilligerswerk, nieuwe mensen leren kennen, een leerplek of een baan van een paar uur. Of gewoon weer iets om naar uit te kijken.\n\nKANSmaatje word je niet zomaar. Eerst praten we met elkaar, daarna volg je een training.",
    doors=(
        Door.REFERRER,
        Door.SELF,
        Door.VOLUNTEER,
    ),
    buddy=("KANSmaatje", "KANSmaatjes", "het"),
    participant=("deelnemer", "deelnemers", "de"),
    palette=Palette("#2a5aa5", "#e6eefa", "#234c8c", "#8fb6f2", "#0c2144", "#1f3150", "#a9c8f7"),
    contact_days=7,
    gates=(
        GateFacts(GateKind.INTRODUCTORY_TALK, "Kennismakingsgesprek"),
        GateFacts(GateKind.TRAINING, "Training"),
    ),
    targets={
        Measure.PARTICIPANTS: 10,
        Measure.BUDDIES: 8,
        Measure.MATCHES: 10,
        Measure.INTERVISIONS: 4,
        Measure.OUTFLOW: 5,
    },
    other_tasks=(),
)
SAMEN_VOORUIT_OP_ZUID = Blueprint(
    slug="samen-vooruit-op-zuid",
    title="Samen Vooruit op Zuid",
    suits="Voor gezinnen, met ervaren ouders als coach, en vraag en aanbod.",
    tagline="Ouders in Pendrecht staan er niet alleen voor.",
    introduction="Kinderen opvoeden met weinig geld is hard werken. Je bent niet de enige in Pendrecht. Wij brengen gezinnen bij elkaar, en bij mensen en organisaties in de wijk die iets te bieden hebben: kleding en speelgoed, hulp met geld of papieren, of gewoon iemand om mee te praten.\n\nEen peer-to-peer coach is een ouder die zelf krap heeft gezeten en een weg vond. Jullie hebben gewoon en vriendschappelijk contact: aan de keukentafel, in het park, of aan de telefoon. Over rondkomen, over stress, over de kinderen.\n\nIemand anders mag je ook aanmelden. Niemand hoeft het te weten: we zetten geen namen op straat.",
    doors=(
        Door.FAMILY,
        Door.SOMEONE_ELSE,
        Door.VOLUNTEER,
    ),
    buddy=("peer-to-peer coach", "peer-to-peer coaches", "de"),
    participant=("gezin", "gezinnen", "het"),
    palette=Palette("#8d3570", "#f8e8f2", "#782c5f", "#e69ccb", "#3a0f2c", "#472238", "#f0b6da"),
    contact_days=10,
    gates=(
        GateFacts(GateKind.INTRODUCTORY_TALK, "Kennismaking"),
        GateFacts(GateKind.TRAINING, "Training peer-to-peer coaching"),
        GateFacts(GateKind.CONDUCT_CERTIFICATE, "VOG gezien", valid_months=36),
        GateFacts(GateKind.AGREEMENT, "Afspraken over inzet en vergoeding"),
    ),
    targets={
        Measure.PARTICIPANTS: 25,
        Measure.BUDDIES: 8,
        Measure.MATCHES: 15,
        Measure.CONTACTS: 300,
        Measure.HOURS: 350,
        Measure.INTERVISIONS: 6,
    },
    other_tasks=("administration", "host", "organiser"),
)
PAK_JE_KANS = Blueprint(
    slug="pak-je-kans",
    title="Pak je Kans!",
    suits="Trajecten en dagactiviteiten; mensen komen vaak via gemeente of UWV.",
    tagline="Ontdek wat je kunt. Op jouw tempo, met iemand naast je.",
    introduction="Zit je al een tijd thuis met een uitkering en wil je weer onder de mensen komen? Bij Pak je Kans! zoeken we samen uit wat bij je past en wat je wilt leren. Je begint met een training in een kleine groep. Daarna kies je zelf hoe je verder gaat.\n\nBij Trajectbegeleiding loopt iemand met je mee: een vrijwilliger en een trajectbegeleider. Dat kan uitkomen bij taalles, vrijwilligerswerk of een stage bij een ondernemer in de buurt. Bij Dagactiviteiten kook, wandel, schilder of tuinier je met anderen. In de werkprojecten Groen & Schoon en Koken & Eten oefen je samenwerken en op tijd komen, of netjes afbellen.\n\nTot rust komen en mensen leren kennen telt net zo goed als werk vinden. Wat je leert, leggen we vast in een bewijs van je competenties.",
    doors=(
        Door.SELF,
        Door.VOLUNTEER,
        Door.REFERRER,
    ),
    buddy=("vrijwilliger", "vrijwilligers", "de"),
    participant=("deelnemer", "deelnemers", "de"),
    palette=Palette("#b04618", "#fdeadf", "#8f3a15", "#f5a37a", "#3b1505", "#4a2817", "#f9bd9e"),
    contact_days=14,
    gates=(
        GateFacts(GateKind.INTRODUCTORY_TALK, "Kennismakingsgesprek"),
        GateFacts(GateKind.CONDUCT_CERTIFICATE, "VOG gezien", valid_months=36),
        GateFacts(GateKind.TRAINING, "Training voor vrijwilligers"),
        GateFacts(GateKind.CONFIDENTIALITY, "Afspraak over geheimhouding"),
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
    other_tasks=("cook", "host", "language_coach", "organiser"),
)
WELSAAM = Blueprint(
    slug="welsaam",
    title="Welsaam Wageningen",
    suits="Veel vrijwilligers met allerlei taken, op meer plekken, in de hele gemeente.",
    tagline="Iedereen in Wageningen kan meedoen, ook wie nu niet in beeld is.",
    introduction="Kom je weinig buiten of ken je weinig mensen, en wil je dat anders? Bij Welsaam zoeken bewoners, vrijwilligers en organisaties elkaar op. Je hoeft geen computer te hebben. Bellen of langskomen is genoeg.\n\nZeven plekken in de stad staan open voor iedereen: om te eten, te leren, te maken of samen te sporten. Ga je liever eerst met één iemand op pad? Dan zoeken we een vrijwilliger die bij je past.\n\nWil je zelf iets doen? De buurtteams helpen je aan een plek die je ligt, en vragen later opnieuw: is dit nog wat je wilt, en past het nog?",
    doors=(
        Door.SELF,
        Door.SOMEONE_ELSE,
        Door.VOLUNTEER,
        Door.REFERRER,
    ),
    buddy=("vrijwilliger", "vrijwilligers", "de"),
    participant=("bewoner", "bewoners", "de"),
    palette=Palette("#56680d", "#eef2d8", "#49590b", "#bccf66", "#232b04", "#343c17", "#cfdf8b"),
    contact_days=14,
    gates=(
        GateFacts(GateKind.INTRODUCTORY_TALK, "Kennismaking met het buurtteam"),
        GateFacts(GateKind.CONDUCT_CERTIFICATE, "VOG gezien", valid_months=36),
        GateFacts(GateKind.TRAINING, "Startmiddag voor vrijwilligers"),
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
    other_tasks=("administration", "cook", "host", "language_coach", "organiser"),
)
BLUEPRINTS = {
    each.slug: each
    for each in (KANSRIJK_WEST, KANSMAATJES_SOEST, SAMEN_VOORUIT_OP_ZUID, PAK_JE_KANS, WELSAAM)
}

# What volunteers can do besides one to one; the same keys as buddies.models.Task (a test holds them together).
OTHER_TASKS = {
    "host": _("mensen ontvangen"),
    "cook": _("koken"),
    "language_coach": _("helpen met de taal"),
    "organiser": _("iets organiseren"),
    "administration": _("administratie"),
}
