from tests.one_scan import no_polling, one_scan

__all__ = ["no_polling", "one_scan"]
