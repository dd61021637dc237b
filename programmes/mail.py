"""Mails that must go out: a row in the business transaction, sent by a worker, emptied once it is sent.

What a mail may hold: that there is something to read, and where. Never a name of a participant, never a reason,
never anything from a file: mail is read over shoulders.
"""

from django.core.mail import EmailMessage
from django.utils import timezone

from .jobs import RunningJob, handles, request_job
from .models import Letter, Membership
from .scope import scope

SEND = "letter"


def send_letter(
    *, to: str, subject: str, body: str, by: Membership | None = None, headers: dict[str, str] | None = None
) -> Letter:
    """Send a mail after this transaction commits. Called by actions, inside the scope of the programme it is from.

    A broker or mail server that is away delays it; after three tries the job says that it could not.
    """
    letter = Letter.objects.create(to=to, subject=subject, body=body, headers=headers or {})
    request_job(kind=SEND, about_id=letter.pk, by=by)
    return letter


@handles(SEND)
def deliver(job: RunningJob) -> None:
    """Hand the letter to the mail server, outside any transaction.

    A worker killed between sending and emptying sends it twice: better than not at all.
    """
    with scope(job.programme_id):
        letter = Letter.objects.filter(pk=job.about_id, sent_at__isnull=True).first()
    if letter is None:
        return
    EmailMessage(letter.subject, letter.body, to=[letter.to], headers=letter.headers).send()
    with scope(job.programme_id):
        letter.to = letter.subject = letter.body = ""
        letter.headers, letter.sent_at = {}, timezone.now()
        letter.save()
