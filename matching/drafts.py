"""What somebody is choosing and has not confirmed: kept in the session card by card, so that no script is needed."""

from django.contrib.sessions.backends.base import SessionBase

from .models import CardAnswer, ChoiceCard, ChoiceRound

NOT_SAID = ""


class Draft:
    """The answers so far: card id → a CardAnswer or "" for "I do not know yet". Begins with what was confirmed before."""

    def __init__(self, session: SessionBase, choice: ChoiceRound) -> None:
        self._session = session
        self._key = f"choice-{choice.pk}"
        self.cards: list[ChoiceCard] = list(choice.cards.all())
        confirmed = {str(card.pk): card.answer for card in self.cards if card.answer}
        kept = session.get(self._key, confirmed)
        self.answers = {card.pk: kept[str(card.pk)] for card in self.cards if str(card.pk) in kept}

    def say(self, card_id: int, answer: str) -> None:
        """One card. A new first choice makes the earlier one "also fine"."""
        if answer == CardAnswer.FIRST:
            self.answers = {
                pk: CardAnswer.ALSO.value if said == CardAnswer.FIRST else said
                for pk, said in self.answers.items()
            }
        self.answers[card_id] = answer
        self._keep()

    def none_of_these(self) -> None:
        self.answers = {card.pk: CardAnswer.RATHER_NOT.value for card in self.cards}
        self._keep()

    def forget(self) -> None:
        self._session.pop(self._key, None)

    @property
    def said(self) -> dict[int, str]:
        """What can be confirmed: every card that got an answer."""
        return {pk: answer for pk, answer in self.answers.items() if answer != NOT_SAID}

    def with_answer(self, answer: str) -> list[ChoiceCard]:
        return [card for card in self.cards if self.answers.get(card.pk, NOT_SAID) == answer]

    def next_number(self) -> int | None:
        """The first card (from 1) without any answer; None when all were seen."""
        return next((at for at, card in enumerate(self.cards, 1) if card.pk not in self.answers), None)

    def _keep(self) -> None:
        self._session[self._key] = {str(pk): answer for pk, answer in self.answers.items()}
