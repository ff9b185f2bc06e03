"""Whole headers that name a column: of extraction sheets, registries and other programs."""

from functools import cache

from lib.studies.headers.tokens import without_accents, word_set
from lib.studies.spellings import header_key

# A key is compared without case, spaces and punctuation, so `Arm Title` is also `arm_title`.
_CERTAIN = {
    "study": (
        "studlab, study or subgroup, study label, study_id, studyid, study name, slab, trial "
        "name, trial id, nct id, nct number, nct, study identifier, studienname, studie, "
        "studien id, étude, etude, nom de l étude, essai, trial registration, covidence, "
        "covidence #, covidence id, first author year, author and year, author (year), "
        "author/year, autor jahr, author, year, auteur année, auteurs année, studyno, study no, "
        "study number, study code, trialid, nctid, publication id"
    ),
    "author": (
        "author, authors, first author, firstauthor, author name, lead author, study authors, "
        "author(s), autor, autoren, erstautor, auteur, auteurs, premier auteur, 1st author"
    ),
    "year": (
        "year, pub year, pubyear, yr, publication date year, jahr, erscheinungsjahr, "
        "publikationsjahr, année, annee, année de publication, year published"
    ),
    "arm": (
        "arm, arms, group label, arm title, arm label, armlabel, arm_name, arm group, "
        "arm/group title, group title, group name, study group, treatment group, treatment "
        "arm, intervention group, "
        "arm_id, arm description, gruppe, behandlungsgruppe, behandlungsarm, studienarm, "
        "therapiegruppe, groupe, bras, bras de traitement, groupe de traitement, randomised "
        "group, randomized group, allocated group, arm code, actarm, armcd, arm group label, "
        "planned arm, arm or group, arm/group, ctgov group code"
    ),
    "treatment": (
        "treatment, trt, treat, treatment name, trtp, trta, trt01p, trt01a, tx, therapy, "
        "therapie, behandlung, traitement, intervention name, drug, drug name, treatments, "
        "medikament, médicament, planned treatment, actual treatment, regimen"
    ),
    "design": (
        "study design, study type, studiendesign, design de l étude, type d étude, studientyp"
    ),
    "role": "arm type, arm role, arm group type",
    "outcome": (
        "outcome, endpoint, end point, outcome name, outcome definition, definition, criterion, "
        "response criterion, response criteria, definition of response, response definition, "
        "responder definition, primary outcome, zielkriterium, endpunkt, critère, critère de "
        "jugement, instrument, outcome type, ansprechkriterium"
    ),
    "measure": (
        "measure, param, paramcd, parameter, measure name, outcome measure, outcome measure "
        "title, outcome title, measure title, measurement, statistic, variable, paramtype, "
        "kennzahl, messgröße, mesure, paramètre"
    ),
    "value": (
        "value, aval, avalc, param value, param_value_num, measure value, outcome value, data "
        "value, wert, valeur, measurement value, lab value"
    ),
    "value_unit": (
        "units, unit of measure, measure unit, units of measure, unit of measurement, param "
        "unit, einheit, unité, value unit, avalu, measurement unit"
    ),
    "patient": (
        "patient, patient id, patientid, patient no, patient number, subject, subject id, "
        "subjid, subjectid, usubjid, subject number, participant, participant id, "
        "participantid, pid, ptid, pat id, patnr, patientennummer, patienten id, patienten nr, "
        "numéro patient, id patient, study subject id, screening number, case id, mrn, randno, "
        "randomisation number, randomization number, participant number, pt id, rid, patient "
        "nr, proband, pseudonym"
    ),
    "visit": (
        "visit, avisit, visitnum, avisitn, visit name, visit no, visit number, visit label, "
        "timepoint, time point, time points, time frame, timeframe, redcap_event_name, event "
        "name, wave, follow up visit, visit code, viscode, epoch, zeitpunkt, visite, temps de "
        "mesure, assessment point, assessment time point, measurement occasion, atpt, "
        "messzeitpunkt, visite nr, vis, study visit, outcome timepoint, follow-up timepoint, "
        "timepoint name, period title, untersuchungszeitpunkt, numéro de visite"
    ),
    "compared_with": (
        "compared with, compared to, comparison, comparator arm, comparator name, versus, vs, "
        "comparison group, comparison arm, reference arm, reference treatment, verglichen mit, "
        "vergleichsgruppe, comparé à, comparator group, comparator treatment, treat2 name"
    ),
    "strata": "strata, stratum, survfit strata",
    "n_at_risk": ("n.risk, n risk, number at risk, no. at risk, at risk, nrisk, numbers at risk"),
    "n_event": "n.event, n event, nevent, n.events",
    "survival": (
        "surv, survival, survival probability, km estimate, kaplan-meier estimate, kaplan "
        "meier, km_est, survival function, survival estimate"
    ),
    "x": "dataset x, curve x, x value, xdata, data x, x (data), x coordinate, x_data",
    "y": "dataset y, curve y, y value, ydata, data y, y (data), y coordinate, y_data",
    "estimate": "type of estimate, estimate type, estimator",
    "doi": "doi, doi link, digital object identifier",
    "citation": "citation, reference, full citation, quelle literatur, référence, zitat",
    "source": "data source, read from, table or figure, source table, quelle, source in paper",
    "note": (
        "notes, note, comments, comment, remarks, footnote, bemerkung, bemerkungen, anmerkung, "
        "kommentar, remarque, remarques, commentaire, commentaires, free text"
    ),
    "cohort": (
        "cohort, subset, subgroup, patient set, population, analysis population, analysis set, "
        "untergruppe, sous-groupe, subpopulation"
    ),
    "n_assessed": (
        "number analyzed, number analysed, participants analyzed, participants analysed, number "
        "of participants analyzed, number of participants analysed, n analyzed, n analysed, "
        "overall number of participants analyzed, patients analysed, patients analyzed, "
        "ausgewertete patienten, patients évalués, patients analysés"
    ),
    "n_enrolled": (
        "n randomised, n randomized, number randomised, number randomized, n itt, number of "
        "participants randomised, eingeschlossene patienten, patients inclus"
    ),
    "responders": (
        "responders, n responders, number of responders, anzahl ansprecher, nombre de répondeurs"
    ),
    "failures": ("non-responders, nonresponders, nichtansprecher, non-répondeurs, non répondeurs"),
}

