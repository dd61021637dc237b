"""What invented people say and write. Warm, concrete and plain; about what someone wants, never about what is wrong."""

from dataclasses import dataclass

from activities.models import Method
from buddies.models import Theme
from goals.models import LifeArea, Who
from logbook.models import Mood


@dataclass(frozen=True)
class Introduction:
    """What a volunteer tells about themself on a card, and what it shows they know of."""

    words: str
    themes: tuple[Theme, ...]


INTRODUCTIONS = (
    Introduction(
        "Ik weet hoe het is als de post ongeopend blijft liggen. Nu maak ik met anderen de stapel open, "
        "met koffie erbij. Ik ben rustig en ik schrik nergens van.",
        (Theme.PAPERS, Theme.DEBT),
    ),
    Introduction(
        "Jaren geleden zat ik krap, met twee kleine kinderen. Ik heb leren rekenen met elke euro. "
        "Nu kook ik graag met anderen voor weinig geld, en dan eten we het samen op.",
        (Theme.DEBT, Theme.COOKING, Theme.PARENT),
    ),
    Introduction(
        "Ik ben lang ziek geweest en weet dat een dag soms al vol is met douchen en een boodschap. "
        "We doen het in jouw tempo. Een wandeling van tien minuten telt ook.",
        (Theme.ILLNESS, Theme.MOVING),
    ),
    Introduction(
        "Toen ik in Nederland kwam, begreep ik geen enkele brief. Een buurvrouw hielp me. "
        "Dat wil ik nu voor een ander zijn. Ik heb geduld, we mogen alles drie keer vragen.",
        (Theme.NEW_HERE, Theme.PAPERS),
    ),
    Introduction(
        "Na mijn scheiding werd het stil in huis. Ik ben opnieuw begonnen met een hond en een zangkoor. "
        "Ik hou van lachen, ook op dagen dat het minder gaat.",
        (Theme.LONELY,),
    ),
    Introduction(
        "Ik heb drie keer een opleiding opnieuw gedaan. Nu werk ik vier dagen in een magazijn. "
        "Ik help graag met een brief schrijven of oefenen voor een gesprek.",
        (Theme.WORK,),
    ),
    Introduction(
        "Ik heb vier kinderen en een moestuin. Bij mij mag het een rommeltje zijn. "
        "Samen onkruid trekken praat makkelijker dan aan een tafel.",
        (Theme.PARENT, Theme.MOVING),
    ),
    Introduction(
        "Vroeger was ik kok op een schip. Nu kook ik thuis, en ik leer je graag hoe je van drie dingen "
        "een maaltijd maakt. Intussen hoor ik wel wat je bezighoudt.",
        (Theme.COOKING,),
    ),
    Introduction(
        "Formulieren vind ik leuk, dat geloven mensen niet. Ik leg een map aan met tabbladen en dan is er rust. "
        "Jij houdt de pen vast, ik kijk mee.",
        (Theme.PAPERS,),
    ),
    Introduction(
        "Ik liep zelf vast toen mijn werk ophield. Elke ochtend een rondje lopen heeft me geholpen. "
        "Ik loop graag met je mee, ook als het regent.",
        (Theme.WORK, Theme.MOVING),
    ),
    Introduction(
        "Ik ben opgegroeid met weinig. Schaamte ken ik goed, en ik weet dat praten helpt. "
        "Bij mij hoef je niets mooier te maken dan het is.",
        (Theme.DEBT,),
    ),
    Introduction(
        "Mijn zoon heeft extra zorg nodig, dus ik weet wat wachten en bellen is. "
        "Ik bel graag samen met jou. Daarna drinken we thee en praten we over iets leuks.",
        (Theme.PARENT, Theme.ILLNESS),
    ),
    Introduction(
        "Ik kwam alleen naar Nederland en kende niemand. Ik leerde mensen kennen op voetbal en in de bibliotheek. "
        "Die plekken laat ik je graag zien.",
        (Theme.NEW_HERE, Theme.LONELY),
    ),
    Introduction(
        "Ik ben gepensioneerd buschauffeur. Ik ken alle haltes en heb alle tijd. "
        "Zullen we samen een keer ergens heen gaan waar je nog nooit bent geweest?",
        (Theme.MOVING, Theme.LONELY),
    ),
    Introduction(
        "Ik heb een winkel gehad die het niet redde. De jaren erna waren pittig. "
        "Ik leerde bellen met instanties zonder hartkloppingen. Dat kun jij ook leren.",
        (Theme.DEBT, Theme.PAPERS),
    ),
    Introduction(
        "Ik hou van fietsen maken en van stilte. Je hoeft met mij niet de hele tijd te praten. "
        "Aan een fiets sleutelen geeft me rust, misschien jou ook.",
        (Theme.MOVING, Theme.WORK),
    ),
    Introduction(
        "Ik heb Nederlands geleerd op mijn veertigste, met een schrift vol fouten. "
        "Fouten maken mag bij mij. We oefenen met wat jij nodig hebt: de school, de dokter, de markt.",
        (Theme.NEW_HERE, Theme.PAPERS),
    ),
    Introduction(
        "Mijn moeder heb ik tien jaar verzorgd. Daarna moest ik uitzoeken wat ik zelf wilde. "
        "Ik stel graag vragen en ik kan goed luisteren.",
        (Theme.LONELY, Theme.ILLNESS),
    ),
    Introduction(
        "Ik ben een ochtendmens, vol plannen, maar ik duw niet. "
        "Samen schrijven we één klein ding op voor deze week. Meer hoeft niet.",
        (Theme.WORK, Theme.PAPERS),
    ),
    Introduction(
        "Na een lange tijd thuis ben ik begonnen met één ochtend in de kringloop. Nu ben ik er drie dagen. "
        "Ik ga graag de eerste keer met je mee naar binnen.",
        (Theme.WORK, Theme.LONELY),
    ),
    Introduction(
        "Ik heb lang met pijn geleefd en leerde mijn dag in stukjes te knippen. "
        "Ik drink graag koffie op een bankje en kijk naar de mensen. Doe je mee?",
        (Theme.ILLNESS,),
    ),
    Introduction(
        "Wij aten vaak van de voedselbank. Ik weet er alles van, ook van de recepten. "
        "Ik help je er met opgeheven hoofd naar binnen.",
        (Theme.DEBT, Theme.COOKING),
    ),
    Introduction(
        "Ik werkte jaren in de kinderopvang. Kinderen mogen er bij mij altijd bij zijn. "
        "Dan kunnen wij praten en zij knutselen.",
        (Theme.PARENT,),
    ),
    Introduction(
        "Ik naai gordijnen en kleding. Een naaimachine maakt genoeg lawaai om niet te hoeven praten, "
        "en genoeg stilte om het wel te doen.",
        (Theme.COOKING, Theme.LONELY),
    ),
    Introduction(
        "Ik spreek drie talen en vertaal veel voor mijn familie. Ik leg brieven uit in gewone woorden. "
        "Jij beslist wat we ermee doen.",
        (Theme.NEW_HERE, Theme.PAPERS),
    ),
    Introduction(
        "Ik heb een tijd niet durven opnemen als de telefoon ging. Nu bel ik voor twee personen. "
        "We beginnen met het makkelijkste telefoontje.",
        (Theme.DEBT, Theme.PAPERS),
    ),
    Introduction(
        "Sport heeft mij weer op de been geholpen, en dan bedoel ik: een beetje zwemmen op dinsdag. "
        "Ik ga mee tot aan de rand van het bad, of erin.",
        (Theme.MOVING, Theme.ILLNESS),
    ),
    Introduction(
        "Ik ben vader van twee pubers en ik weet het ook niet altijd. "
        "Samen bedenken we wel iets. Humor helpt en pannenkoeken ook.",
        (Theme.PARENT, Theme.COOKING),
    ),
    Introduction(
        "Ik werk als vrijwilliger in de bibliotheek. Een computer hoeft niet eng te zijn. "
        "We beginnen met foto's van je kleinkinderen en eindigen bij DigiD.",
        (Theme.PAPERS, Theme.LONELY),
    ),
    Introduction(
        "Ik heb mijn leven twee keer opnieuw ingericht, in twee landen. "
        "Je hoeft mij niet alles te vertellen. We beginnen gewoon met een kop muntthee.",
        (Theme.NEW_HERE,),
    ),
    Introduction(
        "Ik ben verlegen van mezelf, dus ik snap het als je dat ook bent. "
        "Een spelletje rummikub breekt het ijs.",
        (Theme.LONELY,),
    ),
    Introduction(
        "Ik hou van orde en van lijstjes. Vroeger niet, toen was het chaos. "
        "Samen maken we een weekplan dat op de koelkast past.",
        (Theme.PAPERS, Theme.PARENT),
    ),
    Introduction(
        "Ik was lasser tot mijn rug niet meer wilde. Toen heb ik iets anders moeten vinden. "
        "Ik denk graag mee over wat je handen nog kunnen.",
        (Theme.WORK, Theme.ILLNESS),
    ),
    Introduction(
        "Ik loop elke dag langs de singel met mijn oude hond. Hij loopt langzaam, dus het is geen sport. "
        "Loop je een eindje mee?",
        (Theme.MOVING, Theme.LONELY),
    ),
    Introduction(
        "Ik heb leren sparen met potjes: een potje voor de fiets, een potje voor een feestje. "
        "Ik laat je graag zien hoe dat gaat met heel weinig.",
        (Theme.DEBT,),
    ),
    Introduction(
        "Ik bak brood en deel het uit in de flat. Zo ken ik iedereen. "
        "Als je nieuwe mensen wilt ontmoeten, ga ik met je langs de deuren.",
        (Theme.COOKING, Theme.LONELY),
    ),
    Introduction(
        "Solliciteren vond ik vreselijk. Met een vriend oefende ik het gesprek wel twintig keer. "
        "Nu oefen ik met jou, zo vaak als je wilt.",
        (Theme.WORK,),
    ),
    Introduction(
        "Ik heb een kind alleen grootgebracht en ken de weg naar school, speeltuin en huisarts. "
        "Ik ben praktisch en kom op tijd.",
        (Theme.PARENT, Theme.PAPERS),
    ),
    Introduction(
        "Ik teken en schilder, niet mooi maar wel vaak. Met een kwast in de hand komen er andere woorden. "
        "Je hoeft niets te kunnen.",
        (Theme.ILLNESS, Theme.LONELY),
    ),
    Introduction(
        "Ik begon hier met nul woorden Nederlands en een grote mond. Die mond heb ik nog. "
        "Ik oefen graag met je, op de markt en aan de balie.",
        (Theme.NEW_HERE, Theme.WORK),
    ),
    Introduction(
        "Ik ben graag buiten, met een kop thee uit een thermoskan. In het park praat het makkelijker. "
        "Ik luister eerst en denk daarna pas mee.",
        (Theme.MOVING,),
    ),
    Introduction(
        "Vroeger regelde ik alles voor iedereen, tot ik zelf omviel. Nu weet ik hoe je hulp vraagt. "
        "Dat is een kunst, en die kun je leren.",
        (Theme.ILLNESS, Theme.WORK),
    ),
)

