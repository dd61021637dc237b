"""What is asked in a conversation about the year, in which order. Pure: our own questions per moment, and their words.

First the marks of the instruments in use, then a few questions in words. Aftercare is lighter: it only asks how it
goes, and its end asks for marks once more.
"""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

Kind = Literal["words", "yes_no"]


@dataclass(frozen=True, slots=True)
class Question:
    """One of our own questions. `told` is how the answer is headed afterwards, for the participant."""

    key: str
    kind: Kind
    asked: Any
    told: Any
    hint: Any = ""
    of_match: bool = False


QUESTIONS = {
    each.key: each
    for each in (
        Question("how", "words", _("Hoe gaat het nu met jou?"), _("Hoe het met mij gaat")),
        Question(
            "hope",
            "words",
            _("Wat hoop je dat er over een jaar anders is?"),
            _("Wat ik hoop"),
            _("Het mag klein zijn."),
        ),
        Question(
            "proud",
            "words",
            _("Waar ben je trots op?"),
            _("Waar ik trots op ben"),
            _("Ook iets kleins is goed. Denk aan iets wat je eerst niet durfde of niet deed."),
        ),
        Question(
            "next",
            "words",
            _("Wat wil je nu verder?"),
            _("Wat ik verder wil"),
        ),
        Question(
            "thanks",
            "words",
            _("Wat wil je tegen je %(buddy)s zeggen?"),
            _("Wat ik tegen mijn %(buddy)s wil zeggen"),
            _("Je %(buddy)s mag dit lezen."),
            of_match=True,
        ),
        Question(
            "again",
            "yes_no",
            _("Wil je nog een keer met een %(buddy)s op weg?"),
            _("Nog een keer met een %(buddy)s op weg"),
            of_match=True,
        ),
        Question(
            "aftercare",
            "yes_no",
            _("Wil je dat we de komende maanden nog af en toe vragen hoe het gaat?"),
            _("Af en toe nog contact"),
        ),
    )
}

ASKED_AT = {
    "start": ("how", "hope"),
    "midpoint": ("proud", "how", "next"),
    "end": ("proud", "how", "next", "thanks", "again", "aftercare"),
    "aftercare_half": ("how", "next"),
    "aftercare": ("proud", "how", "next"),
    "extra": ("how", "next"),
}


def own_questions(moment: str, *, has_match: bool) -> list[Question]:
    """Our own questions of this conversation, in order."""
    return [QUESTIONS[key] for key in ASKED_AT[moment] if has_match or not QUESTIONS[key].of_match]