_GUESSED = {
    "record": "record_id, record, record number, recordid, record no",
    "row_number": (
        "id, no., nr, nr., lfd nr, lfd. nr., index, row, row number, rownames, unnamed: 0, obs, "
        "seq, s.no, s no, sl no, sno, rowid, row id, x.1, zeile, ligne, esid, es_id, unnamed 0, "
        "observation, entry"
    ),
    "study": (
        "study (year), paper, article, source study, reference id, refid, ref id, sid, "
        "publication, short title, study title, study reference, author year, cite key, citekey"
    ),
    "arm": (
        "intervention, interventions, allocation, randomised to, randomized to, condition, "
        "exposure, comparator, assigned treatment, allocated treatment, randomised treatment, "
        "T, arm number, armno, group number, kohorte, cohort name, interventionsgruppe"
    ),
    "outcome": "scale, definition used, response measure, criteria, ansprechen definition",
    "unit": "unit",
    "months": (
        "month number, week number, month no, week no, month num, week num, day number, wk no, "
        "follow-up, follow up, followup, fu, time, timeline, zeit, temps, follow-up time, fu time, "
        "duration of follow up, follow-up period, nachbeobachtung, nachbeobachtungszeit, suivi, "
        "durée de suivi, length of follow-up, follow-up duration, follow up length, time since "
        "treatment, time after treatment, time of assessment, assessment time, time of follow- "
        "up, t (time)"
    ),
    "compared_with": "reference group, control arm, control name, comparator intervention",
    "n_enrolled": "itt, n included, number included",
    "response": (
        "responder, response, resp, response status, success, responder status, responded yn, "
        "response (yes/no), responder (yes/no), responder (y/n), response y/n, responder flag, "
        "treatment response, clinical response, ansprechen, réponse, répondeur, erfolg, succès"
    ),
    "role": "control or intervention, intervention or control, group type",
    "citation": "bibliography, publication reference, literature",
}

# The strict reading of a dataset takes these as given; in a file of another shape they are asked.
QUESTIONS = frozenset(
    map(
        header_key,
        (
            "follow-up", "n", "total", "n total", "events", "r", "sample size", "denominator",
            "percent", "percentage", "%", "numerator", "author", "unit", "rate",
            "publication", "n treated", "n at visit", "published",
        ),
    )
)  # fmt: skip
"""Keys of spellings of the schema that are only a guess here."""


SHORT_NAMES = frozenset({"id", "nr", "no", "vs", "yr"})
"""Headers of two letters that name a column."""

OUTCOME_NOUNS = word_set(
    "remission remissions remitters remitted cure cured recovery recovered relief improvement "
    "healed healing clearance abstinence abstinent cessation acr20 acr50 acr70 pasi50 pasi75 "
    "pasi90 pasi100 easi75 iga orr heilung besserung geheilt rémission guérison guéris "
    "amélioration"
)
"""Words that name what counts as a response."""

OUTCOME_WORDS = OUTCOME_NOUNS | word_set(
    "clinical complete partial sustained durable objective pain free seizure reduction deep in with"
)
"""Words that may stand beside an outcome."""


def _by_key(names: dict[str, str]) -> dict[str, str]:
    return {
        key: column
        for column, texts in names.items()
        for text in (without_accents(texts), texts)
        for name in text.split(", ")
        if (key := header_key(name))
    }


@cache
def certain_names() -> dict[str, str]:
    """Column by the key of a whole header that says it outright."""
    return _by_key(_CERTAIN)


@cache
def likely_names() -> dict[str, str]:
    """Column by the key of a whole header that often means it."""
    return _by_key(_GUESSED)
