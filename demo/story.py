"""One programme played out: volunteers come, years go by, some are choosing today, and some just rang the bell."""

from datetime import date

from programmes.models import Programme

from . import agenda, choosing, files, guests, money, shifts, together, volunteers, years
from .company import Company
from .desk import leave_on_the_desk
from .facts import Cast, ProgrammeFacts, Year


def play(programme: Programme, facts: ProgrammeFacts, *, today: date, scale: int = 1) -> None:
    """Fill one programme, inside its scope. The same programme on the same day always becomes the same."""
    company = Company(programme, facts, today=today)
    volunteers.come(company, scale)
    together.prepare(company)
    persona_year = _persona_year(facts.cast)
    for time in range(scale):
        for year in facts.cast.years:
            years.live(company, year, is_persona=time == 0 and year is persona_year)
        for began, reviews in facts.cast.guided:
            together.go_with_a_guide(company, began=began, reviews=reviews)
        _under_way(company, facts.cast, first=time == 0)
        _at_the_door(company, facts.cast)
    years.call_off(company)
    agenda.fill(company)
    files.fill(company)
    leave_on_the_desk(company.setting)
    money.fill(company)
    shifts.fill(company)


def _persona_year(cast: Cast) -> Year:
    """The year of the participant with a persona: past half-way where there is one, else the longest."""
    running = [year for year in cast.years if year.ended is None and not year.silent]
    return next((year for year in running if "midpoint" in year.reviews and year.began < 270), running[0])


def _under_way(company: Company, cast: Cast, *, first: bool) -> None:
    """Everyone between waiting and a match, each stopped at their own point."""
    for how_many, stage in (
        (cast.choosing, choosing.chooses_now),
        (cast.wants_to_talk, choosing.wants_to_talk),
        (cast.chosen, choosing.has_chosen),
        (cast.invited, choosing.is_invited),
        (cast.agreed, choosing.wants_to_meet),
        (cast.planned, choosing.will_meet),
        (cast.held, choosing.has_met),
        (cast.one_answer, choosing.first_answer),
        (cast.second_choice, choosing.second_choice),
        (cast.late, choosing.does_not_answer),
        (cast.doubts, choosing.doubts),
        (cast.rivals, choosing.wants_the_same),
        (cast.waiting, choosing.waits),
    ):
        for turn in range(how_many):
            stage(company, turn if first else turn + how_many)


def _at_the_door(company: Company, cast: Cast) -> None:
    for number, door in enumerate(cast.applied):
        guests.sign_up(company, 1 + number * 3, door=door)
    for number in range(cast.elsewhere):
        guests.point_elsewhere(company, 34 + number * 30)
