"""Addresses of this room, inside a programme."""

from django.urls import path

from . import lists, views

app_name = "participants"
urlpatterns = [
    path("", lists.people, name="list"),
    path("lijst/<slug:kind>/", lists.export, name="export"),
    path("meerdere/", lists.several, name="several"),
    path("meerdere/<int:change_id>/ongedaan/", lists.undo, name="undo_several"),
    path("aanmelden/", views.sign_up, name="sign_up"),
    path("aanmelden/gezin/", views.sign_up_family, name="sign_up_family"),
    path("aanmelden/iemand-anders/", views.sign_up_someone, name="sign_up_someone"),
    path("bedankt/", views.thanks, name="thanks"),
    path("verwijzen/", views.refer, name="refer"),
    path("verwijzingen/", views.my_referrals, name="my_referrals"),
    path("<int:participant_id>/", views.person, name="person"),
    path("<int:participant_id>/gegevens/", views.edit, name="edit"),
    path("<int:participant_id>/welkom/", views.accept, name="accept"),
    path("<int:participant_id>/elders/", views.elsewhere, name="elsewhere"),
    path("<int:participant_id>/verder/", views.move_on, name="move_on"),
    path("<int:participant_id>/inloggen/", views.let_in, name="let_in"),
]
