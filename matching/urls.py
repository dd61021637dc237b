"""Addresses of this room, inside a programme."""

from django.urls import path

from . import views

app_name = "matching"
urlpatterns = [
    path("", views.board, name="board"),
    path("kaarten/<int:participant_id>/", views.make_round, name="make_round"),
    path("kaarten/<int:participant_id>/nooit/<int:buddy_id>/", views.exclude, name="exclude"),
    path("keuze/", views.my_choice, name="my_choice"),
    path("ronde/<int:round_id>/", views.round_, name="round"),
    path("ronde/<int:round_id>/kiezen/", views.choose, name="choose"),
    path("ronde/<int:round_id>/eerst-praten/", views.talk_first, name="talk_first"),
    path("ronde/<int:round_id>/gepraat/", views.talked, name="talked"),
    path("ronde/<int:round_id>/uitnodigen/", views.invite, name="invite"),
    path("ronde/<int:round_id>/sluiten/", views.close_round, name="close_round"),
    path("tablet/<int:round_id>/", views.tablet, name="tablet"),
    path("uitnodiging/<int:introduction_id>/", views.invitation, name="invitation"),
    path("kennismaking/<int:introduction_id>/", views.meeting, name="meeting"),
    path("kennismaking/<int:introduction_id>/intrekken/", views.withdraw, name="withdraw"),
    path("kennismaking/<int:introduction_id>/beginnen/", views.start_match, name="start_match"),
    path("klik/<int:introduction_id>/", views.klik, name="klik"),
    path("match/<int:match_id>/", views.match, name="match"),
    path("match/<int:match_id>/afronden/", views.end_match, name="end_match"),
]
