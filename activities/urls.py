"""Addresses of this room, inside a programme."""

from django.urls import path

from . import views

app_name = "activities"
urlpatterns = [
    path("", views.sessions, name="list"),
    path("nieuw/", views.add, name="add"),
    path("<int:session_id>/", views.session, name="session"),
    path("<int:session_id>/anders/", views.change, name="change"),
    path("<int:session_id>/gaat-niet-door/", views.call_off, name="call_off"),
    path("<int:session_id>/aanwezig/", views.attendance, name="attendance"),
    path("<int:session_id>/leerpunten/", views.learning, name="learning"),
]
