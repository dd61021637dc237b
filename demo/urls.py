"""Addresses of the demo: signing in with one click. They do not exist in production."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
