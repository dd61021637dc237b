"""Addresses of this room, inside a programme."""

from django.urls import path

from . import views

app_name = "logbook"
urlpatterns = [
    path("", views.log, name="log"),
    path("opgeslagen/", views.saved, name="saved"),
    path("mensen/", views.my_people, name="my_people"),
    path("<int:match_id>/contacten/", views.contacts, name="contacts"),
    path("contact/<int:contact_id>/vieren/", views.celebrate_contact, name="celebrate_contact"),
    path("contact/<int:contact_id>/ongedaan/", views.undo_contact, name="undo_contact"),
]
