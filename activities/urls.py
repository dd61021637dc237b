"""Addresses of this room, inside a programme."""

from django.urls import URLPattern

app_name = "activities"
urlpatterns: list[URLPattern] = []
