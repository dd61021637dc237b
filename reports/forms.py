"""What is asked about a report: over which days, in which words, for whose eyes, and why it is taken back."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programmes.fields import DayField, FreeText, PickMany, PickOne
from programmes.forms import KlikForm
from programmes.models import Partner, PartnerKind, Programme, Target

OTHER = "other"


class PeriodForm(KlikForm):
    """Over which days. The likely ones are ready to pick: what was agreed with a funder, and whole years."""

    period = PickOne(label=_("Over welke periode?"))
    first = DayField(label=_("Andere dagen: van"), required=False)
    last = DayField(label=_("Andere dagen: tot en met"), required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(f"{first}/{last}", name) for first, last, name in likely_periods(programme)]
        self.fields["period"].choices = [*choices, (OTHER, _("Andere dagen"))]  # type: ignore[attr-defined]
        self.fields["period"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("period") == OTHER:
            for name in ("first", "last"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Dit is nog leeg. Vul het in."))
            first, last = cleaned.get("first"), cleaned.get("last")
            if first and last and last < first:
                self.add_error("last", _("Het einde ligt voor het begin."))
            if first and first > timezone.localdate():
                self.add_error("first", _("Deze dag komt nog. Kies vandaag of eerder."))
        return cleaned

    @property
    def days(self) -> tuple[date, date]:
        """First and last day, of a valid form."""
        if self.cleaned_data["period"] == OTHER:
            return self.cleaned_data["first"], self.cleaned_data["last"]
        first, _slash, last = self.cleaned_data["period"].partition("/")
        return date.fromisoformat(first), date.fromisoformat(last)


def likely_periods(programme: Programme) -> list[tuple[date, date, str]]:
    """First day, last day and name; the one that is most likely meant comes first."""
    today = timezone.localdate()
    final_year = min(today, programme.ends_on or today).year
    years = [year for year in (final_year, final_year - 1) if year >= programme.starts_on.year]
    periods = {(date(year, 1, 1), date(year, 12, 31)): str(year) for year in years}
    agreed = (
        Target.objects.filter(starts_on__lte=today).order_by("-starts_on").values_list("starts_on", "ends_on")
    )
    for first, last in agreed.distinct():
        name = f"{date_format(first, 'j F Y')} – {date_format(last, 'j F Y')}"
        periods.setdefault((first, last), name)
    return [(first, last, name) for (first, last), name in periods.items()]


class ExplanationForm(KlikForm):
    """The coordinator's own words in the report."""

    explanation = FreeText(
        label=_("Toelichting"),
        required=False,
        max_length=6000,
        help_text=_(
            "Wat ging goed, wat ging anders dan gedacht, wat leerden jullie? Dit komt voorin het verslag."
        ),
    )


class ReadersForm(KlikForm):
    """Which funders may read it."""

    readers = PickMany(label=_("Wie mag het lezen?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {str(partner.pk): partner for partner in Partner.objects.of_kind(PartnerKind.FUNDER)}
        choices = [(key, partner.name) for key, partner in self.partners.items()]
        self.fields["readers"].choices = choices  # type: ignore[attr-defined]
        self.fields["readers"].initial = list(self.partners)

    @property
    def chosen(self) -> list[Partner]:
        return [self.partners[key] for key in self.cleaned_data["readers"]]


class ReasonForm(KlikForm):
    """Why a report is taken back."""

    reason = FreeText(label=_("Waarom trek je het verslag in?"), max_length=1000)


class DigestForm(KlikForm):
    """One mail a week, or none."""

    how = PickOne(
        label=_("Wil je een mail over wat er wacht?"),
        choices=[("off", _("Nee, ik kijk zelf op Vandaag")), ("weekly", _("Ja, op maandag"))],
    )
