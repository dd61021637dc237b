"""Addresses of this room, inside a programme."""

from django.urls import path

from . import views

app_name = "goals"
urlpatterns = [
    path("", views.my_year, name="my_year"),
    path("<int:participant_id>/", views.plan, name="plan"),
    path("<int:participant_id>/wens/", views.set_wish, name="set_wish"),
    path("<int:participant_id>/doel/", views.add_goal, name="add_goal"),
    path("<int:participant_id>/vieren/", views.celebrate, name="celebrate"),
    path("doel/<int:goal_id>/stap/", views.add_step, name="add_step"),
    path("doel/<int:goal_id>/stand/", views.goal_state, name="goal_state"),
    path("stap/<int:step_id>/klaar/", views.finish_step, name="finish_step"),
    path("stap/<int:step_id>/open/", views.reopen_step, name="reopen_step"),
    path("gesprek/<int:match_id>/<str:moment>/", views.review, name="review"),
]