HOPES = (
    "Ik zou graag iemand hebben om de post mee te openen.",
    "Ik wil weer eens ergens naartoe gaan zonder dat het over problemen gaat.",
    "Ik ben veel alleen. Ik zou het fijn vinden als er één keer per week iemand is.",
    "Ik wil Nederlands praten met iemand die niet te snel praat.",
    "Ik wil graag werken, maar ik weet niet meer waar ik moet beginnen.",
    "Rust in mijn hoofd. En misschien weer leren fietsen.",
    "Iemand die meegaat naar de gemeente, want ik begrijp de helft niet.",
    "Ik wil mijn kinderen kunnen helpen met school.",
    "Na de verhuizing ken ik hier niemand. Ik drink graag koffie met iemand.",
    "Ik wil leren hoe ik tot het eind van de maand kom.",
    "Ik was altijd bezig en nu zit ik thuis. Ik wil weer nodig zijn.",
    "Ik wil mijn huis op orde krijgen, maar niet alleen.",
    "Ik zou willen leren zwemmen. Dat lijkt me heerlijk.",
    "Iemand die mij niet vertelt wat ik moet doen, maar het samen doet.",
    "Ik wil een opleiding doen. Ik heb hulp nodig bij het aanmelden.",
    "Een maatje om mee te wandelen zou fijn zijn. Ik durf niet goed alleen.",
    "Ik wil begrijpen wat er in de brieven van de bank staat.",
    "Ik wil weer lachen.",
    "Mijn zus zei dat dit iets voor mij is. Ik ben benieuwd.",
    "Ik wil ritme in mijn dag, vooral in de ochtend.",
    "Ik kan goed koken en wil daar graag iets mee doen.",
    "Ik wil vrijwilligerswerk doen met dieren.",
    "Ik wil leren omgaan met de computer, voor de afspraken.",
    "Ik heb veel aan mijn hoofd en zoek iemand die naast me staat.",
    "Ik wil vrienden maken. Ik weet niet zo goed hoe dat moet.",
    "Ik wil eerst even ademhalen. Daarna zie ik wel verder.",
    "Ik zoek iemand die mijn taal een beetje kent.",
    "Ik wil mijn verhaal een keer kwijt, en dan vooruit.",
)
HOPES_OF_FAMILIES = (
    "We redden het net. We willen weten hoe andere gezinnen het doen.",
    "De kinderen groeien zo hard. We zoeken kleding en een goed gesprek.",
    "Ik wil met een andere moeder kunnen praten die het begrijpt.",
    "We willen graag een keer iets leuks doen met de kinderen dat niets kost.",
    "Ik wil leren om met potjes te werken, zodat het schoolreisje kan.",
    "Hulp met de formulieren van school en van de toeslagen.",
    "Mijn man werkt 's nachts en ik ben veel alleen met drie kleintjes.",
    "We zouden graag andere ouders uit de buurt leren kennen.",
    "Ik wil minder stress aan tafel, ook aan het eind van de maand.",
    "Mijn dochter wil op dansen. Ik wil uitzoeken hoe dat kan.",
    "We hebben een fiets nodig voor onze oudste. En iemand die meedenkt.",
    "Ik kan goed naaien en koken. Misschien kan ik ook iets geven.",
)
SHORT_GOALS = (
    "Weer onder de mensen komen, één vaste ochtend in de week.",
    "Onderzoeken welk vrijwilligerswerk past, het liefst buiten.",
    "Nederlands oefenen in het dagelijks leven.",
    "Ritme opbouwen en leren afbellen als het niet gaat.",
    "Kennismaken met de buurt en een vaste activiteit vinden.",
    "Overzicht in de post, samen met iemand.",
    "Zelfvertrouwen opdoen in een kleine groep.",
    "Uitzoeken of een opleiding in de zorg haalbaar is.",
    "Rust vinden en een dag leren indelen.",
    "Een netwerk opbouwen na de verhuizing.",
    "Koken voor anderen, als opstap naar vrijwilligerswerk.",
    "Oefenen met de computer en met afspraken maken.",
    "Meer bewegen, samen met iemand die stimuleert.",
    "Talent voor techniek ontdekken bij een werkproject.",
    "Stap voor stap naar een proefplek bij een winkel.",
    "Iemand leren kennen die de taal spreekt en de weg weet.",
)
GIVES_REST = (
    "Een wandeling langs het water.",
    "Muziek uit mijn geboorteland, zachtjes.",
    "Als de kinderen slapen en de was is opgevouwen.",
    "Bidden, en daarna thee.",
    "Puzzelen aan de keukentafel.",
    "De kat op schoot.",
    "Koken zonder haast.",
    "Een lijstje maken, dan hoef ik het niet te onthouden.",
    "Bellen met mijn zus.",
    "Buiten zitten, ook als het koud is.",
    "Vroeg opstaan als iedereen nog slaapt.",
    "Breien. Ik heb al acht sjaals.",
    "Voetbal kijken met de buurman.",
    "Een avond zonder telefoon.",
    "De tuin. Al is het maar vijf minuten.",
)
GIVES_STRESS = (
    "De brievenbus. Ik kijk er soms dagen niet in.",
    "Het eind van de maand.",
    "Bellen met instanties, vooral als ik lang moet wachten.",
    "Veel afspraken op één dag.",
    "Als ik niet begrijp wat er van me gevraagd wordt.",
    "De ochtenden. Opstaan kost me veel.",
    "Drukte in de bus en in de winkel.",
    "Dat ik niemand heb om te bellen als er iets is.",
    "De wasmachine die het begeeft.",
    "Onverwacht bezoek.",
    "Dat de kinderen iets willen wat niet kan.",
    "Formulieren op de computer.",
    "Lawaai van de bovenburen.",
    "Wachten op een antwoord.",
)
TALENTS = (
    "kan heel goed koken, ook voor veel mensen",
    "is handig met fietsen en brommers",
    "zingt, vroeger in een koor",
    "kan luisteren en onthoudt verjaardagen",
    "spreekt vier talen",
    "naait en verstelt kleding",
    "is precies en houdt van orde",
    "kan goed met kinderen omgaan",
    "weet alles van planten",
    "maakt anderen aan het lachen",
    "was vroeger boekhouder in een winkel",
    "tekent mooi, vooral vogels",
    "heeft groene vingers en sterke handen",
    "is geduldig met oude mensen",
    "bakt brood en taart",
    "repareert alles met een stekker",
    "zet door, ook als het tegenzit",
    "kan goed uitleggen",
)
WISHES = (
    "Ik wil dat mijn post geen berg meer is, en dat ik 's ochtends ergens naartoe kan.",
    "Ik wil werken met oude mensen. Daar word ik rustig van.",
    "Ik wil dat mijn kinderen mij weer eens horen lachen.",
    "Ik wil mijn eigen geld verdienen, ook al is het een paar uur.",
    "Ik wil mensen leren kennen die niet van een instantie zijn.",
    "Ik wil de taal zo goed spreken dat ik niemand meer nodig heb om te bellen.",
    "Ik wil een diploma. Het maakt niet uit hoe lang het duurt.",
    "Ik wil een huis waar ik bezoek durf te vragen.",
    "Ik wil naar buiten zonder dat ik eerst een uur moet aanlopen.",
    "Ik wil weten wat er binnenkomt en wat eruit gaat, en dan slapen.",
    "Ik wil iets doen met mijn handen, voor anderen.",
    "Ik wil een keer op vakantie met de kinderen. Drie dagen is genoeg.",
    "Ik wil mij weer een gewoon mens voelen.",
    "Ik wil op mijn vijftigste nog leren zwemmen.",
    "Ik wil een vaste plek in de week waar ze op mij rekenen.",
    "Ik wil met een gerust hart de telefoon opnemen.",
    "Ik wil leren zeggen wat ik wil, en ook wat ik niet wil.",
    "Ik wil kok worden in een buurthuis.",
    "Ik wil minder piekeren en meer buiten zijn.",
    "Ik wil dat het eind van de maand net zo voelt als het begin.",
)


