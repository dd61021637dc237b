"""The programme (tenant) and what belongs to no single person's file: people's names, roles, partners, gates, jobs."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .names import ACCENTS, ODD_LETTERS, PLAIN_LETTERS, Name, search_words
from .scope import ProgrammeScoped, Rule, ScopedForeignKey, tenant

RESERVED_SLUGS = ("account", "demo", "health", "static", "wissel", "mijn", "api", "www")


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str) -> "User":
        """A person who may sign in with a code sent to this address. There are no passwords."""
        return self.create(email=self.normalize_email(email).lower())

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


def new_salt() -> str:
    return get_random_string(32)


class User(AbstractBaseUser):
    """Someone who can sign in. Never holds file data: names and roles live in the programmes."""

    password = None  # type: ignore[assignment]
    # Nobody needs an address: who has none signs in with a card the coordinator hands over.
    email = models.EmailField(_("e-mailadres"), unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    session_salt = models.CharField(max_length=32, default=new_salt, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    def get_session_auth_hash(self) -> str:
        """Changing the salt signs this person out everywhere."""
        return salted_hmac("klik.session", self.session_salt, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Any:
        return iter(())


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("Coördinator")
    PROFESSIONAL = "professional", _("Professional")
    BUDDY = "buddy", _("Buddy")
    PARTICIPANT = "participant", _("Deelnemer")
    REFERRER = "referrer", _("Verwijzer")
    FUNDER = "funder", _("Financier")
    ADMINISTRATOR = "administrator", _("Beheerder")


class Door(models.TextChoices):
    """Ways in, each a form on the programme's public page."""

    SELF = "self", _("Ik meld mezelf aan")
    FAMILY = "family", _("Ik meld ons gezin aan")
    SOMEONE_ELSE = "someone_else", _("Ik meld iemand anders aan")
    VOLUNTEER = "volunteer", _("Ik wil helpen")
    REFERRER = "referrer", _("Ik verwijs iemand")


@dataclass(frozen=True)
class Words:
    """What a programme calls its people, for templates: `{{ words.the_buddy }}`, `{{ words.Buddies }}`."""

    buddy: str
    buddies: str
    the_buddy: str
    participant: str
    participants: str
    the_participant: str

    def __getattr__(self, name: str) -> str:
        if name[:1].isupper() and name.lower() in self.__dataclass_fields__:
            word: str = getattr(self, name.lower())
            return word[:1].upper() + word[1:]
        raise AttributeError(name)


colour = RegexValidator(r"^#[0-9a-f]{6}$", _("Schrijf een kleur als #0b6b57."))


