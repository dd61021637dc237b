"""Marks and words of the first reviews become answers to a version of the life-area marks. Run by the owner."""

from datetime import datetime, time

from django.db import migrations
from django.utils import timezone

AREAS = ["money", "housing", "body", "mind", "family", "friends", "work", "rhythm", "papers", "joy"]
KEY = "leefgebieden-cijfers"
# As it was asked in the first reviews. Kept here as it stood then: what was answered is not reworded afterwards.
DEFINITION = {
    "scale": {"low": 0, "high": 10, "words": {"0": "heel zwaar", "10": "heel goed"}},
    "items": [{"key": area, "words": f"Hoe gaat het nu met {area}?", "area": area} for area in AREAS],
    "scoring": "none",
    "higher_is_better": True,
    "minimum_answered": 1,
    "administered_by": ["participant", "buddy", "professional", "coordinator"],
    "moments": ["start", "midpoint", "end"],
}
NAMES = {
    "money": "geld", "housing": "wonen", "body": "je lijf", "mind": "je hoofd en gevoel",
    "family": "je gezin en kinderen", "friends": "vrienden en contacten", "work": "werk en leren",
    "rhythm": "je dag", "papers": "taal en papieren", "joy": "zin en plezier",
}
for item in DEFINITION["items"]:
    item["words"] = f"Hoe gaat het nu met {NAMES[item['key']]}?"


def forwards(apps, schema_editor):
    Review, Plan = apps.get_model("goals", "Review"), apps.get_model("goals", "Plan")
    Answer, Instrument = apps.get_model("goals", "Answer"), apps.get_model("goals", "Instrument")
    instruments = {}
    for review in Review.objects.select_related("match").order_by("id"):
        programme = review.programme_id
        plan, _new = Plan.objects.get_or_create(
            programme_id=programme, participant_id=review.match.participant_id
        )
        noon = timezone.make_aware(datetime.combine(review.held_on, time(12)))
        review.plan, review.begun_at, review.begun_by_id = plan, noon, review.held_by_id
        review.save(update_fields=["plan", "begun_at", "begun_by"])
        if programme not in instruments:
            instruments[programme] = Instrument.objects.create(
                programme_id=programme, key=KEY, version=1, name="Leefgebieden-cijfers", definition=DEFINITION,
                licence_owner="Klik", licence_terms="Van Klik zelf. Vrij te gebruiken en aan te passen.",
                licence_attribution="Klik", licence_proof="De licentie van Klik (EUPL 1.2)",
                active_since=review.held_on,
            )
        marks = {mark.area: mark.value for mark in review.marks.all()}
        questions = [(instruments[programme], area, marks.get(area), "") for area in AREAS]
        questions.append((None, "how", None, review.own_words))
        Answer.objects.bulk_create(
            Answer(
                programme_id=programme, review=review, position=place, instrument=instrument, item=item,
                value=value, words=words, given_at=noon,
            )
            for place, (instrument, item, value, words) in enumerate(questions, 1)
        )


def backwards(apps, schema_editor):
    Review, Mark = apps.get_model("goals", "Review"), apps.get_model("goals", "Mark")
    Review.objects.filter(match__isnull=True).delete()
    Review.objects.filter(held_on__isnull=True).delete()
    Review.objects.exclude(moment__in=["start", "midpoint", "end"]).delete()
    for review in Review.objects.order_by("id"):
        for answer in review.answers.all():
            if answer.instrument_id and answer.value is not None and answer.instrument.key == KEY:
                Mark.objects.create(
                    programme_id=review.programme_id, review=review, area=answer.item, value=answer.value
                )
            elif answer.item == "how":
                review.own_words = answer.words
        review.save(update_fields=["own_words"])
    apps.get_model("goals", "Answer").objects.all().delete()
    apps.get_model("goals", "Instrument").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [("goals", "0002_plans_told_in_full")]

    operations = [migrations.RunPython(forwards, backwards)]
