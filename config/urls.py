"""Which room answers which address. Inside a programme the first segment is its slug."""

from django.conf import settings
from django.urls import include, path

inside_a_programme = [
    path("deelnemers/", include("participants.urls")),
    path("vrijwilligers/", include("buddies.urls")),
    path("matching/", include("matching.urls")),
    path("jaar/", include("goals.urls")),
    path("activiteiten/", include("activities.urls")),
    path("logboek/", include("logbook.urls")),
    path("vergoeding/", include("payments.urls")),
    path("verslagen/", include("reports.urls")),
]

urlpatterns = [
    *([path("demo/", include("demo.urls"))] if settings.DEMO else []),
    path("", include("programmes.urls")),
    path("<slug:programme>/", include(inside_a_programme)),
]
