"""Addresses of this room, inside a programme."""

from django.urls import URLPattern

app_name = "buddies"
urlpatterns: list[URLPattern] = []
