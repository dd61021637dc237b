"""Where volunteers get something: what was agreed, expenses with a receipt, claims, and a list that was paid."""

import io
from datetime import date
from uuid import UUID

from buddies.models import Buddy
from logbook.allowance import Mode
from logbook.models import Contact
from payments import actions
from payments.models import first_of_month
from payments.receipts import CleanReceipt, clean_receipt
from programmes.days import add_months
from programmes.models import Membership, Role

from .clock import at
from .company import Company

# Well-known examples of account numbers that pass the check and belong to nobody.
ACCOUNTS = ("NL91ABNA0417164300", "NL02ABNA0123456789", "NL20INGB0001234567", "NL39RABO0300065264")
SPENT = (
    ("travel", 640, "Bus heen en terug"),
    ("together", 785, "Koffie in het buurthuis"),
    ("material", 1_295, "Mappen voor de post"),
)
VOLUNTEERS_WITH_MONEY = 4


def fill(company: Company) -> None:
    """Two months ago is paid, last month waits for approval, and this month runs; where nothing is given, nothing."""
    mode = company.facts.gives
    if mode == Mode.NONE:
        return
    coordinator = Membership.objects.with_role(Role.COORDINATOR).order_by("pk")[0]
    this = first_of_month(company.clock.today)
    last, earlier = add_months(this, -1), add_months(this, -2)
    actions.agree(by=coordinator, starts_on=company.facts.starts_on, mode=mode)
    actions.set_payer(by=coordinator, name=company.facts.organisation, iban="NL02ABNA0123456789")
    volunteers = _who_logged(earlier)
    for turn, me in enumerate(volunteers):
        actions.set_payee(
            volunteer=me.buddy,
            by=me.membership,
            holder=me.buddy.person.full_name,
            iban=ACCOUNTS[turn % len(ACCOUNTS)] if turn != 2 else "",
        )
        _spend(company, me, earlier.replace(day=9), turn)
        _spend(company, me, last.replace(day=12), turn + 1)
        claim = actions.send_claim(
            volunteer=me.buddy, month=earlier, by=me.membership, at=at(last.replace(day=2), 19)
        )
        actions.approve_claim(claim=claim, by=coordinator, at=at(last.replace(day=3), 10))
    if volunteers:
        paid = actions.make_list(by=coordinator, at=at(last.replace(day=3), 11))
        actions.mark_paid(payment_list=paid, by=coordinator, on=last.replace(day=5))
    for me in volunteers[:2]:
        actions.send_claim(volunteer=me.buddy, month=last, by=me.membership, at=company.clock.moment(3, 20))
    for me in volunteers[:1]:
        _spend(company, me, this, 2)


class Me:
    """A volunteer with a way to sign in."""

    def __init__(self, buddy: Buddy, membership: Membership) -> None:
        self.buddy, self.membership = buddy, membership


def _who_logged(month: date) -> list[Me]:
    """Volunteers with something in the log of that month, the one with a persona first."""
    logged = Contact.objects.filter(on__gte=month, on__lt=add_months(month, 1))
    buddies = Buddy.objects.filter(pk__in=logged.order_by().values("match__buddy_id")).select_related(
        "person"
    )
    signs_in = {each.person_id: each for each in Membership.objects.with_role(Role.BUDDY).order_by("pk")}
    found = [
        Me(buddy, signs_in[buddy.person_id])
        for buddy in buddies.order_by("pk")
        if buddy.person_id in signs_in
    ]
    return found[:VOLUNTEERS_WITH_MONEY]


def _spend(company: Company, me: Me, on: date, turn: int) -> None:
    kind, cents, words = SPENT[turn % len(SPENT)]
    actions.add_expense(
        volunteer=me.buddy,
        by=me.membership,
        on=on,
        kind=kind,
        cents=cents,
        words=words,
        receipt=_receipt(words, cents) if turn % 3 != 2 else None,
        uid=UUID(int=company.dice.getrandbits(128), version=4),
    )


def _receipt(words: str, cents: int) -> CleanReceipt:
    """A drawn till receipt, put through what every photo goes through."""
    from PIL import Image, ImageDraw

    paper = Image.new("RGB", (360, 240), "#fdfdfa")
    pen = ImageDraw.Draw(paper)
    for line, text in enumerate(
        ("VOORBEELD", "", words, f"EUR {cents // 100},{cents % 100:02}", "", "Dank u wel")
    ):
        pen.text((40, 30 + 30 * line), text, fill="#222222")
    raw = io.BytesIO()
    paper.save(raw, "PNG")
    return clean_receipt(raw.getvalue())
