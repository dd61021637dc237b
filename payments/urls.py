"""Addresses of this room, inside a programme."""

from django.urls import path

from .views import desk, own, statements, terms

app_name = "payments"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("onkosten/", own.add_expense, name="add_expense"),
    path("onkosten/<int:expense_id>/weg/", own.remove_expense, name="remove_expense"),
    path("onkosten/<int:expense_id>/bon/", own.receipt, name="receipt"),
    path("maand/<int:year>/<int:month>/", own.claim_month, name="claim_month"),
    path("jaar/<int:year>/", statements.statement, name="statement"),
    path("jaar/<int:year>/pdf/", statements.statement_pdf, name="statement_pdf"),
    path("van/<int:volunteer_id>/jaar/<int:year>/", statements.statement, name="statement_of"),
    path("van/<int:volunteer_id>/jaar/<int:year>/pdf/", statements.statement_pdf, name="statement_of_pdf"),
    path("rekening/", own.payee, name="payee"),
    path("rekening/weg/", own.forget_payee, name="forget_payee"),
    path("declaraties/", desk.desk, name="desk"),
    path("declaraties/<int:claim_id>/", desk.claim, name="claim"),
    path("declaraties/<int:claim_id>/terug/", desk.reopen_claim, name="reopen_claim"),
    path("declaraties/<int:claim_id>/intrekken/", own.withdraw_claim, name="withdraw_claim"),
    path("betaallijst/", desk.make_list, name="make_list"),
    path("betaallijst/<int:list_id>/", desk.payment_list, name="list"),
    path("betaallijst/<int:list_id>/weg/", desk.drop_list, name="drop_list"),
    *(
        path(f"betaallijst/<int:list_id>/{kind}/", desk.list_file, {"kind": kind}, name=f"list_{kind}")
        for kind in ("xlsx", "csv", "sepa")
    ),
    path("afspraken/", terms.terms, name="terms"),
    path("afspraken/nieuw/", terms.agree, name="agree"),
    path("afspraken/rekening/", terms.payer, name="payer"),
    path("afspraken/bedragen/", terms.add_rates, name="add_rates"),
]
