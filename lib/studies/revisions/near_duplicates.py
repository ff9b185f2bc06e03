"""Find new rows that repeat an existing visit, but belong to another series."""

from lib.phrases import with_noun
from lib.studies.dataset import Dataset
from lib.studies.schema import LABELS, SERIES

MOST_TOLD = 20

_VISIT = [*LABELS, "months"]
_BESIDES = [name for name in SERIES if name not in LABELS]


def find_near_duplicates(dataset: Dataset) -> list[str]:
    """Describe tried rows with the study, arm and month of an existing row, and the differences.

    An analyst who omits, say, the outcome of an existing row often means that row; but by its
    identity it is a new one.
    """
    rows = dataset.rows[[*_VISIT, *_BESIDES]].rename_axis("row").reset_index()
    is_tried = rows["row"].isin(dataset.tried)
    # A visit may have thousands of rows, so only its first is paired.
    there = rows[~is_tried].drop_duplicates(_VISIT)
    pairs = rows[is_tried].merge(there, on=_VISIT, suffixes=("", "_there"))
    first = pairs.head(MOST_TOLD).to_dict("records")
    told = [_sentence({str(name): value for name, value in pair.items()}) for pair in first]
    more = len(pairs) - len(told)
    return [*told, f"And {with_noun(more, 'more row')} like these."] if more else told


def _sentence(pair: dict[str, object]) -> str:
    apart = [
        f"{name} {_quote(pair[name])}, there {_quote(pair[f'{name}_there'])}"
        for name in _BESIDES
        if pair[name] != pair[f"{name}_there"]
    ]
    visit = f"{pair['study']}, {pair['arm']}, {pair['months']:g} months"
    return f"{visit} (row {pair['row']}) stands on row {pair['row_there']}: {'; '.join(apart)}."


def _quote(text: object) -> str:
    return f"'{text}'" if text else "blank"
