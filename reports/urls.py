"""Addresses of this room, inside a programme."""

from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="list"),
    path("vandaag/", views.today, name="today"),
    path("weekmail/", views.digest, name="digest"),
    path("weekmail/uit/<str:token>/", views.digest_off, name="digest_off"),
    path("maken/", views.make, name="make"),
    path("gepubliceerd/", views.published, name="published"),
    path("<int:report_id>/", views.report, name="report"),
    path("<int:report_id>/voortgang/", views.progress, name="progress"),
    path("<int:report_id>/toelichting/", views.explain, name="explain"),
    path("<int:report_id>/definitief/", views.finalise, name="finalise"),
    path("<int:report_id>/publiceren/", views.publish, name="publish"),
    path("<int:report_id>/intrekken/", views.withdraw, name="withdraw"),
    path("<int:report_id>/weggooien/", views.discard, name="discard"),
    path("<int:report_id>/pdf/", views.download, name="download"),
]