@dataclass(frozen=True)
class GoalText:
    """A goal with the small steps towards it, and what there was to celebrate."""

    area: LifeArea
    words: str
    steps: tuple[tuple[str, Who], ...]
    success: str


GOALS = (
    GoalText(
        LifeArea.MONEY,
        "Ik wil weten wat er elke maand in en uit gaat.",
        (
            ("Drie maanden afschriften verzamelen", Who.ME),
            ("Samen een overzicht maken op één vel", Who.TOGETHER),
            ("Elke maandag vijf minuten kijken", Who.ME),
        ),
        "Voor het eerst alles op één vel papier",
    ),
    GoalText(
        LifeArea.MONEY,
        "Ik wil elke maand tien euro opzij leggen.",
        (
            ("Een potje neerzetten voor de fiets", Who.ME),
            ("Uitzoeken welk abonnement weg kan", Who.TOGETHER),
            ("De eerste tien euro apart leggen", Who.ME),
        ),
        "Er zit dertig euro in het fietspotje",
    ),
    GoalText(
        LifeArea.MONEY,
        "Ik wil een regeling waar ik mij aan kan houden.",
        (
            ("De brieven op datum leggen", Who.TOGETHER),
            ("Bellen om een regeling te vragen", Who.TOGETHER),
            ("De eerste betaling doen", Who.ME),
        ),
        "Zelf gebeld, en het was een aardige mevrouw",
    ),
    GoalText(
        LifeArea.HOUSING,
        "Ik wil bezoek durven vragen.",
        (
            ("De tafel leegmaken", Who.ME),
            ("Samen een kast inrichten voor de papieren", Who.TOGETHER),
            ("De buurvrouw uitnodigen voor thee", Who.ME),
        ),
        "De buurvrouw is op de thee geweest",
    ),
    GoalText(
        LifeArea.HOUSING,
        "Ik wil dat de lekkage gemaakt wordt.",
        (
            ("Foto's maken", Who.ME),
            ("De woningbouw bellen", Who.TOGETHER),
            ("De afspraak opschrijven op de kalender", Who.ME),
        ),
        "De monteur is geweest en het is droog",
    ),
    GoalText(
        LifeArea.BODY,
        "Ik wil elke dag even buiten zijn.",
        (
            ("Een rondje van tien minuten uitzoeken", Who.TOGETHER),
            ("Drie keer deze week het rondje lopen", Who.ME),
            ("Een keer verder lopen, naar het park", Who.TOGETHER),
        ),
        "Tien dagen achter elkaar het rondje gelopen",
    ),
    GoalText(
        LifeArea.BODY,
        "Ik wil leren fietsen.",
        (
            ("Een fiets lenen", Who.BUDDY),
            ("Oefenen op het pleintje", Who.TOGETHER),
            ("Naar de markt fietsen", Who.TOGETHER),
        ),
        "Zelf een rondje om het plein gefietst",
    ),
    GoalText(
        LifeArea.BODY,
        "Ik wil gezonder koken dat ook nog goedkoop is.",
        (
            ("Drie recepten uitkiezen", Who.TOGETHER),
            ("Samen boodschappen doen met een lijstje", Who.TOGETHER),
            ("Zelf soep maken voor drie dagen", Who.ME),
        ),
        "Linzensoep voor zes mensen, voor vier euro",
    ),
    GoalText(
        LifeArea.MIND,
        "Ik wil minder piekeren in de avond.",
        (
            ("Opschrijven wat er in mijn hoofd zit", Who.ME),
            ("Om tien uur de telefoon weg", Who.ME),
            ("Samen een rustig einde van de dag bedenken", Who.TOGETHER),
        ),
        "Een hele nacht doorgeslapen",
    ),
    GoalText(
        LifeArea.MIND,
        "Ik wil zeggen wat ik wil.",
        (
            ("Oefenen met nee zeggen", Who.TOGETHER),
            ("In de winkel iets terugbrengen", Who.ME),
            ("Aan de dokter vertellen wat ik moeilijk vind", Who.ME),
        ),
        "Nee gezegd, en het was helemaal niet erg",
    ),
    GoalText(
        LifeArea.FAMILY,
        "Ik wil dat ontbijten weer gezellig is.",
        (
            ("De avond ervoor alles klaarzetten", Who.ME),
            ("Een taakje voor elk kind bedenken", Who.TOGETHER),
            ("Op zaterdag samen pannenkoeken", Who.ME),
        ),
        "Vier ochtenden zonder ruzie",
    ),
    GoalText(
        LifeArea.FAMILY,
        "Ik wil naar het gesprek op school durven.",
        (
            ("Samen de vragen opschrijven", Who.TOGETHER),
            ("Een tijd afspreken met de juf", Who.ME),
            ("Er samen naartoe lopen", Who.TOGETHER),
        ),
        "Naar het gesprek op school geweest, met mijn eigen lijstje",
    ),
    GoalText(
        LifeArea.FAMILY,
        "Ik wil dat mijn zoon kan sporten.",
        (
            ("Uitzoeken welk fonds de contributie betaalt", Who.TOGETHER),
            ("Het formulier invullen", Who.TOGETHER),
            ("Mee naar de proefles", Who.ME),
        ),
        "Hij staat op het veld, in zijn eigen shirt",
    ),
    GoalText(
        LifeArea.FRIENDS,
        "Ik wil twee mensen kennen in mijn straat.",
        (
            ("Hallo zeggen bij de brievenbussen", Who.ME),
            ("Samen naar de koffieochtend", Who.TOGETHER),
            ("Een nummer uitwisselen", Who.ME),
        ),
        "De buurman paste op de sleutel, zomaar",
    ),
    GoalText(
        LifeArea.FRIENDS,
        "Ik wil weer contact met mijn zus.",
        (
            ("Een kaart schrijven", Who.ME),
            ("Samen bedenken wat ik wil zeggen", Who.TOGETHER),
            ("Haar bellen op zondag", Who.ME),
        ),
        "Een uur aan de telefoon met mijn zus",
    ),
    GoalText(
        LifeArea.FRIENDS,
        "Ik wil elke week ergens bij horen.",
        (
            ("Drie plekken bekijken", Who.TOGETHER),
            ("Eén keer meedoen", Who.TOGETHER),
            ("Een tweede keer gaan, alleen", Who.ME),
        ),
        "Ze vroegen waar ik was toen ik er niet was",
    ),
    GoalText(
        LifeArea.WORK,
        "Ik wil een ochtend vrijwilligerswerk doen.",
        (
            ("Bedenken wat ik leuk vind", Who.ME),
            ("Samen langsgaan bij de kringloop", Who.TOGETHER),
            ("Een proefochtend meedraaien", Who.ME),
        ),
        "De eerste ochtend gewerkt, met een eigen haak voor mijn jas",
    ),
    GoalText(
        LifeArea.WORK,
        "Ik wil een cv waar ik trots op ben.",
        (
            ("Opschrijven wat ik heb gedaan, ook thuis", Who.ME),
            ("Samen het cv maken", Who.TOGETHER),
            ("Het aan iemand laten lezen", Who.ME),
        ),
        "Mijn cv is af, en het is een hele bladzijde",
    ),
    GoalText(
        LifeArea.WORK,
        "Ik wil weten welke opleiding bij mij past.",
        (
            ("Naar een open dag", Who.TOGETHER),
            ("Praten met iemand die dit werk doet", Who.ME),
            ("Vragen wat het kost en wat er vergoed wordt", Who.TOGETHER),
        ),
        "Ingeschreven voor de instaptoets",
    ),
    GoalText(
        LifeArea.WORK,
        "Ik wil een baan van een paar uur.",
        (
            ("Twee winkels binnenlopen en vragen", Who.ME),
            ("Het gesprek oefenen", Who.TOGETHER),
            ("Op tijd zijn op de proefdag", Who.ME),
        ),
        "Twaalf uur per week bij de bakker",
    ),
    GoalText(
        LifeArea.RHYTHM,
        "Ik wil voor negen uur op zijn.",
        (
            ("Een wekker buiten bed zetten", Who.ME),
            ("Elke ochtend een appje sturen", Who.ME),
            ("Samen een ochtend plannen", Who.TOGETHER),
        ),
        "Een hele week voor negen uur op",
    ),
    GoalText(
        LifeArea.RHYTHM,
        "Ik wil één vast ding op elke dag.",
        (
            ("Een weekplan op de koelkast", Who.TOGETHER),
            ("Maandag wassen, dinsdag markt", Who.ME),
            ("Op vrijdag terugkijken", Who.TOGETHER),
        ),
        "De week is niet meer leeg",
    ),
    GoalText(
        LifeArea.PAPERS,
        "Ik wil mijn post zelf kunnen lezen.",
        (
            ("Een map met tabbladen maken", Who.TOGETHER),
            ("Elke dag één brief openen", Who.ME),
            ("Moeilijke woorden aanstrepen", Who.ME),
        ),
        "De hele stapel is open",
    ),
    GoalText(
        LifeArea.PAPERS,
        "Ik wil mijn DigiD zelf gebruiken.",
        (
            ("Naar het spreekuur in de bibliotheek", Who.TOGETHER),
            ("Het wachtwoord op een veilige plek", Who.ME),
            ("Zelf een keer inloggen", Who.ME),
        ),
        "Zelf ingelogd, zonder hulp",
    ),
    GoalText(
        LifeArea.PAPERS,
        "Ik wil beter Nederlands praten.",
        (
            ("Naar het taalcafé", Who.TOGETHER),
            ("Elke week vijf nieuwe woorden", Who.ME),
            ("Zelf brood bestellen op de markt", Who.ME),
        ),
        "Een grapje gemaakt in het Nederlands, en ze lachten",
    ),
    GoalText(
        LifeArea.PAPERS,
        "Ik wil zelf bellen voor een afspraak.",
        (
            ("Opschrijven wat ik ga zeggen", Who.TOGETHER),
            ("Samen bellen op de luidspreker", Who.TOGETHER),
            ("Alleen bellen naar de tandarts", Who.ME),
        ),
        "Zelf de tandarts gebeld",
    ),
    GoalText(
        LifeArea.JOY,
        "Ik wil weer zingen.",
        (
            ("Een koor zoeken waar je niet hoeft voor te zingen", Who.TOGETHER),
            ("Een keer gaan luisteren", Who.TOGETHER),
            ("Meezingen op de achterste rij", Who.ME),
        ),
        "Meegezongen, en niet eens zacht",
    ),
    GoalText(
        LifeArea.JOY,
        "Ik wil iets moois maken.",
        (
            ("Naar de schildersclub", Who.TOGETHER),
            ("Verf en papier kopen bij de kringloop", Who.ME),
            ("Iets ophangen in de kamer", Who.ME),
        ),
        "Er hangt een schilderij van mijzelf",
    ),
    GoalText(
        LifeArea.JOY,
        "Ik wil elke week iets leuks doen dat niets kost.",
        (
            ("Een lijst maken van tien dingen", Who.TOGETHER),
            ("Naar de gratis middag in het museum", Who.TOGETHER),
            ("Picknicken in het park", Who.ME),
        ),
        "Met zijn allen in het park, met een kleed en thee",
    ),
    GoalText(
        LifeArea.JOY,
        "Ik wil een tuintje.",
        (
            ("Vragen naar een plek in de buurttuin", Who.TOGETHER),
            ("Zaadjes voorzaaien op de vensterbank", Who.ME),
            ("De eerste sla oogsten", Who.ME),
        ),
        "De eerste radijsjes gegeten",
    ),
)
SMALL_SUCCESSES = (
    "De brievenbus is leeg",
    "Op tijd gekomen, drie keer op rij",
    "Alleen met de bus geweest",
    "Afgebeld toen het niet ging, en dat was goed",
    "Voor iemand anders gekookt",
    "Een compliment gekregen en bedankt gezegd",
    "De kapper",
    "Een vraag gesteld in de groep",
    "De fietsband zelf geplakt",
    "Twee uur niet aan geld gedacht",
    "Een formulier afgemaakt zonder pauze",
    "Voor het eerst naar de bibliotheek",
    "Een foto gestuurd naar mijn familie",
    "Een feestje gevierd met taart",
)
NOTES = {
    Mood.GOOD: (
        "Samen naar de markt. Zelf gevraagd wat de vis kostte.",
        "Koffie en de post. Drie brieven open, twee konden meteen weg.",
        "Een rondje om de vijver. Het praatte makkelijk.",
        "Geoefend voor het gesprek van volgende week.",
        "Even gebeld. Het huis is warm en het gaat.",
        "De map met tabbladen is klaar.",
        "Boodschappen met een lijstje. Binnen het bedrag gebleven.",
        "Naar de bibliotheek voor het spreekuur.",
        "Gekookt: rijst met bonen. Recept opgeschreven.",
        "Samen gebeld naar de woningbouw. Er komt iemand kijken.",
        "Thee in de keuken. Vooral geluisterd.",
        "Het weekplan hangt op de koelkast.",
        "De kinderen waren erbij. Gekleurd en gepraat.",
        "Kaartje geschreven voor een verjaardag.",
        "Kort gewandeld, het regende. Toch blij dat we gingen.",
        "Bij de balie zelf het woord gedaan. Ik stond ernaast.",
        "We hebben de afspraken van deze maand op de kalender gezet.",
        "Nieuwe woorden geoefend met het reclameblaadje.",
    ),
    Mood.GREAT: (
        "Zelf gebeld! Ik hoefde niets te doen.",
        "Voor het eerst samen naar de koffieochtend. Volgende week weer.",
        "De proefochtend ging goed. Ze mag terugkomen.",
        "Gefietst. Zonder steun. We hebben allebei gejuicht.",
        "De regeling is rond. Taart gegeten.",
        "Ingeschreven voor de cursus.",
        "Veel gelachen vandaag.",
        "Het eerste gesprek op school zonder tolk.",
        "De buurvrouw kwam erbij zitten. Zo wordt de kring groter.",
        "Gekookt voor zes mensen in het buurthuis.",
    ),
    Mood.HARD: (
        "Niet zo'n goede dag. We hebben samen thee gedronken en verder niets.",
        "Afgebeld in de ochtend. Volgende week proberen we het weer.",
        "Er was een vervelende brief. Morgen bellen we samen.",
        "Veel onrust. Alleen even gewandeld.",
        "Het gesprek aan de balie ging te snel. We gaan terug met een lijstje.",
        "Moe. Kort gebeld, dat was genoeg.",
        "De afspraak ging niet door. Jammer, want we hadden geoefend.",
    ),
}
REVIEW_WORDS = {
    "start": (
        "Ik vond het spannend om te beginnen. Nu weet ik wie er komt, en dat scheelt al.",
        "Mijn hoofd is nog vol. Maar we hebben een begin gemaakt met de brieven.",
        "Ik ben blij dat iemand vraagt wat ik wil.",
        "Het is wennen. Ik durf nu wel te zeggen als het niet gaat.",
        "We zijn twee keer wezen wandelen. Dat had ik alleen niet gedaan.",
        "Ik weet nog niet precies wat ik wil. Dat hoeft ook nog niet, hoorde ik.",
        "Het belangrijkste is dat ik niet meer alleen ben met de papieren.",
        "Ik slaap nog slecht. Wel heb ik zin in de dinsdagen gekregen.",
    ),
    "midpoint": (
        "Een half jaar geleden lag de post op de vloer. Nu staat er een map.",
        "Ik heb gewerkt bij de kringloop, een hele ochtend! Dat had ik niet gedacht.",
        "Het gaat niet altijd vooruit. Maar ik val niet meer zo diep.",
        "Ik bel nu zelf. Soms nog met een briefje erbij.",
        "Mijn kinderen zeggen dat ik vrolijker ben.",
        "Geld blijft krap, maar ik weet waar het heen gaat. Dat geeft rust.",
        "Ik ken nu mensen in de straat. Ze groeten mij bij naam.",
        "Ik kan nu zeggen: dit wil ik wel, en dit wil ik niet.",
    ),
    "end": (
        "Als ik terugkijk, schrik ik van hoeveel het is. Ik heb een opleiding gevonden!",
        "Ik heb mijn eigen leven weer een beetje in handen.",
        "We nemen geen afscheid, we gaan wat minder vaak koffie drinken.",
        "Ik ben begonnen met een brief openen. Nu help ik mijn buurman ermee.",
        "Ik ben trots. Dat woord gebruikte ik nooit.",
        "Het jaar ging snel. Ik kan het alleen, en ik weet wie ik kan bellen.",
        "Ik ga drie dagen werken. Volgend jaar wil ik mijn rijbewijs.",
    ),
}
MOTIVATIONS = (
    "Ik heb zelf een buddy gehad. Nu is het mijn beurt.",
    "Ik heb tijd over en wil iets betekenen in de buurt.",
    "Ik leer graag mensen kennen die anders leven dan ik.",
    "Mijn kinderen zijn het huis uit. Ik mis het zorgen een beetje.",
    "Ik volg een opleiding en wil ervaring opdoen.",
    "Ik weet hoe het is om alleen te staan.",
    "Ik wil mijn Nederlands oefenen en iets terugdoen.",
    "Na mijn pensioen wil ik nodig blijven.",
    "Een vriendin doet het ook en wordt er blij van.",
    "Koken voor anderen is het leukste wat er is.",
    "Ik geloof in kleine stappen, omdat ik ze zelf heb gezet.",
    "Ik wil mensen laten merken dat ze ertoe doen.",
    "Ik kan goed organiseren en zit te veel stil.",
    "Ik wil de wijk een beetje warmer maken.",
)
ELSEWHERE = (
    "We denken dat de inloop van het buurtteam nu beter past. Daar kun je elke dag binnenlopen.",
    "Je vroeg vooral om hulp met de administratie. Daarvoor is er het spreekuur, daar ben je sneller geholpen.",
    "Je woont buiten onze wijken. In jouw wijk is er ook een maatjesproject; we hebben je telefonisch voorgesteld.",
    "Eerst rust met je eigen begeleider, dat is wat je wilde. Je bent later altijd welkom.",
)
HOW_TO_REACH = (
    "Liever appen dan bellen",
    "Bellen na vier uur",
    "Bellen met nummerherkenning, anders neem ik niet op",
    "Mijn dochter kan vertalen, bel gerust",
    "Inspreken mag, ik bel terug",
)
WITHOUT_PHONE = (
    "Langskomen mag, ik ben 's ochtends thuis",
    "Graag een briefje in de bus",
    "Via de buurvrouw van nummer 12",
    "Ik ben er elke dinsdag bij de koffie",
)
YES_REASONS = (
    "Het praatte makkelijk.",
    "Hij luisterde echt.",
    "We moesten om dezelfde dingen lachen.",
    "Ik voelde me op mijn gemak.",
    "Ze snapte het meteen.",
    "",
)
NO_REASONS = (
    "Aardig, maar ik heb liever iemand die wat rustiger praat.",
    "Het was goed, alleen voelde ik geen klik.",
)
MEETING_PLACES = (
    "koffiehoek van de bibliotheek",
    "bij ons aan de grote tafel",
    "in het park, bij het bankje aan het water",
    "de lunchkamer van het buurthuis",
)
LEARNING = (
    (
        Method.INCIDENT,
        "Stilte is niet altijd een probleem. Soms wil iemand gewoon dat je er bent. "
        "We merkten dat wij de stilte lastiger vinden dan de ander.",
        "Neem iets mee om te doen: een spel, een wandeling, aardappels schillen.",
    ),
    (
        Method.FIVE_STEPS,
        "Afspraken die niet doorgaan hebben vaak een reden die niets met jou te maken heeft. "
        "Vragen hoe het gaat werkt beter dan vragen waarom iemand er niet was.",
        "Stuur een dag van tevoren een kort berichtje. Afbellen is ook goed contact.",
    ),
    (
        Method.GOSSIP,
        "We nemen snel over. Wie de pen vasthoudt, bepaalt het tempo.",
        "Leg de pen en de telefoon aan de andere kant van de tafel.",
    ),
    (
        Method.OPEN,
        "Grenzen aangeven mag. Je bent geen hulpverlener en je hoeft niet elke avond op te nemen.",
        "Spreek in het begin af wanneer je bereikbaar bent.",
    ),
    (
        Method.INCIDENT,
        "Kleine successen vallen ons niet altijd op. Door ze hardop te noemen gaan ze tellen.",
        "Begin elk bezoek met: wat lukte er deze week?",
    ),
    (
        Method.FIVE_STEPS,
        "Schaamte over geld gaat niet weg door tips. Eerst naast iemand zitten, dan pas rekenen.",
        "Vertel iets kleins van jezelf. Niet je hele verhaal.",
    ),
    (
        Method.OPEN,
        "Het einde van een jaar is spannend voor allebei. Het helpt om er al halverwege over te praten.",
        "Maak samen een lijst van mensen die er na het jaar ook nog zijn.",
    ),
    (
        Method.GOSSIP,
        "Verschil van taal maakt ons soms kinderachtig in toon. Gewone woorden zijn iets anders dan simpele praat.",
        "Gebruik je telefoon als plaatjesboek en herhaal wat je hebt begrepen.",
    ),
)
EXPLANATION = (
    "Dit jaar kwamen er meer mensen via buren en familie dan via een instantie. Dat zien we als een goed teken. "
    "In de zomer lag het aantal contacten lager: vakanties en warmte. Daarna was iedereen er weer."
)

