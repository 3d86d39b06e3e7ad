import io
import logging
import sys

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", force=True)
log = logging.getLogger("app.db")
log.debug("not shown")
log.info("connected to %s in %d ms", "main", 12)
log.warning("slow query: %r", {"ms": 900})
try:
    1 / 0
except ZeroDivisionError as error:
    log.error("failed: %s", error)

held = io.StringIO()
handler = logging.StreamHandler(held)
handler.setFormatter(logging.Formatter("{levelname:>8}|{message}|{user}", style="{", defaults={"user": "nobody"}))
log.addHandler(handler)
log.propagate = False
log.setLevel(logging.DEBUG)
log.debug("seen", extra={"user": "ann"})
log.critical("twice")
print(held.getvalue(), end="")


class Only(logging.Filter):
    def filter(self, record):
        return "keep" in record.getMessage()


audit = logging.getLogger("audit")
audit.addFilter(Only())
audit.info("drop this")
audit.info("keep this")
adapted = logging.LoggerAdapter(audit, {"request": 5})
adapted.info("keep %s", adapted.extra)
print(log.getEffectiveLevel(), logging.getLevelName(30), log.isEnabledFor(logging.DEBUG), log.parent.name, audit.hasHandlers())
log.removeHandler(handler)
logging.disable(logging.CRITICAL)
audit.error("keep quiet")
logging.disable(logging.NOTSET)
