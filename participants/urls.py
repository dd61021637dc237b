"""Addresses of this room, inside a programme."""

from django.urls import path

from . import file, inbox, links, lists, views

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
    path("aanmelden/papier/<slug:door>/", links.paper, name="paper"),
    path("verwijzen/met-link/<str:secret>/", links.refer_by_link, name="refer_by_link"),
    path("verwijslinks/", links.links, name="links"),
    path("verwijslinks/<int:link_id>/intrekken/", links.withdraw, name="withdraw_link"),
    path("verwijslinks/<int:link_id>/weer-aan/", links.restore, name="restore_link"),
    path("aanmeldingen/", inbox.inbox, name="inbox"),
    path("aanmeldingen/overnemen/<slug:door>/", inbox.add, name="add"),
    path("aanmeldingen/uit-elkaar/<int:joining_id>/", inbox.part, name="part"),
    path("<int:participant_id>/dubbel/<int:person_id>/", inbox.compare, name="compare"),
    path("<int:participant_id>/dubbel/<int:person_id>/samenvoegen/", inbox.join, name="join"),
    path("<int:participant_id>/wachtlijst/", inbox.put_on_the_list, name="put_on_the_list"),
    path("<int:participant_id>/antwoord-terug/", inbox.undo_decision, name="undo_decision"),
    path("<int:participant_id>/huishouden/", file.home, name="home"),
    path("<int:participant_id>/toestemming/", file.consent, name="consent"),
    path(
        "<int:participant_id>/toestemming/<int:consent_id>/intrekken/",
        file.withdraw_consent,
        name="withdraw_consent",
    ),
    path("<int:participant_id>/overdragen/", file.hand_over, name="hand_over"),
    path("<int:participant_id>/terug/", file.come_back, name="come_back"),
    path("<int:participant_id>/toch-niet-verder/", file.undo_move_on, name="undo_move_on"),
    path("<int:participant_id>/zonder-buddy/", file.guide_without_buddy, name="guide_without_buddy"),
    path("<int:participant_id>/zoekt-buddy/", file.look_for_buddy, name="look_for_buddy"),
    path("<int:participant_id>/inlogkaart/", file.card, name="card"),
    path("<int:participant_id>/inlogkaart/intrekken/", file.withdraw_card, name="withdraw_card"),
    path("verwijzen/", views.refer, name="refer"),
    path("verwijzingen/", views.my_referrals, name="my_referrals"),
    path("<int:participant_id>/", views.person, name="person"),
    path("<int:participant_id>/gegevens/", views.edit, name="edit"),
    path("<int:participant_id>/welkom/", views.accept, name="accept"),
    path("<int:participant_id>/elders/", views.elsewhere, name="elsewhere"),
    path("<int:participant_id>/verder/", views.move_on, name="move_on"),
    path("<int:participant_id>/inloggen/", views.let_in, name="let_in"),
]
