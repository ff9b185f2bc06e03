from tests.one_scan import one_scan

__all__ = ["one_scan"]
