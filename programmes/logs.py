"""Structured log lines without personal data: which view, which status, how long; never a path with ids or a name."""

import json
import logging
from datetime import UTC, datetime

KEPT = (
    "request_id",
    "view",
    "method",
    "status",
    "milliseconds",
    "programme",
    "role",
    "job",
    "kind",
    "attempt",
)


class JsonLine(logging.Formatter):
    """One JSON object a line. Of an exception the type and the places in our code are kept, not its values."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": str(record.msg) if record.exc_info else record.getMessage(),
        }
        line |= {key: getattr(record, key) for key in KEPT if hasattr(record, key)}
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = self._places(record)
        return json.dumps(line, ensure_ascii=False, default=str)

    @staticmethod
    def _places(record: logging.LogRecord) -> list[str]:
        places = []
        trace = record.exc_info[2] if record.exc_info else None
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return places[-12:]
