"""Why a workbook is refused, in words; known without the libraries that read workbooks."""

from collections.abc import Callable

from lib.studies.problems import Finding, facts
from lib.studies.reading.delimited.encoding import MOST_FILE_MEGABYTES, TOO_LARGE
from lib.studies.reading.grid import Sheet
from lib.studies.reading.limits import RefusedError
from lib.studies.rules import Rule

ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
COMPOUND = b"\xd0\xcf\x11\xe0"
HEAD_ROWS = 50  # rows of a sheet that are searched for its header
MOST_UNPACKED_MEGABYTES = 100

_NO_MEMORY = 1  # the code of expat's error

WORKBOOK_TOO_LARGE = Rule(
    "workbook_too_large",
    "The workbook is not too large unpacked",
    "error",
    (),
    "The workbook unpacks to more than {most} MB.",
    "Delete what is not needed, or save the sheet as 'CSV UTF-8' and import that.",
)
NOT_A_WORKBOOK = Rule(
    "not_a_workbook",
    "The workbook is one of Excel",
    "error",
    (),
    "This is not an Excel workbook: {reason}.",
    "Open it in the program that made it, save the table as .xlsx or 'CSV UTF-8', and import that.",
)
WORKBOOK_LOCKED = Rule(
    "workbook_locked",
    "The workbook has no password",
    "error",
    (),
    "The workbook is protected by a password.",
    "Take the password off in the program that set it, save the workbook, and import it again.",
)
WORKBOOK_BROKEN = Rule(
    "workbook_broken",
    "The workbook is not damaged",
    "error",
    (),
    "The workbook is damaged, cut off, or not written in the way of Excel.",
    "Open it in a spreadsheet, save it again as .xlsx or 'CSV UTF-8', and import that.",
)
WORKBOOK_OUTSIZE = Rule(
    "workbook_outsize",
    "The parts of the workbook are like those that a spreadsheet writes",
    "error",
    (),
    "The workbook was not read, since {reason}: no spreadsheet writes that.",
    "Open it in a spreadsheet, save the table as 'CSV UTF-8', and import that.",
)
WORKBOOK_COSTLY = Rule(
    "workbook_costly",
    "The file can be read with the time and memory that one may take",
    "error",
    (),
    "The file was not read, since reading it takes more {what} than one file may have.",
    "Open it in a spreadsheet, save the table as 'CSV UTF-8', and import that.",
)
WORKBOOK_EMPTY = Rule(
    "workbook_empty",
    "The workbook has a table",
    "error",
    (),
    "No sheet of the workbook has a table that starts in its first {most} rows.",
    "Put the column names into one row, and a row for each arm at each follow-up time below.",
)
FORMULA_UNSAVED = Rule(
    "formula_unsaved",
    "The results of formulas are saved",
    "error",
    ("every column",),
    "{header} is a formula here, and its result is not saved in the file.",
    "Open the workbook in a spreadsheet, save it, and import it again.",
)
RULES = (
    WORKBOOK_TOO_LARGE,
    NOT_A_WORKBOOK,
    WORKBOOK_LOCKED,
    WORKBOOK_BROKEN,
    WORKBOOK_OUTSIZE,
    WORKBOOK_COSTLY,
    WORKBOOK_EMPTY,
    FORMULA_UNSAVED,
)


def outsize(reason: str) -> RefusedError:
    """The error for a workbook that is made to take long, or much memory."""
    return RefusedError(Finding(WORKBOOK_OUTSIZE, facts=facts(reason=reason)))


def costly(what: str) -> RefusedError:
    """The error for a file that takes more `what` (time, memory) than it may have."""
    return RefusedError(Finding(WORKBOOK_COSTLY, facts=facts(what=what)))


def require_file_size(data: bytes) -> None:
    """Raise RefusedError if a file has more than `MOST_FILE_MEGABYTES`."""
    if len(data) > MOST_FILE_MEGABYTES * 1_000_000:
        given = facts(size=f"{len(data) / 1e6:,.0f}", most=MOST_FILE_MEGABYTES)
        raise RefusedError(Finding(TOO_LARGE, facts=given))


def refuse_damage(read: Callable[[], tuple[Sheet, ...]]) -> tuple[Sheet, ...]:
    """Read sheets; RefusedError for each of the many kinds of errors that damaged files raise."""
    try:
        return read()
    except RefusedError:
        raise
    except MemoryError as error:
        raise costly("memory") from error
    except Exception as error:
        if getattr(error, "code", None) == _NO_MEMORY:
            raise costly("memory") from error
        raise RefusedError(Finding(WORKBOOK_BROKEN)) from error
    except BaseException as error:
        # A reader written in Rust panics: an error of no class that could be named.
        if type(error).__name__ != "PanicException":
            raise
        raise RefusedError(Finding(WORKBOOK_BROKEN)) from error
