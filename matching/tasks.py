"""A round for many people, computed by a worker."""

from programmes.jobs import RunningJob, handles
from programmes.scope import scope

from .actions import COMPUTE, fill_round
from .models import MatchingRound


@handles(COMPUTE)
def compute(job: RunningJob) -> None:
    """Fill the round that was asked for. Safe to run again: a round that is there stays."""
    with scope(job.programme_id):
        fill_round(matching=MatchingRound.objects.get(pk=job.about_id))
