"""The two instruments that come with Klik: our own life-area marks, and the participation ladder.

The six steps of the ladder are named as the VNG named them; the explanations are our own. No licence on naming them
was found, and nothing else of others is shipped (ADR on instruments).
"""

import json
from pathlib import Path
from typing import Any

LIFE_AREAS = "leefgebieden-cijfers"
LADDER = "participatieladder"


def shipped() -> list[dict[str, Any]]:
    """Every file here: name, key, licence record and definition."""
    return [json.loads(file.read_text()) for file in sorted(Path(__file__).parent.glob("*.json"))]
