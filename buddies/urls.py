"""Addresses of this room, inside a programme."""

from django.urls import path

from . import lists, views

app_name = "buddies"
urlpatterns = [
    path("", lists.volunteers, name="list"),
    path("lijst/<slug:kind>/", lists.export, name="export"),
    path("meerdere/", lists.several, name="several"),
    path("meerdere/<int:change_id>/ongedaan/", lists.undo, name="undo_several"),
    path("aanmelden/", views.sign_up, name="sign_up"),
    path("bedankt/", views.thanks, name="thanks"),
    path("mijn-kaart/", views.own_card, name="own_card"),
    path("<int:buddy_id>/", views.person, name="person"),
    path("<int:buddy_id>/gegevens/", views.edit, name="edit"),
    path("<int:buddy_id>/stap/<int:gate_id>/", views.step, name="step"),
    path("<int:buddy_id>/stap/<int:gate_id>/terug/", views.undo_step, name="undo_step"),
    path("<int:buddy_id>/even-niet/", views.pause, name="pause"),
    path("<int:buddy_id>/weer-terug/", views.resume, name="resume"),
    path("<int:buddy_id>/inloggen/", views.let_in, name="let_in"),
]
