"""The year together, by subject: areas of life, the plan, what helps it along, what is asked, and the conversations."""

from .areas import LifeArea
from .help import Idea, Kind, Obstacle, Printout, Size
from .instruments import Instrument
from .plan import (
    ActionStep,
    EarlierWords,
    Goal,
    GoalState,
    Plan,
    Remark,
    SeenBy,
    Stress,
    Success,
    Who,
    matches_open_to,
    participants_open_to,
)
from .reviews import Answer, How, Moment, Review

__all__ = [
    "ActionStep",
    "Answer",
    "EarlierWords",
    "Goal",
    "GoalState",
    "How",
    "Idea",
    "Instrument",
    "Kind",
    "LifeArea",
    "Moment",
    "Obstacle",
    "Plan",
    "Printout",
    "Remark",
    "Review",
    "SeenBy",
    "Size",
    "Stress",
    "Success",
    "Who",
    "matches_open_to",
    "participants_open_to",
]
