"""The access matrix: every address × every role, in one's own programme, from another, and signed out.

An address without a row fails. `who` are the letters of the roles that may; everyone else gets 403, or 404 where
the thing is not theirs to know of. A member of another programme gets 404, someone signed out is asked to sign in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from buddies import joining as volunteers
from buddies.actions import check_place
from buddies.models import Deployment, Paper, PlaceCheck
from matching.models import Introduction
from participants import joining as participants
from participants.actions import give_consent, make_link
from participants.models import Participant, Purpose, ReferralLink
from programmes.models import BulkChange, Gate, Import, Joining, Membership, Phase, Role
from programmes.scope import scope
from reports.digest import token_of
from tests import factories as make
from tests.conftest import client_of
from tests.worlds import World, fill_up, make_world

LETTERS = {
    "C": Role.COORDINATOR,
    "P": Role.PROFESSIONAL,
    "B": Role.BUDDY,
    "D": Role.PARTICIPANT,
    "R": Role.REFERRER,
    "F": Role.FUNDER,
    "A": Role.ADMINISTRATOR,
}
EVERYONE = "CPBDRFA"
TODAY = timezone.localdate()


def nothing(_world: World) -> list[Any]:
    return []


@dataclass(frozen=True)
class Row:
    """`who` may; `things` gives the ids in the address out of a world; `posts` says the page only takes POST.

    `is_thing=False`: what stands in the address is no row of a programme.
    """

    who: str
    things: Callable[[World], list[Any]] = nothing
    posts: bool = False
    is_public: bool = False
    is_thing: bool = True


def make_colleague(**more: Any) -> Membership:
    return make.MembershipFactory(role=Role.COORDINATOR, **more)


def import_of(world: World, state: str = "looked") -> int:
    """A file with one row that is right, one double and one that is refused."""
    found = {
        "good": 1,
        "doubles": 1,
        "refused": 1,
        "was_here": 0,
        "skipped": 0,
        "problems": 1,
        "examples": ["Noor"],
    }
    problem = {"row": 3, "column": "Naam", "reason": "Er staat geen naam.", "stops": True}
    brought = Import.objects.create(
        kind="participants",
        file_name="lijst.csv",
        state=state,
        headings=["Naam", "BSN"],
        columns=["full", "never"],
        found={**found, "list": [problem], "twice": [{"row": 2, "name": "Noor", "why": ["dezelfde naam"]}]},
        refused=[{"row": 3, "cells": ["", ""], "why": "Er staat geen naam."}],
        made_by=world.coordinator,
    )
    return brought.pk


def change_of(world: World, kind: str) -> int:
    """Something done for several at once, not undone yet."""
    return BulkChange.objects.create(kind=kind, before={}, after={}, by=world.coordinator).pk


def report_of(world: World) -> list[Any]:
    return [world.report.pk]


def link_of(world: World) -> ReferralLink:
    return make_link(partner=world.referring_partner, holder="Wil", by=world.coordinator)[0]


def link_in_use() -> str:
    """The secret of a link that works."""
    staff = make.MembershipFactory()
    return make_link(partner=make.PartnerFactory(), holder="Wil", by=staff)[1]


def card_with_photo(world: World) -> list[Any]:
    """A card of the chooser, who is not the participant among the roles."""
    card = world.round.cards.get(buddy=world.free_buddy)
    make.PhotoFactory(buddy=card.buddy)
    return [world.round.pk, card.pk]


def with_photo(world: World) -> list[Any]:
    """The volunteer among the roles, guided by the professional among them."""
    return [make.PhotoFactory(buddy=world.buddy).buddy_id]


def joined(world: World, kind: str = "participant") -> Joining:
    """Two people put together, so that they can be taken apart."""
    known = make.PersonFactory()
    if kind == "buddy":
        newcomer = make.BuddyFactory(status="interested")
        volunteers.join(newcomer=newcomer, known=known, by=world.coordinator)
    else:
        participants.join(newcomer=make.ParticipantFactory(), known=known, by=world.coordinator)
    return known.joinings.get()


def new_volunteer() -> int:
    return make.BuddyFactory(status="interested").pk


def newcomer_and_known() -> list[Any]:
    return [make.ParticipantFactory().pk, make.PersonFactory().pk]


def who_signs_in(role: str) -> int:
    """A participant or volunteer with an account that nobody else in this test uses."""
    person = make.MembershipFactory(role=role).person
    factory = make.ParticipantFactory if role == "participant" else make.BuddyFactory
    return factory(person=person).pk


def consent_of(world: World) -> list[Any]:
    participant = make.ParticipantFactory()
    given = give_consent(
        participant=participant, purpose=Purpose.CALL_LATER, given_by="Noor", by=world.coordinator
    )
    return [participant.pk, given.pk]


def moved_on() -> Participant:
    return make.ParticipantFactory(status="moved_on", accepted_on=TODAY, closed_on=TODAY)


def deployed(world: World) -> Deployment:
    return Deployment.objects.create(
        buddy=world.buddy, task="host", place="Ons Huis", since=TODAY, made_by=world.coordinator
    )


def checked(world: World) -> PlaceCheck:
    return check_place(buddy=world.buddy, by=world.coordinator, stays="unsure", fits="partly")


def paper_of(world: World) -> Paper:
    return Paper.objects.create(
        buddy=world.buddy, kind="agreement", made_by=world.coordinator, pdf=b"%PDF-1.7"
    )


def phase_of_before() -> Phase:
    return Phase.objects.create(name="Voorloper", starts_on=TODAY)


def gate_of_before() -> Gate:
    last = Gate.objects.latest("position").position
    return make.GateFactory(kind="other", position=last + 1, retired_at=timezone.now())


def renewable(world: World) -> list[Any]:
    """A volunteer with a gate whose validity runs out."""
    step = world.buddy.steps.first()
    step.valid_until = TODAY
    step.save()
    return [world.buddy.pk, step.gate_id]


def line_of(world: World) -> list[Any]:
    line = make.RoundLineFactory(card=world.round.cards.first())
    return [line.matching_id, line.pk]


def planned(world: World) -> Introduction:
    """The couple's own meeting, with a day."""
    world.introduction.planned_for = timezone.now()
    world.introduction.save(update_fields=["planned_for"])
    return world.introduction


