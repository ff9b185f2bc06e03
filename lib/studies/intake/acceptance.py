"""Which proposals of an import wait to be accepted."""

from collections.abc import Collection

from lib.studies.intake.columns.column_use import ColumnUse
from lib.studies.intake.import_file import Import, ImportedTable


def open_proposals(imported: Import, accepted: Collection[str] = ()) -> tuple[str, ...]:
    """The keys of the proposals that are not accepted, each once.

    A key says what is proposed, so that the same proposal for another file has the same key, and
    another one for the same column has not.
    """
    keys = dict.fromkeys(key for table in imported.tables for key in _keys(table))
    return tuple(key for key in keys if key not in accepted)


def column_key(header: str, use: ColumnUse) -> str:
    """The key of a proposal for a column; its unit is told by arithmetic or an answer."""
    months = "" if use.months is None else f"{use.months:g}"
    return "|".join(("column", header, use.means, months, use.arm, use.outcome))


def _keys(table: ImportedTable) -> list[str]:
    columns = [
        column_key(header, each.use)
        for header, each in table.proposals.items()
        if not each.is_certain
    ]
    for_all = [f"all|{name}|{table.for_all[name]}" for name in table.reasons]
    return [*columns, *for_all, *(f"fill|{header}" for header in table.table.filled)]
