"""Ideas for steps, which a coordinator keeps; and obstacles, which anyone around a plan notes and follows."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from goals.models import Goal, Idea, LifeArea, Obstacle, Plan, Who
from programmes.actions import record
from programmes.models import Membership, Partner
from programmes.refusals import Refused, refusals

from .plan import Overtaken, keep_earlier


def add_idea(*, area: LifeArea | str, words: str, who: Who | str) -> Idea:
    """Keep a step ready that people may take over and reword. A coordinator. Raises Refused for one that is there."""
    with refusals():
        return Idea.objects.create(area=area, words=words, who=who)


def change_idea(*, idea: Idea, area: LifeArea | str, words: str, who: Who | str) -> Idea:
    """Say an idea differently. What was taken over from it stays as people wrote it. A coordinator."""
    with refusals():
        idea.area, idea.words, idea.who = LifeArea(area), words, Who(who)
        idea.save(update_fields=["area", "words", "who"])
    return idea


def drop_idea(*, idea: Idea) -> None:
    """Keep it ready no longer. A coordinator."""
    idea.delete()


def note_obstacle(
    *,
    plan: Plan,
    words: str,
    by: Membership,
    goal: Goal | None = None,
    partner: Partner | None = None,
    on: date | None = None,
) -> Obstacle:
    """Write down what stands in the way; with a partner it is passed on to them. Anyone around the plan."""
    day = on or timezone.localdate()
    if goal is not None and goal.plan_id != plan.pk:
        raise Refused(_("Dit doel staat niet in dit plan."))
    with refusals():
        obstacle = Obstacle.objects.create(
            plan=plan,
            goal=goal,
            words=words,
            partner=partner,
            passed_on=day if partner else None,
            noted_on=day,
            news_on=day,
            noted_by=by,
        )
        record("obstacle.noted", by=by, about=plan.participant.person, thing=obstacle, at=on)
    return obstacle


def follow_obstacle(
    *,
    obstacle: Obstacle,
    by: Membership,
    news: str = "",
    partner: Partner | None = None,
    is_solved: bool = False,
    version: int | None = None,
    on: date | None = None,
) -> Obstacle:
    """Tell how it stands, pass it on to (another) partner, or say that it is solved. Anyone around the plan.

    Raises Overtaken when somebody followed it after `version`. What was told before stays to be read.
    """
    day = on or timezone.localdate()
    with refusals():
        obstacle = Obstacle.objects.select_for_update(of=("self",)).get(pk=obstacle.pk)
        if version is not None and version != obstacle.version:
            raise Overtaken(_stands(obstacle), obstacle.version)
        if news and news != obstacle.news:
            keep_earlier(obstacle.plan, obstacle.news, obstacle.news_by, obstacle=obstacle)
        if partner is not None and partner.pk != obstacle.partner_id:
            obstacle.partner, obstacle.passed_on = partner, day
        obstacle.news, obstacle.news_on, obstacle.news_by = news or obstacle.news, day, by
        obstacle.solved_on = day if is_solved else None
        obstacle.version += 1
        obstacle.save(
            update_fields=["partner", "passed_on", "news", "news_on", "news_by", "solved_on", "version"]
        )
        verb = "obstacle.solved" if is_solved else "obstacle.followed"
        record(verb, by=by, about=obstacle.plan.participant.person, thing=obstacle, at=on)
    return obstacle


def _stands(obstacle: Obstacle) -> str:
    """How it stands, for whoever writes at the same moment."""
    told = [obstacle.news or obstacle.words]
    if obstacle.partner is not None:
        told.append(_("doorgegeven aan %(partner)s") % {"partner": obstacle.partner})
    if obstacle.solved_on is not None:
        told.append(_("opgelost"))
    return "\n".join(told)
