"""What lies on the coordinator's desk: an invitation nobody used yet, and a list out of another system that was looked at."""

from programmes.imports import work
from programmes.invitations import invite
from programmes.jobs import RunningJob
from programmes.models import Invitation, Role

from .setting import Setting

LISTED = """Belijst voorjaar;;;;;
Naam;E-mail;Mobiel;Wijk;Talen;Wachtlijst
Meulenbelt, Corrie;corrie.meulenbelt@voorbeeld.example;06 00099001;{hood};Nederlands;3-2-2026
Dhr. S. Haddadi;haddadi@voorbeeld.example;+31 (0)6 00099002;{hood};Arabisch en Nederlands;17 februari 2026
Teklay;;600099003;Nergenshuizen;Tigrinya;31-2-2026
;info@voorbeeld.example;;;;
Totaal;4;;;;
"""


def _no_link(_invitation: Invitation) -> str:
    """Nothing is mailed, so no address is needed."""
    return ""


def leave_on_the_desk(setting: Setting) -> None:
    """Through the actions of the product; nothing of the list is taken over. Inside the programme's scope."""
    invite(
        role=Role.PROFESSIONAL,
        name="Vera Hendriksen",
        by=setting.coordinator,
        programme=setting.programme,
        link_to=_no_link,
    )
    hood = setting.neighbourhoods[0].name if setting.neighbourhoods else ""
    brought = work.bring_in(
        kind="participants",
        file_name="belijst voorjaar.csv",
        content=LISTED.format(hood=hood).encode("cp1252"),
        by=setting.coordinator,
    )
    work.look(RunningJob(setting.programme.pk, brought.pk, job_id=0))
