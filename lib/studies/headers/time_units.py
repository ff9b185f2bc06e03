"""Units of time, and the words of times in English, German and French."""

from typing import Literal, get_args

from lib.studies.headers.tokens import word_set

Unit = Literal["months", "weeks", "days", "years"]
UNITS: tuple[Unit, ...] = get_args(Unit)

DAYS_IN_MONTH = 365.25 / 12
MONTHS_IN: dict[Unit, float] = {
    "months": 1,
    "weeks": 7 / DAYS_IN_MONTH,
    "days": 1 / DAYS_IN_MONTH,
    "years": 12,
}
"""How many months each unit has."""

_UNIT_WORDS: dict[Unit, str] = {
    "months": "months month mnths mnth mths mth mos mon mo m monat monate monaten monats mois",
    "weeks": "weeks week wks wk w woche wochen wo semaine semaines",
    "days": "days day d tag tage tagen tags jour jours j",
    "years": "years year yrs yr y jahr jahre jahren jahres an ans année années annee annees",
}
UNIT_WORDS: dict[str, Unit] = {
    word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()
}
"""Unit by word or letter."""

_NUMBER_WORDS = {
    0.5: "half halben halbes halbe",
    1: "one ein eine einem einen eins un une",
    2: "two zwei deux",
    3: "three drei trois",
    4: "four vier quatre",
    5: "five fünf fuenf cinq",
    6: "six sechs",
    7: "seven sieben sept",
    8: "eight acht huit",
    9: "nine neun neuf",
    10: "ten zehn dix",
    11: "eleven elf onze",
    12: "twelve zwölf zwoelf douze",
    15: "fifteen quinze",
    18: "eighteen achtzehn",
    24: "twentyfour vierundzwanzig",
    36: "thirtysix sechsunddreißig",
}
NUMBER_WORDS: dict[str, float] = {
    word: number for number, words in _NUMBER_WORDS.items() for word in words.split()
}
"""Number by word."""

VISIT_WORDS = word_set(
    "visit visite wave timepoint assessment followup fu t v tp period session nachuntersuchung "
    "zeitpunkt termin suivi time untersuchung controle contrôle"
)
"""Words whose number counts visits: ``Visit 3``."""

BASELINE_WORDS = word_set(
    "baseline basline screening bl pretreatment preop preoperative preoperatively pretherapy "
    "predose preinjection preintervention prerandomisation prerandomization enrolment "
    "enrollment randomisation randomization studienbeginn therapiebeginn behandlungsbeginn "
    "ausgangswert ausgangsbefund basiswert präoperativ präop inclusion préopératoire runin"
)
"""Words that mean before treatment."""

BEFORE_WORDS = word_set("pre before prior vor avant prae prä pré")
"""Words that mean before, with a treatment behind them."""

TREATMENT_WORDS = word_set(
    "treatment therapy injection surgery operation op dose dosing intervention randomisation "
    "randomization procedure baseline therapie behandlung eingriff beginn start traitement "
    "intervention chirurgie tx rx trt enrolment enrollment infusion study drug medication "
    "injektion infiltration op spritze implantation implant therapiebeginn behandlungsbeginn "
    "studienbeginn discharge"
)
"""What a time is counted from."""

BOUND_WORDS = word_set("least most over within beyond max maximum minimum mindestens")
BOUND_WORDS_BEHIND = word_set("above over more later longer plus mehr länger beyond")
ABOUT_WORDS = word_set(
    "~ ≈ every each alle chaque about approximately approx around circa ca etwa environ mean "
    "median average avg mittlere médian moyenne roughly last final latest"
)
RANGE_WORDS = word_set("to bis through thru à")
JOINTS = word_set(", and or & und oder et ou +")
AGE_WORDS = word_set("age aged old yo alter âge ans-old")

FILLER_WORDS = TREATMENT_WORDS | word_set(
    "after at follow followup for from fu in of on point post since the time timepoint to up "
    "visit follow-up following postoperative postop postoperatively postoperativ post-op nach "
    "nachbeobachtung nachuntersuchung nachkontrolle seit der des dem den bei zeit zeitpunkt "
    "après apres à a de du la le les depuis suivi jusqu timing assessment value postinjection "
    "posttreatment later out"
)
"""Words beside a time that add no other meaning."""
