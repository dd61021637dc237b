"""Conversations about the year: one question a page, the participant's answers first, what was said before only after.

Whoever leaves one finds it where it stopped. Everything given is kept at once.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.models import Role
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms
from ..achieved import achieved, marks_chart, tell
from ..conversation import QUESTIONS
from ..forms import FinishForm, PaperTalkForm, PlanTalkForm, QuestionForm, ViewForm
from ..instruments import Item, Scale, in_language
from ..models import Answer, How, Moment, Review
from ..shipped import LADDER
from ..year import Year
from .frame import frame, page, page_with_form, participant_of, plan_url, to_plan, year_of


@require_safe
def review(request: ProgrammeRequest, participant_id: int, moment: str) -> HttpResponse:
    """The conversation of this moment: what came of it, where it stopped, or how to begin it."""
    year = _year_with(request, participant_id, moment)
    kept = _kept(year, moment)
    if kept and kept.begun_at:
        return redirect(request.programme.to("goals:talk", kept.pk))
    if not _may_begin(request, year, moment):
        messages.info(request, _("Dit gesprek komt nog. Je ziet hier wanneer."))
        return to_plan(request, year.participant, "lijn")
    context = {
        **frame(request, year),
        "moment": moment,
        "may_measure": actions.may_measure(year.participant),
        "kept": kept,
    }
    return render(request, "goals/begin_talk.html", context)


@require_POST
def begin_review(request: ProgrammeRequest, participant_id: int, moment: str) -> HttpResponse:
    """Open the conversation, with or without numbers, on this screen."""
    year = _year_with(request, participant_id, moment)
    permit(perms.holds_reviews(request.membership))
    if not _may_begin(request, year, moment):
        messages.info(request, _("Dit gesprek komt nog. Je ziet hier wanneer."))
        return to_plan(request, year.participant, "lijn")
    # A no to numbers is the participant's: nobody turns it round by beginning a conversation.
    with_marks = request.POST.get("numbers") == "yes" and actions.may_measure(year.participant)
    if with_marks:
        actions.allow_measuring(participant=year.participant, by=request.membership)
    begun = actions.begin_review(
        plan=actions.open_plan(participant=year.participant),
        match=year.track.match if year.track else None,
        moment=moment,
        by=request.membership,
        with_marks=with_marks,
    )
    return redirect(request.programme.to("goals:talk", begun.pk))


@require_safe
def talk(request: ProgrammeRequest, review_id: int) -> HttpResponse:
    """One conversation: what came of it when it was held, else the first question that is still open."""
    kept = _review(request, review_id)
    if kept.held_on is None:
        following = kept.answers.filter(given_at__isnull=True).first()
        if kept.begun_at is None:
            return redirect(request.programme.to("goals:review", kept.plan.participant_id, kept.moment))
        if following is None:
            return redirect(request.programme.to("goals:finish_review", kept.pk))
        return redirect(request.programme.to("goals:question", kept.pk, following.position))
    year = year_of(request, kept.plan.participant)
    context = {
        **frame(request, year),
        **_told(request, kept),
        "review": kept,
        "may_add": perms.holds_reviews(request.membership),
        "may_end": kept.match is not None
        and kept.match.ended_on is None
        and request.membership.has_role(Role.COORDINATOR),
    }
    return render(request, "goals/review_result.html", context)


@page_with_form
def question(request: ProgrammeRequest, review_id: int, position: int) -> HttpResponse:
    """One question. A number is one tap and leads on by itself; nothing is shown of what was said before."""
    kept = _review(request, review_id)
    if kept.held_on is not None or kept.begun_at is None:
        return redirect(request.programme.to("goals:talk", kept.pk))
    answers = list(kept.answers.select_related("instrument"))
    answer = next((each for each in answers if each.position == position), None)
    if answer is None:
        raise Http404
    year = year_of(request, kept.plan.participant)
    asked = {**_asked(answer, year), "known": _known(answer, kept, year)}
    data = posted(request)
    form = QuestionForm(
        data,
        answer=answer,
        label=asked["label"],
        hint=asked["hint"],
        initial={"words": answer.words, "value": answer.value},
    )
    if form.is_valid():
        try:
            actions.answer_question(
                answer=answer,
                value=form.cleaned_data.get("value"),
                words=form.cleaned_data.get("words", ""),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(_onward(request, kept, position, len(answers)))
    context = {
        **_calm(request, year),
        "form": form,
        "answer": answer,
        "review": kept,
        "place": position,
        "places": len(answers),
        "previous": position - 1,
        **asked,
    }
    return form_page(request, "goals/question.html", context)


@page_with_form
def finish_review(request: ProgrammeRequest, review_id: int) -> HttpResponse:
    """Every answer is given: what was said at the beginning stands beside it now, and the conversation can be closed."""
    kept = _review(request, review_id)
    if kept.held_on is not None or kept.begun_at is None:
        return redirect(request.programme.to("goals:talk", kept.pk))
    year = year_of(request, kept.plan.participant)
    if kept.answers.filter(given_at__isnull=True).exists():
        return redirect(request.programme.to("goals:talk", kept.pk))
    form = FinishForm(posted(request), initial={"held_on": year.today})
    if form.is_valid():
        permit(perms.holds_reviews(request.membership))
        try:
            actions.finish_review(review=kept, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, None if "leeg" in refused.message else "held_on")
        else:
            messages.success(request, _("Het gesprek is opgeslagen."))
            return redirect(request.programme.to("goals:talk", kept.pk))
    may_finish = perms.holds_reviews(request.membership)
    last = kept.answers.count()
    context = {**_calm(request, year), **_told(request, kept), "form": form, "review": kept, "last": last}
    return form_page(request, "goals/finish_talk.html", {**context, "may_finish": may_finish})


@page_with_form
def add_view(request: ProgrammeRequest, review_id: int) -> HttpResponse:
    """What the buddy, or whoever else held the conversation, wants to put beside the participant's own answers."""
    permit(perms.holds_reviews(request.membership))
    kept = _review(request, review_id)
    if kept.held_on is None:
        messages.info(
            request,
            _("Eerst geeft %(name)s zelf alle antwoorden.")
            % {"name": kept.plan.participant.person.first_name},
        )
        return redirect(request.programme.to("goals:talk", kept.pk))
    year = year_of(request, kept.plan.participant)
    is_buddy = request.membership.has_role(Role.BUDDY)
    marks = Answer.objects.filter(review=kept, instrument__isnull=False, value__isnull=False)
    answers = [
        each
        for each in marks.select_related("instrument")
        if is_buddy
        and "buddy" in each.instrument.asks.administered_by
        and not each.instrument.asks.scale.is_all_words
    ]
    form = ViewForm(
        posted(request),
        answers=answers,
        initial={"words": kept.buddy_words if is_buddy else kept.staff_words},
    )
    if form.is_valid():
        words = form.cleaned_data["words"]
        if is_buddy:
            actions.add_buddy_view(review=kept, by=request.membership, words=words, values=form.values())
        else:
            actions.add_staff_words(review=kept, by=request.membership, words=words)
        messages.success(request, _("Het staat erbij."))
        return redirect(request.programme.to("goals:talk", kept.pk))
    return page(request, "goals/add_view.html", year, form, review=kept, is_buddy=is_buddy)


