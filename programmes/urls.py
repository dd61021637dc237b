"""Addresses of the front door. allauth's pages are named one by one: what we do not use does not exist."""

from allauth.account.views import LogoutView
from allauth.usersessions.views import list_usersessions
from django.urls import include, path

from . import views

inside = (
    [
        path("", views.public, name="public"),
        path("begin/", views.begin, name="begin"),
        path("programma/", views.about, name="about"),
        path("instellingen/", views.settings, name="settings"),
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
    path("account/kleuren/<slug:slug>.css", views.theme, name="programme_theme"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("<slug:programme>/", include(inside)),
]
