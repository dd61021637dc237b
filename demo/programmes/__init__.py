"""The five programmes, one file each, with the facts as data. Which day it is decides the dates that are relative."""

from datetime import date

from ..facts import ProgrammeFacts
from . import kansmaatjes_soest, kansrijk_west, pak_je_kans, samen_vooruit, welsaam

ALL = (kansrijk_west, kansmaatjes_soest, samen_vooruit, pak_je_kans, welsaam)


def all_facts(today: date) -> list[ProgrammeFacts]:
    """The five, in the order in which the demo shows them."""
    return [programme.facts(today) for programme in ALL]
