"""Structured logs: events and facts about the system, never a person's text or name."""

from __future__ import annotations

import logging
import sys

import structlog


def start_logging(level: str, form: str) -> structlog.stdlib.BoundLogger:
    """Log to standard error: as JSON lines, or as text where somebody watches."""
    as_json = form == "json" or (form == "auto" and not sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    )
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[_drop_meta, last])
    line = logging.StreamHandler(sys.stderr)
    line.setFormatter(formatter)
    logging.basicConfig(handlers=[line], level=level.upper(), force=True)
    for chatty in ("alembic", "aiosqlite", "asyncio", "aiohttp.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    log: structlog.stdlib.BoundLogger = structlog.get_logger("idesluss")
    return log


_drop_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