ROWS: dict[str, Row] = {
    "programmes:public": Row(EVERYONE, is_public=True),
    "programmes:begin": Row(EVERYONE),
    "programmes:about": Row("CA"),
    "programmes:settings": Row("C"),
    "programmes:roles": Row("CA"),
    "programmes:role": Row("CA", lambda w: [w.coordinator.pk]),
    "programmes:end_role": Row("CA", lambda w: [make_colleague().pk], posts=True),
    "programmes:resume_role": Row("CA", lambda w: [make_colleague(ended_at=timezone.now()).pk], posts=True),
    "programmes:invite": Row("CA"),
    "programmes:invite_person": Row("C", lambda w: [w.participant.person_id, "participant"], posts=True),
    "programmes:invitation": Row("CA", lambda w: [make.InvitationFactory(made_by=w.coordinator).pk]),
    "programmes:withdraw_invitation": Row(
        "CA", lambda w: [make.InvitationFactory(made_by=w.coordinator).pk], posts=True
    ),
    "programmes:accept_invitation": Row(
        EVERYONE, lambda w: [make.InvitationFactory(made_by=w.coordinator).token], is_public=True
    ),
    "programmes:look": Row("C"),
    "programmes:working": Row("C"),
    "programmes:parts": Row("C", lambda _world: ["wijken"], is_thing=False),
    "programmes:add_part": Row("C", lambda _world: ["fases"], is_thing=False),
    "programmes:part": Row("C", lambda w: ["wijken", w.neighbourhood.pk]),
    "programmes:remove_part": Row("C", lambda _world: ["fases", phase_of_before().pk], posts=True),
    "programmes:imports": Row("C"),
    "programmes:import": Row("C", lambda w: [import_of(w)]),
    "programmes:import_columns": Row("C", lambda w: [import_of(w)], posts=True),
    "programmes:import_take_over": Row("C", lambda w: [import_of(w)], posts=True),
    "programmes:import_given_back": Row("C", lambda w: [import_of(w, "done"), "csv"]),
    "programmes:import_drop": Row("C", lambda w: [import_of(w)], posts=True),
    "programmes:partners": Row("C"),
    "programmes:add_partner": Row("C"),
    "programmes:partner": Row("C", lambda w: [w.referring_partner.pk]),
    "programmes:export_partners": Row("C", lambda _world: ["xlsx"], is_thing=False),
    "programmes:several_partners": Row("C", posts=True),
    "programmes:undo_several_partners": Row("C", lambda w: [change_of(w, "partners.rol")], posts=True),
    "participants:sign_up": Row(EVERYONE, is_public=True),
    "participants:sign_up_family": Row(EVERYONE, is_public=True),
    "participants:sign_up_someone": Row(EVERYONE, is_public=True),
    "participants:thanks": Row(EVERYONE, is_public=True),
    "participants:refer": Row("CR"),
    "participants:my_referrals": Row("R"),
    "participants:list": Row("CP"),
    "participants:export": Row("CP", lambda _world: ["csv"], is_thing=False),
    "participants:several": Row("C", posts=True),
    "participants:undo_several": Row("C", lambda w: [change_of(w, "participants.wijk")], posts=True),
    "participants:person": Row("CP", lambda w: [w.participant.pk]),
    "participants:edit": Row("C", lambda w: [w.participant.pk]),
    "participants:let_in": Row("C", lambda w: [w.participant.pk], posts=True),
    "participants:accept": Row("C", lambda w: [w.applicant.pk]),
    "participants:elsewhere": Row("C", lambda w: [w.applicant.pk]),
    "participants:move_on": Row("C", lambda w: [w.participant.pk]),
    "participants:paper": Row(EVERYONE, lambda _world: ["self"], is_public=True, is_thing=False),
    "participants:refer_by_link": Row(EVERYONE, lambda _world: [link_in_use()], is_public=True),
    "participants:links": Row("C"),
    "participants:withdraw_link": Row("C", lambda w: [link_of(w).pk], posts=True),
    "participants:restore_link": Row("C", lambda w: [link_of(w).pk], posts=True),
    "participants:inbox": Row("C"),
    "participants:add": Row("C", lambda _world: ["self"], is_thing=False),
    "participants:part": Row("C", lambda w: [joined(w).pk], posts=True),
    "participants:compare": Row("C", lambda w: [w.applicant.pk, w.chooser.person_id]),
    "participants:join": Row("C", lambda _world: newcomer_and_known(), posts=True),
    "participants:put_on_the_list": Row("C", lambda w: [w.applicant.pk]),
    "participants:undo_decision": Row(
        "C", lambda _world: [make.ParticipantFactory(waits=True).pk], posts=True
    ),
    "participants:home": Row("C", lambda w: [w.participant.pk]),
    "participants:consent": Row("C", lambda w: [w.participant.pk]),
    "participants:withdraw_consent": Row("C", consent_of, posts=True),
    "participants:hand_over": Row("C", lambda w: [w.participant.pk]),
    "participants:come_back": Row("C", lambda w: [w.participant.pk]),
    "participants:undo_move_on": Row("C", lambda _world: [moved_on().pk], posts=True),
    "participants:guide_without_buddy": Row("C", lambda w: [w.waiting.pk], posts=True),
    "participants:look_for_buddy": Row(
        "C", lambda _world: [make.ParticipantFactory(status="guided").pk], posts=True
    ),
    "participants:card": Row("C", lambda w: [w.participant.pk], posts=True),
    "participants:withdraw_card": Row("C", lambda _world: [who_signs_in("participant")], posts=True),
    "programmes:card": Row(EVERYONE, is_public=True),
    "programmes:card_scanned": Row(
        EVERYONE, lambda _world: ["ACDE-FGHJ-KMNP"], is_public=True, is_thing=False
    ),
    "buddies:inbox": Row("C"),
    "buddies:part": Row("C", lambda w: [joined(w, "buddy").pk], posts=True),
    "buddies:compare": Row("C", lambda w: [new_volunteer(), w.chooser.person_id]),
    "buddies:join": Row("C", lambda _world: [new_volunteer(), make.PersonFactory().pk], posts=True),
    "buddies:from_person": Row("C", lambda w: [w.chooser.person_id]),
    "buddies:way_in": Row("C"),
    "buddies:gates": Row("C"),
    "buddies:add_gate": Row("C"),
    "buddies:gate": Row("C", lambda w: [w.gates[0].pk]),
    "buddies:move_gate": Row("C", lambda w: [w.gates[0].pk], posts=True),
    "buddies:retire_gate": Row("C", lambda w: [w.gates[1].pk], posts=True),
    "buddies:resume_gate": Row("C", lambda _world: [gate_of_before().pk], posts=True),
    "buddies:agreement": Row("C"),
    "buddies:own_place": Row("B"),
    "buddies:stop": Row("C", lambda w: [w.buddy.pk]),
    "buddies:come_back": Row("C", lambda _world: [make.BuddyFactory(status="stopped").pk], posts=True),
    "buddies:deploy": Row("C", lambda w: [w.buddy.pk]),
    "buddies:end_deployment": Row("C", lambda w: [deployed(w).pk], posts=True),
    "buddies:place_check": Row("C", lambda w: [w.buddy.pk]),
    "buddies:talked": Row("C", lambda w: [checked(w).pk], posts=True),
    "buddies:make_paper": Row("C", lambda w: [w.buddy.pk, "agreement"], posts=True),
    "buddies:paper": Row("C", lambda w: [paper_of(w).pk]),
    "buddies:download_paper": Row("C", lambda w: [paper_of(w).pk]),
    "buddies:card": Row("C", lambda w: [w.buddy.pk], posts=True),
    "buddies:withdraw_card": Row("C", lambda _world: [who_signs_in("buddy")], posts=True),
    "buddies:ask_renewal": Row("C", renewable, posts=True),
    "buddies:cancel_renewal": Row("C", renewable, posts=True),
    "buddies:sign_up": Row(EVERYONE, is_public=True),
    "buddies:thanks": Row(EVERYONE, is_public=True),
    "buddies:list": Row("CP"),
    "buddies:export": Row("CP", lambda _world: ["csv"], is_thing=False),
    "buddies:several": Row("C", posts=True),
    "buddies:undo_several": Row("C", lambda w: [change_of(w, "buddies.wijk")], posts=True),
    "buddies:person": Row("CP", lambda w: [w.buddy.pk]),
    "buddies:step": Row("C", lambda w: [w.newcomer.pk, w.gates[0].pk], posts=True),
    "buddies:undo_step": Row("C", lambda w: [w.buddy.pk, w.gates[1].pk], posts=True),
    "buddies:edit": Row("C", lambda w: [w.buddy.pk]),
    "buddies:pause": Row("C", lambda w: [w.buddy.pk]),
    "buddies:resume": Row("C", lambda _world: [make.BuddyFactory(status="paused").pk], posts=True),
    "buddies:let_in": Row("C", lambda w: [w.buddy.pk], posts=True),
    "buddies:own_card": Row("B"),
    "buddies:own_photo": Row("B"),
    "buddies:remove_own_photo": Row("B", posts=True),
    "buddies:photo": Row("CPB", with_photo),
    "buddies:remove_photo": Row("C", with_photo, posts=True),
    "matching:board": Row("C"),
    "matching:make_round": Row("C", lambda w: [w.waiting.pk]),
    "matching:my_choice": Row("D"),
    "matching:tablet": Row("C", lambda w: [w.round.pk]),
    "matching:choose": Row("C", lambda w: [w.round.pk], posts=True),
    "matching:talk_first": Row("C", lambda w: [w.round.pk], posts=True),
    "matching:invite": Row("C", lambda w: [w.round.pk], posts=True),
    "matching:invitation": Row("B", lambda w: [w.invitation.pk]),
    "matching:meeting": Row("C", lambda w: [w.invitation.pk]),
    "matching:klik": Row("CB", lambda w: [w.invitation.pk]),
    "matching:round": Row("C", lambda w: [w.round.pk]),
    "matching:talked": Row("C", lambda w: [w.round.pk], posts=True),
    "matching:close_round": Row("C", lambda w: [w.round.pk], posts=True),
    "matching:exclude": Row("C", lambda w: [w.waiting.pk, w.free_buddy.pk]),
    "matching:rounds": Row("C"),
    "matching:compute": Row("C", posts=True),
    "matching:proposal": Row("C", lambda _world: [make.MatchingRoundFactory().pk]),
    "matching:carry_out": Row("C", lambda _world: [make.MatchingRoundFactory().pk], posts=True),
    "matching:set_aside": Row("C", lambda _world: [make.MatchingRoundFactory().pk], posts=True),
    "matching:block": Row("C", line_of),
    "matching:urgent": Row("C", lambda w: [w.waiting.pk]),
    "matching:not_urgent": Row("C", lambda w: [w.waiting.pk], posts=True),
    "matching:allow": Row("C", lambda _world: [make.ExclusionFactory().pk], posts=True),
    "matching:settings": Row("C"),
    "matching:near": Row("C"),
    "matching:wishes": Row("C", lambda w: [w.waiting.pk]),
    "matching:my_wishes": Row("D"),
    "matching:photo": Row("C", card_with_photo),
    "matching:tablet_photo": Row("C", card_with_photo),
    "matching:paper": Row("C", lambda w: [w.round.pk]),
    "matching:calendar": Row("CBD", lambda w: [planned(w).pk]),
    "matching:go_on": Row("C", lambda w: [w.invitation.pk], posts=True),
    "matching:trial": Row("CD", lambda w: [w.match.pk]),
    "matching:pause_match": Row("C", lambda w: [w.match.pk]),
    "matching:resume_match": Row("C", lambda w: [w.match.pk], posts=True),
    "matching:withdraw": Row("C", lambda w: [w.invitation.pk]),
    "matching:start_match": Row("C", lambda w: [w.invitation.pk], posts=True),
    "matching:match": Row("CP", lambda w: [w.match.pk]),
    "matching:end_match": Row("C", lambda w: [w.match.pk]),
    "goals:plan": Row("CPBD", lambda w: [w.participant.pk]),
    "goals:my_year": Row("D"),
    "goals:add_goal": Row("CPBD", lambda w: [w.participant.pk]),
    "goals:add_step": Row("CPBD", lambda w: [w.goal.pk]),
    "goals:finish_step": Row("CPBD", lambda w: [w.step.pk], posts=True),
    "goals:reopen_step": Row("CPBD", lambda w: [w.step.pk], posts=True),
    "goals:celebrate": Row("CPBD", lambda w: [w.participant.pk]),
    "goals:goal_state": Row("CPBD", lambda w: [w.goal.pk], posts=True),
    "goals:set_wish": Row("CPBD", lambda w: [w.participant.pk]),
    "goals:stress": Row("CPBD", lambda w: [w.participant.pk, "money"]),
    "goals:reword_goal": Row("CPBD", lambda w: [w.goal.pk]),
    "goals:reword_step": Row("CPBD", lambda w: [w.step.pk]),
    "goals:take_away": Row("CPBD", lambda w: ["doel", w.goal.pk], posts=True),
    "goals:put_back": Row("CPBD", lambda w: ["doel", w.goal.pk], posts=True),
    "goals:show_success": Row("D", lambda w: [w.success.pk]),
    "goals:remark": Row("CPBD", lambda w: [w.participant.pk]),
    "goals:take_back_remark": Row("CPBD", lambda w: [w.remark.pk], posts=True),
    "goals:note_obstacle": Row("CPBD", lambda w: [w.participant.pk]),
    "goals:follow_obstacle": Row("CPBD", lambda w: [w.obstacle.pk]),
    "goals:guide": Row("C", lambda w: [w.participant.pk]),
    "goals:end_guiding": Row("C", lambda w: [w.participant.pk], posts=True),
    "goals:enter_paper": Row("CPBD", lambda w: [w.participant.pk]),
    "goals:result": Row("CPBD", lambda w: [w.participant.pk]),
    "goals:measuring": Row("CD", lambda w: [w.participant.pk]),
    "goals:review": Row("CPBD", lambda w: [w.participant.pk, "start"]),
    "goals:begin_review": Row("CPB", lambda w: [w.participant.pk, "start"], posts=True),
    "goals:agree": Row("CPB", lambda w: [w.participant.pk, "midpoint"]),
    "goals:on_paper": Row("CPB", lambda w: [w.participant.pk, "start"]),
    "goals:blank": Row("CPB", lambda w: [w.participant.pk, "start"]),
    "goals:talk": Row("CPBD", lambda w: [w.review.pk]),
    "goals:question": Row("CPBD", lambda w: [w.review.pk, 1]),
    "goals:finish_review": Row("CPBD", lambda w: [w.review.pk]),
    "goals:add_view": Row("CPB", lambda w: [w.review.pk]),
    "goals:ask_printout": Row("CPBD", lambda w: [w.participant.pk, "plan"]),
    "goals:printout": Row("C", lambda w: [w.printout.pk]),
    "goals:printout_progress": Row("C", lambda w: [w.printout.pk]),
    "goals:take_printout": Row("C", lambda w: [w.printout.pk]),
    "goals:obstacles": Row("C"),
    "goals:ideas": Row("C"),
    "goals:add_idea": Row("C"),
    "goals:change_idea": Row("C", lambda w: [w.idea.pk]),
    "goals:drop_idea": Row("C", lambda w: [make.IdeaFactory().pk], posts=True),
    "goals:instruments": Row("C"),
    "goals:import_instrument": Row("C"),
    "goals:make_instrument": Row("C"),
    "goals:change_instrument": Row("C", lambda w: [w.instrument.pk]),
    "goals:say_instrument": Row("C", lambda w: [w.instrument.pk, "ar"]),
    "goals:instrument": Row("C", lambda w: [w.instrument.pk]),
    "goals:export_instrument": Row("C", lambda w: [w.instrument.pk]),
    "goals:activate_instrument": Row("C", lambda w: [w.instrument.pk], posts=True),
    "goals:retire_instrument": Row("C", lambda w: [w.instrument.pk], posts=True),
    "activities:list": Row("CP"),
    "activities:add": Row("CP"),
    "activities:session": Row("CPB", lambda w: [w.session.pk]),
    "activities:change": Row("CP", lambda w: [w.session.pk]),
    "activities:call_off": Row("CP", lambda _world: [make.SessionFactory().pk], posts=True),
    "activities:attendance": Row("CP", lambda w: [w.session.pk], posts=True),
    "activities:learning": Row("CP", lambda w: [w.session.pk]),
    "logbook:log": Row("B"),
    "logbook:saved": Row("B"),
    "logbook:my_people": Row("B"),
    "logbook:agenda": Row("B"),
    "logbook:open_feed": Row("B", posts=True),
    "logbook:close_feed": Row("B", posts=True),
    "logbook:contacts": Row("CPB", lambda w: [w.match.pk]),
    "logbook:celebrate_contact": Row("B", lambda w: [w.contact.pk], posts=True),
    "logbook:undo_contact": Row("B", lambda w: [w.contact.pk], posts=True),
    "logbook:change_called_off": Row("B", lambda w: [w.called_off.pk]),
    "logbook:undo_called_off": Row("B", lambda w: [w.called_off.pk], posts=True),
    "payments:mine": Row("B"),
    "payments:add_expense": Row("B"),
    "payments:remove_expense": Row("B", lambda w: [w.expense.pk], posts=True),
    "payments:receipt": Row("CB", lambda w: [w.expense.pk]),
    "payments:claim_month": Row("B", lambda w: [w.claim.month.year, w.claim.month.month], is_thing=False),
    "payments:statement": Row("B", lambda _world: [2026], is_thing=False),
    "payments:statement_pdf": Row("B", lambda w: [w.statement.year], is_thing=False),
    "payments:statement_of": Row("C", lambda w: [w.buddy.pk, 2026]),
    "payments:statement_of_pdf": Row("C", lambda w: [w.statement.volunteer_id, w.statement.year]),
    "payments:payee": Row("B"),
    "payments:forget_payee": Row("B", posts=True),
    "payments:desk": Row("C"),
    "payments:claim": Row("C", lambda w: [w.claim.pk]),
    "payments:reopen_claim": Row("C", lambda w: [w.claim.pk], posts=True),
    "payments:withdraw_claim": Row("B", lambda w: [w.claim.pk], posts=True),
    "payments:make_list": Row("C", posts=True),
    "payments:list": Row("C", lambda w: [w.payment_list.pk]),
    "payments:drop_list": Row("C", lambda w: [w.payment_list.pk], posts=True),
    "payments:list_xlsx": Row("C", lambda w: [w.payment_list.pk]),
    "payments:list_csv": Row("C", lambda w: [w.payment_list.pk]),
    "payments:list_sepa": Row("C", lambda w: [w.payment_list.pk]),
    "payments:terms": Row("CA"),
    "payments:agree": Row("CA"),
    "payments:payer": Row("CA"),
    "payments:add_rates": Row("CA"),
    "logbook:change": Row("B", lambda w: [w.contact.pk]),
    "logbook:my_shifts": Row("B"),
    "logbook:change_shift": Row("B", lambda w: [w.shift.pk]),
    "logbook:undo_shift": Row("B", lambda w: [w.shift.pk], posts=True),
    "logbook:shell": Row(EVERYONE, is_public=True),
    "logbook:service_worker": Row(EVERYONE, is_public=True),
    "logbook:manifest": Row(EVERYONE, is_public=True),
    "logbook:install": Row("B"),
    "logbook:my_phones": Row("B"),
    "logbook:phones_of": Row("C", lambda w: [w.buddy.pk]),
    "logbook:revoke_phone": Row("CB", lambda w: [w.device.pk], posts=True),
    "logbook:worries": Row("C"),
    "logbook:take_up_worry": Row("C", lambda w: [w.worry.pk]),
    "logbook:to_check": Row("C"),
    "logbook:let_through": Row("C", lambda w: [w.delivery.pk], posts=True),
    "logbook:leave_out": Row("C", lambda w: [w.delivery.pk], posts=True),
    "reports:today": Row("C"),
    "reports:digest": Row("C"),
    "reports:digest_off": Row(EVERYONE, lambda w: [token_of(w.digest)], is_public=True),
    "reports:list": Row("C"),
    "reports:make": Row("C"),
    "reports:report": Row("C", report_of),
    "reports:progress": Row("C", report_of),
    "reports:explain": Row("C", report_of),
    "reports:finalise": Row("C", report_of),
    "reports:publish": Row("C", report_of),
    "reports:withdraw": Row("C", report_of),
    "reports:discard": Row("C", report_of),
    "reports:download": Row("CF", report_of),
    "reports:published": Row("F"),
}
# What a phone or a calendar asks by itself; who may is told in tests/logbook/test_outbox.py and test_agenda.py.
OF_PHONES = {"logbook:greet", "logbook:greet_again", "logbook:deliver", "logbook:feed"}
# Addresses outside a programme: for whoever is there, about nobody else.
OUTSIDE = {
    "home", "account_login", "account_request_login_code", "account_confirm_login_code", "account_logout",
    "usersessions_list", "sign_out_everywhere", "switch_membership", "programme_theme", "new_programme", "preview_programme", "live", "ready",
    "demo:personas", "demo:personas_json", "demo:colours", "demo:sign_in",
}  # fmt: skip


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def ask(client: Client, world: World, name: str) -> int:
    row = ROWS[name]
    with scope(world.programme):
        path = world.programme.to(name, *row.things(world))
    return (client.post(path) if row.posts else client.get(path)).status_code


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[World, World]]:
    """Two full programmes for all questions together; what one question changes is taken back by its savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield (
            fill_up(make_world("kansrijk-west", "Kansrijk West")),
            fill_up(make_world("samen-vooruit-op-zuid", "Samen Vooruit op Zuid")),
        )
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(worlds: tuple[World, World]) -> dict[int, Client]:
    """Everyone signed in, once."""
    found = {}
    for world in worlds:
        for membership in world.roles.values():
            found[membership.pk] = client_of(membership)
    return found


@pytest.fixture
def sign_in(clients: dict[int, Client]) -> Callable[[Membership], Client]:
    return lambda membership: clients[membership.pk]


@pytest.fixture
def west(worlds: tuple[World, World], db: None) -> World:
    return worlds[0]


@pytest.fixture
def zuid(worlds: tuple[World, World], db: None) -> World:
    return worlds[1]


def test_every_address_has_a_row():
    assert set(addresses()) - OUTSIDE - OF_PHONES == set(ROWS)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_each_role_gets_what_the_matrix_says(west, zuid, sign_in, name):
    row = ROWS[name]
    for letter, role in LETTERS.items():
        status = ask(sign_in(west[role]), west, name)
        if letter in row.who:
            assert status in {200, 302, 422}, f"{role} should come in, got {status}"
        else:
            assert status in {403, 404}, f"{role} should stay out, got {status}"


@pytest.mark.parametrize("name", sorted(ROWS))
def test_from_outside_a_programme_nothing_inside_it_exists(west, zuid, sign_in, name):
    row = ROWS[name]
    anonymous = ask(Client(), west, name)
    assert anonymous == 200 if row.is_public else anonymous in {302, 401}
    for role in Role:
        status = ask(sign_in(zuid[role]), west, name)
        assert status == 200 if row.is_public else status == 404, f"{role} of another programme got {status}"


@pytest.mark.parametrize(
    "name", sorted(name for name, row in ROWS.items() if row.things is not nothing and row.is_thing)
)
def test_a_thing_of_another_programme_does_not_exist_here(west, zuid, sign_in, name):
    """Own programme in the address, the other one's id behind it: 404 for everyone who might look."""
    row = ROWS[name]
    with scope(zuid.programme):
        path = west.programme.to(name, *row.things(zuid))
    for letter in row.who:
        client = sign_in(west[LETTERS[letter]])
        status = (client.post(path) if row.posts else client.get(path)).status_code
        assert status == 404, f"{LETTERS[letter]} got {status}"
