"""Addresses of the front door. allauth's pages are named one by one: what we do not use does not exist."""

from allauth.account.views import LogoutView
from allauth.usersessions.views import list_usersessions
from django.urls import include, path

from . import partners, roles, views
from .imports import views as imports
from .setup import views as setup

inside = (
    [
        path("", views.public, name="public"),
        path("begin/", views.begin, name="begin"),
        path("kaart/", views.card, name="card"),
        path("kaart/<str:code>/", views.card, name="card_scanned"),
        path("programma/", views.about, name="about"),
        path("instellingen/", views.settings, name="settings"),
        path("rollen/", roles.roles, name="roles"),
        path("rollen/<int:membership_id>/", roles.role, name="role"),
        path("rollen/<int:membership_id>/stop/", roles.end_role, name="end_role"),
        path("rollen/<int:membership_id>/terug/", roles.resume_role, name="resume_role"),
        path("uitnodigen/", roles.invite, name="invite"),
        path("uitnodigen/<int:person_id>/<slug:role>/", roles.invite_person, name="invite_person"),
        path("uitnodigingen/<int:invitation_id>/", roles.invitation, name="invitation"),
        path(
            "uitnodigingen/<int:invitation_id>/intrekken/",
            roles.withdraw_invitation,
            name="withdraw_invitation",
        ),
        path("uitnodiging/<slug:token>/", roles.accept_invitation, name="accept_invitation"),
        path("bestanden/", imports.imports, name="imports"),
        path("bestanden/<int:import_id>/", imports.one, name="import"),
        path("bestanden/<int:import_id>/kolommen/", imports.columns, name="import_columns"),
        path("bestanden/<int:import_id>/overnemen/", imports.take_over, name="import_take_over"),
        path("bestanden/<int:import_id>/terug/<slug:kind>/", imports.given_back, name="import_given_back"),
        path("bestanden/<int:import_id>/weg/", imports.drop, name="import_drop"),
        path("inrichting/", setup.look, name="look"),
        path("inrichting/werkwijze/", setup.working, name="working"),
        path("inrichting/<slug:name>/", setup.parts, name="parts"),
        path("inrichting/<slug:name>/nieuw/", setup.part, name="add_part"),
        path("inrichting/<slug:name>/<int:thing_id>/", setup.part, name="part"),
        path("inrichting/<slug:name>/<int:thing_id>/weg/", setup.remove_part, name="remove_part"),
        path("organisaties/", partners.partners, name="partners"),
        path("organisaties/nieuw/", partners.partner, name="add_partner"),
        path("organisaties/<int:partner_id>/", partners.partner, name="partner"),
        path("organisaties/lijst/<slug:kind>/", partners.export, name="export_partners"),
        path("organisaties/meerdere/", partners.several, name="several_partners"),
        path("organisaties/meerdere/<int:change_id>/ongedaan/", partners.undo, name="undo_several_partners"),
    ],
    "programmes",
)

urlpatterns = [
    path("", views.home, name="home"),
    path("account/inloggen/", views.SignIn.as_view(), name="account_login"),
    path("account/inloggen/", views.SignIn.as_view(), name="account_request_login_code"),
    path("account/inloggen/code/", views.EnterCode.as_view(), name="account_confirm_login_code"),
    path("account/uitloggen/", LogoutView.as_view(), name="account_logout"),
    path("account/apparaten/", list_usersessions, name="usersessions_list"),
    path("account/overal-uitloggen/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/rol/<int:membership_id>/", views.switch_membership, name="switch_membership"),
    path("account/nieuw-programma/", setup.new_programme, name="new_programme"),
    path("account/nieuw-programma/voorbeeld/", setup.preview, name="preview_programme"),
    path("account/kleuren/<slug:slug>.css", views.theme, name="programme_theme"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("<slug:programme>/", include(inside)),
]