@page_with_form
def on_paper(request: ProgrammeRequest, participant_id: int, moment: str) -> HttpResponse:
    """The whole conversation on one page, as it was filled in on paper."""
    year = _year_with(request, participant_id, moment)
    permit(perms.holds_reviews(request.membership))
    kept = _kept(year, moment)
    if kept and kept.held_on:
        return redirect(request.programme.to("goals:talk", kept.pk))
    if not kept and not _may_begin(request, year, moment):
        messages.info(request, _("Dit gesprek komt nog. Je ziet hier wanneer."))
        return to_plan(request, year.participant, "lijn")
    starts_on = year.track.starts_on if year.track else year.today
    form = PaperTalkForm(
        posted(request),
        answers=_questions(request, year, moment),
        starts_on=starts_on,
        buddy=year.words.buddy,
        initial={"held_on": year.today},
    )
    if form.is_valid():
        try:
            held = _keep_paper(request, year, moment, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Het gesprek is opgeslagen."))
            return redirect(request.programme.to("goals:talk", held.pk))
    return page(request, "goals/paper_talk.html", year, form, moment=moment)


def _questions(request: ProgrammeRequest, year: Year, moment: str) -> list[Answer]:
    actions.ensure_shipped()
    match = year.track.match if year.track else None
    return actions.questions_for(
        plan=year.plan, participant=year.participant, match=match, moment=moment, by=request.membership
    )


def _keep_paper(request: ProgrammeRequest, year: Year, moment: str, form: PaperTalkForm) -> Review:
    """All of the paper, or nothing: a refusal rolls the whole request back."""
    begun = actions.begin_review(
        plan=actions.open_plan(participant=year.participant),
        match=year.track.match if year.track else None,
        moment=moment,
        by=request.membership,
        how=How.PAPER,
    )
    for answer in begun.answers.select_related("instrument"):
        value, words = form.given(answer)
        actions.answer_question(answer=answer, value=value, words=words)
    return actions.finish_review(review=begun, by=request.membership, held_on=form.cleaned_data["held_on"])


@require_safe
def blank(request: ProgrammeRequest, participant_id: int, moment: str) -> HttpResponse:
    """The questions on paper, with room to write. For who would rather not have a screen between them."""
    year = _year_with(request, participant_id, moment)
    if not _may_begin(request, year, moment) and _kept(year, moment) is None:
        messages.info(request, _("Dit gesprek komt nog. Je ziet hier wanneer."))
        return to_plan(request, year.participant, "lijn")
    permit(perms.holds_reviews(request.membership))
    asked = [_asked(answer, year) for answer in _questions(request, year, moment)]
    return render(request, "goals/blank_talk.html", {"year": year, "moment": moment, "asked": asked})


@page_with_form
def agree(request: ProgrammeRequest, participant_id: int, moment: str) -> HttpResponse:
    """Agree on a day for the conversation."""
    year = _year_with(request, participant_id, moment)
    permit(perms.holds_reviews(request.membership))
    kept = _kept(year, moment)
    if year.track is None or (kept and kept.held_on):
        return to_plan(request, year.participant, "lijn")
    form = PlanTalkForm(posted(request), initial={"on": kept.planned_for if kept else None})
    if form.is_valid():
        actions.plan_review(
            plan=actions.open_plan(participant=year.participant),
            match=year.track.match,
            moment=moment,
            by=request.membership,
            **form.cleaned_data,
        )
        messages.success(request, _("De afspraak staat erbij."))
        return to_plan(request, year.participant, "lijn")
    return page(request, "goals/agree.html", year, form, moment=moment)


@require_safe
def result(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """*Kijk wat jij bereikt hebt*."""
    year = year_of(request, participant_of(request, participant_id))
    context = {**frame(request, year), "told": achieved(year, accent=request.programme.accent)}
    return render(request, "goals/achieved.html", context)


@page_with_form
def measuring(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Whether numbers may be kept. Saying no lets every answer go; the plan stays. The participant or a coordinator."""
    participant = participant_of(request, participant_id)
    permit(request.membership.has_role(Role.PARTICIPANT, Role.COORDINATOR))
    year = year_of(request, participant)
    if request.method == "POST":
        if request.POST.get("numbers") == "yes":
            actions.allow_measuring(participant=participant, by=request.membership)
            messages.success(request, _("Goed. In een volgend gesprek vragen we ook cijfers."))
        elif request.POST.get("numbers") == "no":
            actions.stop_measuring(participant=participant, by=request.membership)
            messages.success(request, _("De antwoorden zijn weg. Het plan is er nog."))
        else:
            raise Refused(_("Kies ja of nee."))
        return redirect(plan_url(request, participant))
    may_measure = actions.may_measure(participant)
    return render(request, "goals/measuring.html", {**frame(request, year), "may_measure": may_measure})


def _review(request: ProgrammeRequest, review_id: int) -> Review:
    permit(perms.opens_plans(request.membership))
    mine = Review.objects.open_to(request.membership)
    people = mine.select_related(
        "plan__participant__person",
        "match__buddy__person",
        "held_by__person",
        "buddy_by__person",
        "staff_by__person",
    )
    return get_object_or_404(people, pk=review_id)


def _year_with(request: ProgrammeRequest, participant_id: int, moment: str) -> Year:
    if moment not in Moment:
        permit(perms.opens_plans(request.membership))
        raise Http404
    return year_of(request, participant_of(request, participant_id))


def _kept(year: Year, moment: str) -> Review | None:
    """The conversation as far as there is one; of an extra one only one that was begun and left."""
    mine = [each for each in year.reviews_now if each.moment == moment]
    if moment == Moment.EXTRA:
        mine = [each for each in mine if not each.is_held]
    return mine[-1] if mine else None


def _may_begin(request: ProgrammeRequest, year: Year, moment: str) -> bool:
    """Whether it is time for it, and this person holds conversations. An extra one is always possible in a year."""
    if not perms.holds_reviews(request.membership) or year.track is None:
        return False
    if moment == Moment.EXTRA:
        return True
    kept, when = _kept(year, moment), year.moment(moment)
    return when is not None and (
        when.is_open or bool(kept and kept.planned_for and kept.planned_for <= year.today)
    )


def _told(request: ProgrammeRequest, kept: Review) -> dict[str, Any]:
    """What was said, beside the first conversation of the same year; with its drawing when there were numbers."""
    first = (
        Review.objects.held()
        .filter(plan=kept.plan, match=kept.match)
        .filter(
            Q(held_on__lt=kept.held_on) | Q(held_on=kept.held_on, pk__lt=kept.pk) if kept.held_on else Q()
        )
        .order_by("held_on", "id")
        .first()
    )
    told = tell(kept, first=first, buddy_word=request.programme.words.buddy)
    drawing = marks_chart(told.marks, accent=request.programme.accent) if told.marks else None
    return {"told": told, "drawing": drawing}


def _asked(answer: Answer, year: Year) -> dict[str, Any]:
    """The words of one question: `label`, `hint`, the life area when it has one, and what the scale's ends mean."""
    if answer.instrument is None:
        own = QUESTIONS[answer.item]
        words = {"buddy": year.words.buddy}
        label, hint = (
            str(text) % words if "%(" in str(text) else str(text) for text in (own.asked, own.hint)
        )
        return {
            "label": label,
            "hint": hint,
            "area": "",
            "kind": own.kind,
            "ends": ("", ""),
            "others": [],
            "source": "",
        }
    asks = answer.instrument.asks
    item, scale = asks.item(answer.item), asks.scale
    ends = tuple(in_language(scale.words.get(end, {})) for end in (scale.low, scale.high))
    return {
        "label": in_language(item.words),
        "hint": in_language(item.help),
        "area": item.area,
        "kind": "list" if scale.is_all_words else "marks",
        "ends": ends,
        "steps": range(scale.low, scale.high + 1),
        "last": scale.high,
        "scale_words": [in_language(scale.words.get(step, {})) for step in range(scale.low, scale.high + 1)],
        "others": _in_own_languages(item, scale, year),
        "source": answer.instrument.source,
    }


def _known(answer: Answer, kept: Review, year: Year) -> int | None:
    """The place on the ladder that came up at the first talk: offered once, when the year is asked for its beginning."""
    is_ladder = answer.instrument is not None and answer.instrument.key == LADDER
    if not is_ladder or kept.moment != Moment.START or answer.given_at is not None:
        return None
    intake = year.participant.intakes.first()
    return intake.ladder if intake else None


def _in_own_languages(item: Item, scale: Scale, year: Year) -> list[dict[str, Any]]:
    """The question in the languages of the person it is for, as far as it was written down in them."""
    told = []
    for code in year.participant.person.languages:
        if code != "nl" and code in item.words:
            steps = [(step, words[code]) for step, words in sorted(scale.words.items()) if code in words]
            told.append(
                {"code": code, "words": item.words[code], "help": item.help.get(code), "steps": steps}
            )
    return told


def _calm(request: ProgrammeRequest, year: Year) -> dict[str, Any]:
    """A page between two people: no menu, big letters, whoever holds the device."""
    return {**frame(request, year), "shell": "shell_phone.html", "nav_items": []}


def _onward(request: ProgrammeRequest, kept: Review, position: int, places: int) -> str:
    if position < places:
        return request.programme.to("goals:question", kept.pk, position + 1)
    return request.programme.to("goals:talk", kept.pk)