# Why a goal matters to somebody, per life area.
WHYS = {
    LifeArea.MONEY: "Dan slaap ik weer.",
    LifeArea.HOUSING: "Thuis wil ik rust voelen.",
    LifeArea.BODY: "Ik wil mee kunnen met mijn kleinkind.",
    LifeArea.MIND: "Mijn hoofd mag wel eens stil zijn.",
    LifeArea.FAMILY: "Mijn kinderen gaan voor alles.",
    LifeArea.FRIENDS: "Alleen eten went nooit.",
    LifeArea.WORK: "Ik wil laten zien wat ik kan.",
    LifeArea.RHYTHM: "Een dag zonder plan duurt zo lang.",
    LifeArea.PAPERS: "Ik wil het zelf kunnen lezen.",
    LifeArea.JOY: "Lachen was ik bijna verleerd.",
}
PROUD = (
    "Dat ik elke week de deur uit ben gegaan.",
    "Dat ik nee heb gezegd, en dat het goed was.",
    "Dat ik zelf heb gebeld met de woningbouw.",
    "Ik heb afgebeld toen ik ziek was. Vroeger bleef ik gewoon weg.",
    "Dat mijn dochter zegt: mam, jij kunt dat.",
    "Ik durf de post open te maken. Elke dag.",
    "Dat ik er nog ben, en dat ik het niet alleen doe.",
)
NEXT = (
    "Verder met de taalles, en een keer naar zee.",
    "Ik wil vrijwilliger worden in de keuken van het buurthuis.",
    "Rustig aan. Vasthouden wat er nu is.",
    "Mijn rijbewijs. Eerst de theorie.",
    "Zelf iemand helpen die net begint.",
)
THANKS = (
    "Dank je dat je nooit haast had.",
    "Jij lachte me niet uit. Dat vergeet ik niet.",
    "Kom je nog eens koffie drinken?",
    "Met jou erbij durfde ik het.",
)
BUDDY_VIEWS = (
    "Ik zie iemand die steeds vaker zelf begint. Wij lachen veel.",
    "Het tempo is goed zo. We doen het in kleine stukjes.",
    "In het begin praatte ik het meest. Dat is nu andersom.",
    "Er was een zware tijd bij. We zijn blijven wandelen.",
)
REMARKS = (
    "Mooi dat dit er staat. Als ik kan helpen met het formulier, hoor ik het graag.",
    "Dit past goed bij de kookgroep op donderdag. Wil je een keer mee gaan kijken?",
    "Wat een stap! Ik lees met plezier mee.",
)
OBSTACLES = (
    "De gemeente heeft nog niet geantwoord op de brief over de bijzondere bijstand.",
    "Er is een wachtlijst voor de taalles.",
    "De fiets is stuk, en zonder fiets lukt de cursus niet.",
    "Het formulier moet digitaal, en er is thuis geen computer.",
    "Voor de kinderopvang is eerst een verklaring nodig.",
)
NEWS = (
    "Gebeld. Er is iemand mee bezig, volgende week horen we meer.",
    "Er is een afspraak gemaakt aan het loket.",
    "De aanvraag ligt er. Nu afwachten, we bellen volgende maand weer.",
)

# Of one person each, in their words or the coordinator's.
DOUBT = "Aardig, maar ik was zenuwachtig. Ik wil nog een keer praten."
URGENT = "Verhuist over drie weken en heeft niemand om mee te overleggen."
PAUSED = "Een drukke tijd thuis. Over een paar weken pakken ze het weer op."