class Programme(models.Model):
    """A tenant: one buddy programme with its own words, colours, targets and people."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("naam"), max_length=80)
    organisation = models.CharField(_("organisatie"), max_length=120)
    place = models.CharField(_("plaats"), max_length=80)
    tagline = models.CharField(_("in één zin"), max_length=200)
    introduction = models.TextField(_("uitleg op de openbare pagina"))
    facts = ArrayField(models.CharField(max_length=200), default=list, blank=True, verbose_name=_("feiten"))
    public_email = models.EmailField(_("e-mailadres"), blank=True)
    public_phone = models.CharField(_("telefoon"), max_length=20, blank=True)
    doors = ArrayField(
        models.CharField(max_length=20, choices=Door), default=list, verbose_name=_("ingangen")
    )

    buddy_singular = models.CharField(max_length=40, default="buddy")
    buddy_plural = models.CharField(max_length=40, default="buddy's")
    buddy_article = models.CharField(max_length=3, default="de")
    participant_singular = models.CharField(max_length=40, default="deelnemer")
    participant_plural = models.CharField(max_length=40, default="deelnemers")
    participant_article = models.CharField(max_length=3, default="de")

    accent = models.CharField(max_length=7, validators=[colour], default="#0b6b57")
    accent_soft = models.CharField(max_length=7, validators=[colour], default="#e2f0ec")
    accent_text = models.CharField(max_length=7, validators=[colour], default="#0a5546")
    dark_accent = models.CharField(max_length=7, validators=[colour], default="#5cc8ad")
    dark_accent_ink = models.CharField(max_length=7, validators=[colour], default="#06221b")
    dark_accent_soft = models.CharField(max_length=7, validators=[colour], default="#173731")
    dark_accent_text = models.CharField(max_length=7, validators=[colour], default="#8fdcc7")

    starts_on = models.DateField(_("begin"))
    ends_on = models.DateField(_("einde"), null=True, blank=True)
    match_months = models.PositiveSmallIntegerField(_("lengte van een match in maanden"), default=12)
    aftercare_months = models.PositiveSmallIntegerField(_("nazorg in maanden"), default=6)
    trial_weeks = models.PositiveSmallIntegerField(_("proefperiode in weken"), default=6)
    contact_days = models.PositiveSmallIntegerField(_("afgesproken ritme in dagen"), default=7)
    cards_in_round = models.PositiveSmallIntegerField(_("kaarten per keuze"), default=3)
    smallest_cell = models.PositiveSmallIntegerField(_("kleinste getal in een verslag"), default=5)
    has_matching = models.BooleanField(_("werkt met één-op-éénmatches"), default=True)
    place_check_months = models.PositiveSmallIntegerField(
        _("hoe vaak we vragen of de plek nog past, in maanden"), default=6
    )
    agreement = models.TextField(
        _("eigen tekst van de vrijwilligersovereenkomst"), blank=True, help_text=_("Een alinea per regel.")
    )
    other_tasks = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        verbose_name=_("wat vrijwilligers nog meer doen"),
    )

    objects = models.Manager["Programme"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS),
                name="programmes_programme_slug_is_free",
                violation_error_message=_("Dit adres is al in gebruik. Kies een ander."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programmes_programme_period",
                violation_error_message=_("Het einde ligt voor het begin."),
            ),
            models.CheckConstraint(
                condition=Q(smallest_cell__gte=5, smallest_cell__lte=10),
                name="programmes_programme_smallest_cell",
                violation_error_message=_("Kies een getal van 5 tot en met 10."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def to(self, view: str, *args: Any) -> str:
        """The address of a page inside this programme."""
        return reverse(view, args=[self.slug, *args])

    @cached_property
    def words(self) -> Words:
        return Words(
            buddy=self.buddy_singular,
            buddies=self.buddy_plural,
            the_buddy=f"{self.buddy_article} {self.buddy_singular}",
            participant=self.participant_singular,
            participants=self.participant_plural,
            the_participant=f"{self.participant_article} {self.participant_singular}",
        )


class NeighbourhoodQuerySet(models.QuerySet["Neighbourhood"]):
    def open_on(self, day: date) -> "NeighbourhoodQuerySet":
        """Where the programme works on this day."""
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
        )


class Phase(ProgrammeScoped):
    """A stretch of the programme's history: a predecessor, a phase, a take-over."""

    name = models.CharField(_("naam"), max_length=120)
    starts_on = models.DateField(_("begin"))
    ends_on = models.DateField(_("einde"), null=True, blank=True)
    is_predecessor = models.BooleanField(_("voorloper"), default=False)
    note = models.TextField(_("toelichting"), blank=True)
    # What was reached then, per Measure, where Klik did not count it itself: of a predecessor, or of before Klik.
    figures = models.JSONField(_("cijfers"), default=dict, blank=True)

    class Meta:
        constraints = [
            *tenant("programmes_phase"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programmes_phase_period",
                violation_error_message=_("Het einde ligt voor het begin."),
            ),
        ]
        ordering = ["starts_on", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def figures_in_words(self) -> list[str]:
        """ "12 deelnemers", in the order of the measures."""
        words = self.programme.words
        return [
            f"{self.figures[each.value]} {each.label_in(words)}"
            for each in Measure
            if each.value in self.figures
        ]


class Neighbourhood(ProgrammeScoped):
    """A neighbourhood the programme works in, from a day on. Renamed, it stays the same one: `former_names` tells."""

    name = models.CharField(_("wijk"), max_length=80)
    former_names = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    since = models.DateField(_("sinds"), null=True, blank=True)
    until = models.DateField(_("tot"), null=True, blank=True)

    objects = NeighbourhoodQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("programmes_neighbourhood"),
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="programmes_neighbourhood_once",
                violation_error_message=_("Deze wijk staat er al."),
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GateKind(models.TextChoices):
    INTRODUCTORY_TALK = "introductory_talk", _("Kennismakingsgesprek")
    REFERENCES = "references", _("Referenties")
    CONDUCT_CERTIFICATE = "conduct_certificate", _("VOG")
    TRAINING = "training", _("Training")
    AGREEMENT = "agreement", _("Vrijwilligersovereenkomst")
    CONFIDENTIALITY = "confidentiality", _("Geheimhouding")
    OTHER = "other", _("Een andere stap")


class GateQuerySet(models.QuerySet["Gate"]):
    def in_use(self) -> "GateQuerySet":
        """The steps the programme asks now, in their order."""
        return self.filter(retired_at__isnull=True)

    def in_use_on(self, day: date) -> "GateQuerySet":
        """The steps the programme asked at the end of this day."""
        return self.filter(
            Q(added_at__isnull=True) | Q(added_at__date__lte=day),
            Q(retired_at__isnull=True) | Q(retired_at__date__gt=day),
        )

    def asked_of_who_came(self, applied_at: Any) -> "GateQuerySet":
        """Without the steps that were added later, for newcomers only. `applied_at` is a moment, or an expression."""
        return self.filter(Q(only_newcomers=False) | Q(added_at__lte=applied_at))


class Gate(ProgrammeScoped):
    """A step every volunteer passes before being shown to anyone, in the programme's order.

    One that was added later (`added_at`) may hold for newcomers only; one that is no longer asked (`retired_at`) stays,
    with who passed it.
    """

    kind = models.CharField(_("soort"), max_length=30, choices=GateKind)
    name = models.CharField(_("naam"), max_length=80)
    position = models.PositiveSmallIntegerField(_("volgorde"))
    valid_months = models.PositiveSmallIntegerField(_("geldig in maanden"), null=True, blank=True)
    added_at = models.DateTimeField(_("gevraagd sinds"), null=True, blank=True)
    only_newcomers = models.BooleanField(_("alleen voor wie zich daarna aanmeldt"), default=False)
    retired_at = models.DateTimeField(_("niet meer gevraagd sinds"), null=True, blank=True)

    objects = GateQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("programmes_gate"),
            # Checked at the end, so that two can change places.
            models.UniqueConstraint(
                fields=["programme", "position"],
                name="programmes_gate_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["programme", "kind"],
                condition=~Q(kind="other"),
                name="programmes_gate_once",
                violation_error_message=_("Deze stap staat er al."),
            ),
            models.CheckConstraint(
                condition=Q(only_newcomers=False) | Q(added_at__isnull=False),
                name="programmes_gate_newcomers_since",
                violation_error_message=_("Voor wie zich daarna aanmeldt, hoort bij een dag."),
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name

    def is_asked_of_who_came(self, applied_at: datetime) -> bool:
        """What `GateQuerySet.asked_of_who_came` asks the database."""
        return not self.only_newcomers or (self.added_at is not None and self.added_at <= applied_at)


class Measure(models.TextChoices):
    """What a target counts. How each is counted stands in reports/figures.py."""

    PARTICIPANTS = "participants", _("deelnemers")
    BUDDIES = "buddies", _("inzetbare buddy's")
    MATCHES = "matches", _("gestarte matches")
    CONTACTS = "contacts", _("contactmomenten")
    HOURS = "hours", _("uren van vrijwilligers")
    INTERVISIONS = "intervisions", _("intervisies")
    OUTFLOW = "outflow", _("mensen die verder gingen")

    def label_in(self, words: Words) -> str:
        """The label in the programme's own words."""
        own = {
            Measure.PARTICIPANTS: words.participants,
            Measure.BUDDIES: _("inzetbare %(buddies)s") % {"buddies": words.buddies},
        }
        return str(own.get(self, self.label))


class Target(ProgrammeScoped):
    """What a funder and the programme agreed on for a period."""

    measure = models.CharField(_("wat we tellen"), max_length=20, choices=Measure)
    aim = models.PositiveIntegerField(_("doel"))
    starts_on = models.DateField(_("van"))
    ends_on = models.DateField(_("tot en met"))

    class Meta:
        constraints = [
            *tenant("programmes_target"),
            models.UniqueConstraint(
                fields=["programme", "measure", "starts_on"],
                name="programmes_target_once",
                violation_error_message=_("Voor deze periode staat er al een doel."),
            ),
        ]
        ordering = ["starts_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.aim}"

    @property
    def label(self) -> str:
        return Measure(self.measure).label_in(self.programme.words)


class PartnerKind(models.TextChoices):
    REFERRER = "referrer", _("Verwijzer")
    CHAIN = "chain", _("Ketenpartner")
    HOST = "host", _("Plek voor activiteiten")
    EMPLOYER = "employer", _("Werkgever")
    FUNDER = "funder", _("Financier")


class PartnerQuerySet(models.QuerySet["Partner"]):
    def of_kind(self, kind: PartnerKind) -> "PartnerQuerySet":
        return self.filter(kinds__contains=[kind.value])


class Partner(ProgrammeScoped):
    """An organisation the programme works with."""

    name = models.CharField(_("naam"), max_length=120)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=PartnerKind), default=list, verbose_name=_("rol")
    )

    contact_name = models.CharField(_("vaste persoon"), max_length=120, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    phone = models.CharField(_("telefoon"), max_length=16, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("programmes_partner"),
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="programmes_partner_once",
                violation_error_message=_("Deze organisatie staat er al."),
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def kinds_in_words(self) -> str:
        return ", ".join(str(PartnerKind(kind).label) for kind in self.kinds).lower()


class Language(models.TextChoices):
    """Languages people meet each other in; a language need is enough, origin is never asked."""

    DUTCH = "nl", _("Nederlands")
    ARABIC = "ar", _("Arabisch")
    BERBER = "ber", _("Berbers")
    DARI = "prs", _("Dari")
    GERMAN = "de", _("Duits")
    ENGLISH = "en", _("Engels")
    FARSI = "fa", _("Farsi")
    FRENCH = "fr", _("Frans")
    KURDISH = "ku", _("Koerdisch")
    UKRAINIAN = "uk", _("Oekraïens")
    PAPIAMENTO = "pap", _("Papiaments")
    POLISH = "pl", _("Pools")
    PORTUGUESE = "pt", _("Portugees")
    SOMALI = "so", _("Somalisch")
    SPANISH = "es", _("Spaans")
    SRANAN = "srn", _("Sranantongo")
    TIGRINYA = "ti", _("Tigrinya")
    TURKISH = "tr", _("Turks")


class Interest(models.TextChoices):
    """What people like to do, so that two of them have something to begin with. Each fits behind "houdt van"."""

    WALKING = "walking", _("wandelen")
    CYCLING = "cycling", _("fietsen")
    COOKING = "cooking", _("koken")
    MUSIC = "music", _("muziek")
    SPORT = "sport", _("sport")
    GARDEN = "garden", _("planten en de tuin")
    READING = "reading", _("lezen")
    CRAFTS = "crafts", _("handwerk en klussen")
    GAMES = "games", _("spelletjes")
    ANIMALS = "animals", _("dieren")
    FILMS = "films", _("films en series")
    COFFEE = "coffee", _("koffie en een praatje")


class DayPart(models.TextChoices):
    """Weekday and part of the day, in which people can meet."""

    MON_AM = "mon-am", _("maandagochtend")
    MON_PM = "mon-pm", _("maandagmiddag")
    MON_EVE = "mon-eve", _("maandagavond")
    TUE_AM = "tue-am", _("dinsdagochtend")
    TUE_PM = "tue-pm", _("dinsdagmiddag")
    TUE_EVE = "tue-eve", _("dinsdagavond")
    WED_AM = "wed-am", _("woensdagochtend")
    WED_PM = "wed-pm", _("woensdagmiddag")
    WED_EVE = "wed-eve", _("woensdagavond")
    THU_AM = "thu-am", _("donderdagochtend")
    THU_PM = "thu-pm", _("donderdagmiddag")
    THU_EVE = "thu-eve", _("donderdagavond")
    FRI_AM = "fri-am", _("vrijdagochtend")
    FRI_PM = "fri-pm", _("vrijdagmiddag")
    FRI_EVE = "fri-eve", _("vrijdagavond")
    WEEKEND = "weekend", _("in het weekend")


def _searchable(field: str) -> Func:
    """What names.plain does, as an expression the database keeps up to date by itself."""
    apart = Func(F(field), template="normalize(%(expressions)s, NFKD)")
    bare = Func(apart, Value(ACCENTS), Value(""), Value("g"), function="regexp_replace")
    return Func(bare, Value(ODD_LETTERS), Value(PLAIN_LETTERS), function="translate")


class PersonQuerySet(models.QuerySet["Person"]):
    def in_their_own_right(self) -> "PersonQuerySet":
        """Without the rows that turned out to be somebody else's second sign-up."""
        return self.filter(joined_into__isnull=True)

    def named(self, typed: str) -> "PersonQuerySet":
        """People with each of these words in their name: any part, any order, with or without accents."""
        words = search_words(typed)
        return self.filter(*(Q(search_name__contains=word) for word in words)) if words else self.none()


class Person(ProgrammeScoped):
    """Someone in a programme. Buddy, participant and staff are roles of one person, so nobody is entered twice."""

    given_name = models.CharField(_("roepnaam"), max_length=80, blank=True)
    surname_prefix = models.CharField(_("tussenvoegsel"), max_length=20, blank=True)
    surname = models.CharField(_("achternaam"), max_length=80, blank=True)
    full_name = models.CharField(max_length=180, editable=False)
    sort_name = models.CharField(max_length=190, editable=False)
    search_name = models.GeneratedField(
        expression=_searchable("sort_name"), output_field=models.TextField(), db_persist=True
    )
    email = models.EmailField(_("e-mailadres"), blank=True)
    phone = models.CharField(_("telefoon"), max_length=16, blank=True)
    how_to_reach = models.CharField(_("hoe bereik je deze persoon"), max_length=200, blank=True)
    neighbourhood = ScopedForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("wijk")
    )
    languages = ArrayField(
        models.CharField(max_length=3, choices=Language), default=list, blank=True, verbose_name=_("talen")
    )
    available = ArrayField(
        models.CharField(max_length=8, choices=DayPart), default=list, blank=True, verbose_name=_("kan op")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Signed up twice: this row turned out to be that person. Kept, so that joining can be undone.
    joined_into = ScopedForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="joined_people"
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("programmes_person", "neighbourhood", "joined_into"),
            models.CheckConstraint(
                condition=~Q(full_name=""),
                name="programmes_person_has_a_name",
                violation_error_message=_("Vul een naam in."),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "sort_name"], name="programmes_person_sort"),
            models.Index(
                fields=["programme", "phone"], condition=~Q(phone=""), name="programmes_person_phone"
            ),
        ]
        ordering = ["sort_name", "id"]

    def __str__(self) -> str:
        return self.full_name

    def spell(self) -> "Person":
        """Write the whole name and its place in the alphabet; needed only where rows are made many at a time."""
        self.full_name, self.sort_name = self.name.full, self.name.sort_key
        return self

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.spell()
        if update_fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*update_fields, "full_name", "sort_name"}
        super().save(*args, **kwargs)

    @property
    def name(self) -> Name:
        return Name(self.given_name, self.surname_prefix, self.surname)

    @property
    def first_name(self) -> str:
        """What you call this person; a name of one word is that word."""
        return self.given_name or self.name.full

    @property
    def initial(self) -> str:
        return self.first_name[:1].upper()

    @property
    def initials(self) -> str:
        """Enough for whoever knows them, and nothing for anybody else: "F.A."."""
        return "".join(f"{word[0].upper()}." for word in (self.given_name, self.surname) if word)

    def open_sign_in_card(self, now: datetime) -> "SignInCard | None":
        """The card on paper this person can still sign in with."""
        return SignInCard.objects.usable(now).filter(membership__person=self).first()

    @property
    def languages_in_words(self) -> str:
        return ", ".join(str(each.label) for each in Language if each in self.languages)

    @property
    def available_in_words(self) -> str:
        return ", ".join(str(each.label) for each in DayPart if each in self.available)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def now(self) -> "MembershipQuerySet":
        """Roles that were not ended."""
        return self.filter(ended_at__isnull=True)

    def with_role(self, *roles: Role) -> "MembershipQuerySet":
        """Who has one of these roles now."""
        return self.now().filter(role__in=roles)


