"""Addresses of this room, inside a programme."""

from django.urls import URLPattern

app_name = "goals"
urlpatterns: list[URLPattern] = []
