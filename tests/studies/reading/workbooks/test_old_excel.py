"""Calamine reads .xlsx too, so that other workbooks than the one below need not be .xls."""

import base64
import datetime
import io
import zlib

import openpyxl
import pytest

from lib.progress import silent
from lib.studies.reading import limits
from lib.studies.reading.grid import Merge, Sheet
from lib.studies.reading.limits import RefusedError
from lib.studies.reading.workbooks.old_excel import read_old_excel

SMALL = zlib.decompress(
    base64.b85decode(
        "c-rk)O-"
        "vI}5dPkFTiOOni^T{gq#+R%IUrv20BeoPMG?7Z3<(z7C;_(3wmrZ_6niu=@g(tr;o=4L;!o5>ZyroAdN46DDSGr^Of>N"
        "TUFXg2VyivSM2V99wr}3dyqVeQzBg}wUM)q6^Y>bp@eBIkLCFljSEdux0*(*{jhm)qo!(E)bn#yy;HQc7dGWa6Wu2TuI"
        "p51ra94d!6!<`G7#R$t^;B#FafowB2$@4KQGuJJ3896vYGQhh=@zDU*zyU}gRHsAw3lp);tZCwfzJK*Dn6~W^H>Nn?gR"
        "FD$C|xp#tXTMFJ2Rttru})EHUwK4z#KDSOCpie@agoiHRbjG=U5FX2yW8PNhDJx%!RO3y}VMrM|9;{<@+9GceEc0x!_!"
        "`q^VmaC`+Pc(0X3=>@X6d~%A$62>G|=ww>YUC0IjeI$|1rs$U>!ANB@X+4=T<jApnW=xOubax*h`@=^5d@LT6+c%ecxT"
        "4$}xD4uvCeg@zgo`0e8~V!aFRzb}4r(K;nc*$ox)JP<xx>UI=|RpR9^v$5!suj=Jxnii)a}f-"
        "GL4cA^&NxFHgj~AZLaWW2c2gh<BhhnjNe6k;nT^7ZH158ZsHgFm#3qPZ?$=})5S`XzdUBqCA!4i4T(pZ(+hjkc+a%uw+"
        "+Ovgzel-`)=2WRRo!hFtsFkb;O#a*w@OEJS2J6B$Xu9jx4G~7981Y+Y62?=i@215icW$*y0w`X^tpkDOF-"
        "A6|t0xSPIALVT(DYLmaD5X~KQ!NE_x)1mVJk3l}b2xNzZO6GQMrto7io+K=u&`@KVc*IA`jazB%7S_~mgM~+@hk3gs1z"
        "*J4^XDhtIi6z$Q<9siaI7MeSFpg2qW4z||OD}bz{Qs=mG5qIBsMhnBYRU62pZ^DqH`!G"
    )
)
"""Three rows: study, arm, months, n_assessed, responders."""


def sheets(made: openpyxl.Workbook) -> tuple[Sheet, ...]:
    out = io.BytesIO()
    made.save(out)
    return read_old_excel(out.getvalue(), silent)


def test_an_old_workbook() -> None:
    (sheet,) = read_old_excel(SMALL, silent)
    assert (sheet.name, sheet.is_hidden, sheet.notes) == ("A", False, ())
    assert sheet.grid.head(9) == [
        (1, ["study", "arm", "months", "n_assessed", "responders"]),
        (2, ["Lupin 2009", "Drug A", "3", "40", "30"]),
        (3, ["Lupin 2009", "Drug A", "12", "38", "20"]),
    ]


def test_places_dates_and_merged_cells() -> None:
    made = openpyxl.Workbook()
    made.active["B3"], made.active["C3"] = datetime.date(2024, 12, 15), True
    made.active["C6"] = datetime.datetime(2024, 1, 2, 3, 4)
    made.active.merge_cells("B3:B5")
    grid = sheets(made)[0].grid
    assert grid.head(9) == [(3, ["", "2024-12-15", "TRUE"]), (6, ["", "", "2024-01-02 03:04:00"])]
    assert grid.dates == {(3, 1), (6, 2)}
    assert grid.merged == (Merge(3, 5, 1, 1),)


def test_a_hidden_sheet_and_a_fraction_are_told() -> None:
    made = openpyxl.Workbook()
    made.active["A1"] = 0.79
    made.create_sheet("Rest").sheet_state = "hidden"
    first, second = sheets(made)
    assert "0.79" in first.notes[0]
    assert (second.name, second.is_hidden, second.grid.count) == ("Rest", True, 0)


def test_a_sheet_of_too_many_rows_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS_MOST", 1)
    made = openpyxl.Workbook()
    for row in range(3):
        made.active.append([row])
    made.create_sheet("Rest").append(["x"])
    first, second = sheets(made)
    assert [finding.rule.name for finding in first.findings] == ["too_many_rows"]
    assert second.grid.count == 1


@pytest.mark.parametrize("data", [SMALL[:1000], SMALL[:512], b"\xd0\xcf\x11\xe0"])
def test_a_damaged_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError, match="workbook_broken"):
        read_old_excel(data, silent)
