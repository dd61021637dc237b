"""Addresses of this room, inside a programme."""

from django.urls import path

from . import views

app_name = "logbook"
urlpatterns = [
    path("", views.log, name="log"),
    path("opgeslagen/", views.saved, name="saved"),
    path("mensen/", views.my_people, name="my_people"),
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/delen/", views.open_feed, name="open_feed"),
    path("agenda/niet-delen/", views.close_feed, name="close_feed"),
    path("agenda/<str:token>.ics", views.feed, name="feed"),
    path("taken/", views.my_shifts, name="my_shifts"),
    path("<int:match_id>/contacten/", views.contacts, name="contacts"),
    path("contact/<int:contact_id>/vieren/", views.celebrate_contact, name="celebrate_contact"),
    path("contact/<int:contact_id>/aanpassen/", views.change, name="change"),
    path("contact/<int:contact_id>/ongedaan/", views.undo_contact, name="undo_contact"),
    path("niet-doorgegaan/<int:off_id>/aanpassen/", views.change_called_off, name="change_called_off"),
    path("niet-doorgegaan/<int:off_id>/ongedaan/", views.undo_called_off, name="undo_called_off"),
    path("taken/<int:shift_id>/aanpassen/", views.change_shift, name="change_shift"),
    path("taken/<int:shift_id>/ongedaan/", views.undo_shift, name="undo_shift"),
    # The phone itself. Its cookie goes to the address of its own device and nowhere else.
    path("postbus/", views.greet, name="greet"),
    path("postbus/<uuid:device>/", views.greet, name="greet_again"),
    path("postbus/<uuid:device>/<uuid:uid>/", views.deliver, name="deliver"),
    path("zonder-bereik/", views.shell, name="shell"),
    path("werker.js", views.service_worker, name="service_worker"),
    path("klik.webmanifest", views.manifest, name="manifest"),
    path("op-je-beginscherm/", views.install, name="install"),
    path("telefoons/", views.my_phones, name="my_phones"),
    path("telefoons/<int:buddy_id>/", views.phones_of, name="phones_of"),
    path("telefoon/<int:device_id>/intrekken/", views.revoke_phone, name="revoke_phone"),
    # The coordinator's desk.
    path("zorgen/", views.worries, name="worries"),
    path("zorgen/<int:worry_id>/", views.take_up_worry, name="take_up_worry"),
    path("te-controleren/", views.to_check, name="to_check"),
    path("te-controleren/<int:delivery_id>/opnemen/", views.let_through, name="let_through"),
    path("te-controleren/<int:delivery_id>/weglaten/", views.leave_out, name="leave_out"),
]
