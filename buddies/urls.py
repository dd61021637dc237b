"""Addresses of this room, inside a programme."""

from django.urls import path

from . import file, inbox, lists, views

app_name = "buddies"
urlpatterns = [
    path("", lists.volunteers, name="list"),
    path("lijst/<slug:kind>/", lists.export, name="export"),
    path("meerdere/", lists.several, name="several"),
    path("meerdere/<int:change_id>/ongedaan/", lists.undo, name="undo_several"),
    path("aanmelden/", views.sign_up, name="sign_up"),
    path("bedankt/", views.thanks, name="thanks"),
    path("mijn-kaart/", views.own_card, name="own_card"),
    path("mijn-kaart/foto/", views.own_photo, name="own_photo"),
    path("mijn-kaart/foto/weg/", views.remove_own_photo, name="remove_own_photo"),
    path("mijn-plek/", file.own_place, name="own_place"),
    path("aanmeldingen/", inbox.inbox, name="inbox"),
    path("aanmeldingen/uit-elkaar/<int:joining_id>/", inbox.part, name="part"),
    path("<int:buddy_id>/dubbel/<int:person_id>/", inbox.compare, name="compare"),
    path("<int:buddy_id>/dubbel/<int:person_id>/samenvoegen/", inbox.join, name="join"),
    path("ook-vrijwilliger/<int:person_id>/", inbox.from_person, name="from_person"),
    path("weg-naar-inzetbaar/", file.way_in, name="way_in"),
    path("<int:buddy_id>/", views.person, name="person"),
    path("<int:buddy_id>/foto/", views.photo, name="photo"),
    path("<int:buddy_id>/foto/weg/", views.remove_photo, name="remove_photo"),
    path("<int:buddy_id>/gegevens/", views.edit, name="edit"),
    path("<int:buddy_id>/stap/<int:gate_id>/", views.step, name="step"),
    path("<int:buddy_id>/stap/<int:gate_id>/terug/", views.undo_step, name="undo_step"),
    path("<int:buddy_id>/stap/<int:gate_id>/aangevraagd/", file.ask_renewal, name="ask_renewal"),
    path("<int:buddy_id>/stap/<int:gate_id>/niet-aangevraagd/", file.cancel_renewal, name="cancel_renewal"),
    path("<int:buddy_id>/even-niet/", file.pause, name="pause"),
    path("<int:buddy_id>/stoppen/", file.stop, name="stop"),
    path("<int:buddy_id>/terug/", file.come_back, name="come_back"),
    path("<int:buddy_id>/plek/", file.deploy, name="deploy"),
    path("plek/<int:deployment_id>/klaar/", file.end_deployment, name="end_deployment"),
    path("<int:buddy_id>/past-het/", file.place_check, name="place_check"),
    path("past-het/<int:check_id>/besproken/", file.talked, name="talked"),
    path("<int:buddy_id>/papier/<slug:kind>/", file.make_paper, name="make_paper"),
    path("papier/<int:paper_id>/", file.paper, name="paper"),
    path("papier/<int:paper_id>/pdf/", file.download, name="download_paper"),
    path("<int:buddy_id>/inlogkaart/", file.card, name="card"),
    path("<int:buddy_id>/inlogkaart/intrekken/", file.withdraw_card, name="withdraw_card"),
    path("<int:buddy_id>/weer-terug/", views.resume, name="resume"),
    path("<int:buddy_id>/inloggen/", views.let_in, name="let_in"),
]