class Membership(ProgrammeScoped):
    """One role of one person in one programme; who signs in as that person.

    A role that ended stays, because what was done in it was done by someone. It opens nothing from the next request on.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    person = ScopedForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(_("rol"), max_length=20, choices=Role)
    partner = ScopedForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="memberships")
    ended_at = models.DateTimeField(_("beëindigd"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("programmes_membership", "person", "partner", own_rows_of_user=True),
            models.UniqueConstraint(
                fields=["programme", "user", "role"],
                name="programmes_membership_once",
                violation_error_message=_("Deze persoon heeft deze rol al."),
            ),
            # Two coordinators who leave at the same moment wait for each other here; the second one stays.
            Rule(
                name="programmes_membership_last_coordinator",
                events="UPDATE OR DELETE",
                body=(
                    "IF OLD.role = 'coordinator' AND OLD.ended_at IS NULL THEN "
                    "IF TG_OP = 'UPDATE' THEN IF NEW.role = 'coordinator' AND NEW.ended_at IS NULL "
                    "THEN RETURN NEW; END IF; END IF; "
                    "PERFORM pg_advisory_xact_lock(7102, OLD.programme_id::int); "
                    "IF NOT EXISTS (SELECT FROM programmes_membership other "
                    "WHERE other.programme_id = OLD.programme_id AND other.role = 'coordinator' "
                    "AND other.ended_at IS NULL AND other.id <> OLD.id) THEN REFUSE; END IF; END IF;"
                ),
                violation_error_message=_(
                    "Dit is de laatste coördinator. Nodig eerst iemand anders uit als coördinator."
                ),
            ),
        ]
        ordering = ["programme_id", "id"]

    def __str__(self) -> str:
        return str(self.get_role_display())

    def has_role(self, *roles: Role) -> bool:
        return self.role in roles


INVITATION_DAYS = 14


def _in_two_weeks() -> datetime:
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Not used, not withdrawn and not too old."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())

    def with_token(self, token: str) -> "InvitationQuerySet":
        return self.filter(token_hash=Invitation.hash_of(token))


class Invitation(ProgrammeScoped):
    """A way in for one person and one role: single use, two weeks, to be withdrawn at any time.

    Of the token only a hash is kept. Whoever invited can see the link again, because it is derived from `nonce` and
    the server's secret key; the database alone gives nobody a way in.
    """

    role = models.CharField(_("rol"), max_length=20, choices=Role)
    name = models.CharField(_("naam"), max_length=180)
    email = models.EmailField(_("e-mailadres"), blank=True)
    person = ScopedForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="invitations")
    partner = ScopedForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="invitations")
    nonce = models.CharField(max_length=32, default=new_salt, editable=False)
    token_hash = models.CharField(max_length=64, editable=False)
    made_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=_in_two_weeks)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("programmes_invitation", "person", "partner", "made_by"),
            models.UniqueConstraint(fields=["programme", "token_hash"], name="programmes_invitation_token"),
            Rule(
                name="programmes_invitation_used_once",
                events="UPDATE",
                body="IF OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at THEN REFUSE; END IF;",
                violation_error_message=_("Deze uitnodiging is al gebruikt."),
            ),
        ]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} {self.role}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.token_hash:
            self.token_hash = self.hash_of(self.token)
        super().save(*args, **kwargs)

    @property
    def token(self) -> str:
        """What the link holds."""
        return salted_hmac("klik.invitation", self.nonce, algorithm="sha256").hexdigest()[:40]

    @staticmethod
    def hash_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()


class Trace(ProgrammeScoped):
    """What happened to whom, append-only: the database refuses to change or remove one."""

    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=60)
    by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="traces")
    about = ScopedForeignKey(Person, models.CASCADE, null=True, related_name="traces")
    thing = models.CharField(max_length=60, blank=True)
    thing_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            *tenant("programmes_trace", "by", "about"),
            Rule(
                name="programmes_trace_is_kept",
                events="UPDATE",
                body="REFUSE;",
                violation_error_message=_("Wat gebeurd is, kan niet veranderd worden."),
            ),
        ]
        indexes = [models.Index(fields=["programme", "about", "-at"], name="programmes_trace_about_at")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.verb


class Joining(ProgrammeScoped):
    """Two sign-ups that were one person, put together by a coordinator. `before` holds what undoing needs."""

    kept = ScopedForeignKey(Person, models.CASCADE, related_name="joinings")
    came = ScopedForeignKey(Person, models.CASCADE, related_name="joined_by")
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="joinings_made")
    at = models.DateTimeField(default=timezone.now)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            *tenant("programmes_joining", "kept", "came", "by"),
            models.CheckConstraint(
                condition=~Q(kept=F("came")),
                name="programmes_joining_two_people",
                violation_error_message=_("Dit is al dezelfde persoon."),
            ),
        ]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.came} → {self.kept}"


class SignInCardQuerySet(models.QuerySet["SignInCard"]):
    def usable(self, now: datetime) -> "SignInCardQuerySet":
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)


class SignInCard(ProgrammeScoped):
    """Signing in without e-mail: a code on paper that works once. Only a digest of the code is kept."""

    membership = ScopedForeignKey(Membership, models.CASCADE, related_name="sign_in_cards")
    digest = models.CharField(max_length=64, editable=False)
    made_by = ScopedForeignKey(Membership, models.PROTECT, related_name="sign_in_cards_made")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SignInCardQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("programmes_signincard", "membership", "made_by"),
            models.UniqueConstraint(fields=["programme", "digest"], name="programmes_signincard_digest"),
            models.UniqueConstraint(
                fields=["programme", "membership"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="programmes_signincard_one_open",
                violation_error_message=_("Er is al een kaart gemaakt. Trek die eerst in."),
            ),
        ]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.membership} {self.made_at:%d-%m-%Y}"


class BulkChange(ProgrammeScoped):
    """The same done to several at once: what each was and became, so that it can be undone (programmes/several.py)."""

    kind = models.CharField(max_length=40)
    before = models.JSONField()
    after = models.JSONField()
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="bulk_changes")
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [*tenant("programmes_bulkchange", "by")]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {len(self.after)}"


class ImportState(models.TextChoices):
    """How far a file is. Nothing of it is in the programme before `DONE`."""

    LOOKING = "looking", _("wordt bekeken")
    UNREADABLE = "unreadable", _("niet te lezen")
    LOOKED = "looked", _("klaar om over te nemen")
    WRITING = "writing", _("wordt overgenomen")
    DONE = "done", _("overgenomen")
    DROPPED = "dropped", _("weggegooid")


class Import(ProgrammeScoped):
    """A file with people on its way in (programmes/imports). The file and what was refused are kept for two weeks.

    `columns` is per column of the file the key of a field, "never" or "". `found` is what the dry run saw: counts,
    problems and doubles by row; `read` every row as it would be taken over (imports/check.py, `Checked.packed`).
    """

    kind = models.CharField(max_length=20)
    file_name = models.CharField(_("bestand"), max_length=120)
    content = models.BinaryField()
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.LOOKING)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    found = models.JSONField(default=dict)
    read = models.JSONField(default=list)
    all_or_nothing = models.BooleanField(default=False)
    anyway = models.JSONField(default=list)
    written = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    made_by = ScopedForeignKey(Membership, models.PROTECT, related_name="imports")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [*tenant("programmes_import", "made_by")]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportedRow(ProgrammeScoped):
    """Who came out of which file. The fingerprint makes that the same row never comes in twice."""

    source = ScopedForeignKey(Import, models.CASCADE, related_name="rows")
    person = ScopedForeignKey(Person, models.CASCADE, related_name="imported_rows")
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [
            *tenant("programmes_importedrow", "source", "person"),
            models.UniqueConstraint(
                fields=["programme", "fingerprint"],
                name="programmes_importedrow_once",
                violation_error_message=_("Deze rij is al eerder overgenomen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.person_id}"


class RememberedColumn(ProgrammeScoped):
    """Which field a heading meant the last time somebody chose; "" when they chose to leave it out."""

    kind = models.CharField(max_length=20)
    heading = models.CharField(max_length=120)
    field = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            *tenant("programmes_rememberedcolumn"),
            models.UniqueConstraint(
                fields=["programme", "kind", "heading"], name="programmes_rememberedcolumn_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heading}: {self.field}"


class JobState(models.TextChoices):
    WAITING = "waiting", _("wacht")
    RUNNING = "running", _("bezig")
    DONE = "done", _("klaar")
    GAVE_UP = "gave_up", _("niet gelukt")


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        return self.filter(state__in=[JobState.WAITING, JobState.RUNNING])

    def about_thing(self, kind: str, about_id: int) -> "JobQuerySet":
        return self.filter(kind=kind, about_id=about_id)


class Job(ProgrammeScoped):
    """Long work that must happen: a row in the business transaction, so no crash can lose it (programmes/jobs.py)."""

    kind = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField(max_length=120, blank=True)
    requested_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="jobs")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("programmes_job", "requested_by"),
            models.UniqueConstraint(
                fields=["programme", "kind", "about_id"],
                condition=Q(state__in=["waiting", "running"]),
                name="programmes_job_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "sent_at"],
                condition=Q(state__in=["waiting", "running"]),
                name="programmes_job_open",
            )
        ]
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_id}"

    @property
    def is_open(self) -> bool:
        return self.state in {JobState.WAITING, JobState.RUNNING}


class Letter(ProgrammeScoped):
    """A mail on its way: made in the transaction that needs it (programmes/mail.py), emptied once it is out."""

    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *tenant("programmes_letter"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(to="", subject="", body=""),
                name="programmes_letter_emptied",
                violation_error_message=_("Een verstuurde mail wordt niet bewaard."),
            ),
        ]
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"letter {self.pk}"
