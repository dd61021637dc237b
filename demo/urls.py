"""Addresses of the demo: signing in with one click. They do not exist in production."""

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("personas/", views.personas, name="personas"),
    path("personas.json", views.personas_json, name="personas_json"),
    path("kleuren.css", views.colours, name="colours"),
    path("sign-in/<slug:persona_id>/", views.sign_in, name="sign_in"),
]
