"""Addresses of this room, inside a programme."""

from django.urls import path

from . import views

app_name = "matching"
urlpatterns = [
    path("", views.board, name="board"),
    path("kaarten/<int:participant_id>/", views.make_round, name="make_round"),
    path("kaarten/<int:participant_id>/nooit/<int:buddy_id>/", views.exclude, name="exclude"),
    path("kaarten/<int:participant_id>/gaat-voor/", views.urgent, name="urgent"),
    path("kaarten/<int:participant_id>/gaat-niet-meer-voor/", views.not_urgent, name="not_urgent"),
    path("tegengehouden/<int:exclusion_id>/toestaan/", views.allow, name="allow"),
    path("instellingen/", views.settings, name="settings"),
    path("instellingen/dichtbij/", views.near, name="near"),
    path("wensen/", views.my_wishes, name="my_wishes"),
    path("wensen/<int:participant_id>/", views.wishes, name="wishes"),
    path("rondes/", views.rounds, name="rounds"),
    path("rondes/berekenen/", views.compute, name="compute"),
    path("rondes/<int:matching_id>/", views.proposal, name="proposal"),
    path("rondes/<int:matching_id>/uitnodigen/", views.carry_out, name="carry_out"),
    path("rondes/<int:matching_id>/opzij/", views.set_aside, name="set_aside"),
    path("rondes/<int:matching_id>/tegenhouden/<int:line_id>/", views.block, name="block"),
    path("keuze/", views.my_choice, name="my_choice"),
    path("ronde/<int:round_id>/", views.round_, name="round"),
    path("ronde/<int:round_id>/kiezen/", views.choose, name="choose"),
    path("ronde/<int:round_id>/eerst-praten/", views.talk_first, name="talk_first"),
    path("ronde/<int:round_id>/gepraat/", views.talked, name="talked"),
    path("ronde/<int:round_id>/uitnodigen/", views.invite, name="invite"),
    path("ronde/<int:round_id>/sluiten/", views.close_round, name="close_round"),
    path("ronde/<int:round_id>/papier/", views.paper, name="paper"),
    path("ronde/<int:round_id>/foto/<int:card_id>/", views.photo, name="photo"),
    path("tablet/<int:round_id>/", views.tablet, name="tablet"),
    path("tablet/<int:round_id>/foto/<int:card_id>/", views.photo, name="tablet_photo"),
    path("uitnodiging/<int:introduction_id>/", views.invitation, name="invitation"),
    path("kennismaking/<int:introduction_id>/", views.meeting, name="meeting"),
    path("kennismaking/<int:introduction_id>/intrekken/", views.withdraw, name="withdraw"),
    path("kennismaking/<int:introduction_id>/beginnen/", views.start_match, name="start_match"),
    path("kennismaking/<int:introduction_id>/verder/", views.go_on, name="go_on"),
    path("kennismaking/<int:introduction_id>/kennismaking.ics", views.calendar, name="calendar"),
    path("klik/<int:introduction_id>/", views.klik, name="klik"),
    path("match/<int:match_id>/", views.match, name="match"),
    path("match/<int:match_id>/even-stil/", views.pause_match, name="pause_match"),
    path("match/<int:match_id>/weer-verder/", views.resume_match, name="resume_match"),
    path("match/<int:match_id>/proefperiode/", views.trial, name="trial"),
    path("match/<int:match_id>/afronden/", views.end_match, name="end_match"),
]
