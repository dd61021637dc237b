"""People who press at the same second, each on a connection of their own to a real PostgreSQL."""

import threading
from collections.abc import Callable

from django.db import connection

from programmes.refusals import Refused
from programmes.scope import scope
from tests.worlds import World


def at_once(world: World, *presses: Callable[[], object]) -> list[str]:
    """Everyone presses together; what each heard: "" when it went through, else the words of the refusal."""
    start = threading.Barrier(len(presses))
    heard = ["?"] * len(presses)

    def press(at: int) -> None:
        try:
            with scope(world.programme):
                start.wait(timeout=10)
                presses[at]()
            heard[at] = ""
        except Refused as refused:
            heard[at] = refused.messages[0]
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(at,)) for at in range(len(presses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return heard
