"""The words of headers in English, German and French, and the concepts that they name."""

from lib.studies.headers.tokens import without_accents, word_set

_CONCEPTS: dict[str, str] = {
    "count": (
        "n, number, num, nr, count, counts, freq, frequency, number of, no of, n of, #, anzahl, "
        "zahl, häufigkeit, nombre, nombre de, nb, nbre, nb de, absolute number"
    ),
    "percent": (
        "%, percent, pct, percentage, perc, per cent, pcnt, prozent, prozentsatz, proz, "
        "pourcentage, pourcent, pour cent, pctg"
    ),
    "share": "proportion, share, fraction, prop, anteil, part, phat",
    "rate": "rate, rates, quote, taux, probability, risk, percentage rate",
    "response": (
        "response, responses, resp, responder, répondeur, success, ansprechen, réponse, "
        "reponse, réponses, erfolg, succès, clinical response, treatment response, treatment "
        "success, response status, ansprech, erfolgs, therapieerfolg, therapieansprechen"
    ),
    "responder": (
        "responders, responded, responding, responds, nresponders, nresp, ansprecher, "
        "répondeurs, repondeurs, répondants, responders number, respond, responsive, with "
        "response, with a response, having response, achieving response, achieved response, who "
        "responded, angesprochen"
    ),
    "event": (
        "event, events, cases, evt, evts, ev, successes, improved, ereignisse, ereignis, "
        "événements, événement, evenements, erfolge, successful, outcome events, gebessert, "
        "améliorés, "
        "improvers, r"
    ),
    "people": (
        "patients, participants, subjects, people, persons, individuals, pts, ptes, patienten, "
        "teilnehmer, probanden, personen, sujets, adults, children, women with, eyes, knees, "
        "joints, patient, participant, subject, pat"
    ),
    "assessed": (
        "eval, n fu, n followup, n follow up, assessed, evaluated, analysed, analyzed, "
        "evaluable, followed up, followed, examined, at follow up, at visit, completers, "
        "completing, completed, observed, available, ausgewertet, ausgewertete, untersucht, "
        "untersuchte, nachuntersucht, analysiert, évalués, évalué, évaluée, "
        "évaluées, analysé, analysés, évaluables, suivis, "
        "analysis set, per protocol, analyzable, analysable, reviewed, with data, contributing"
    ),
    "enrolled": (
        "enr, enrolled, randomised, randomized, recruited, included, allocated, itt, mitt, "
        "treated, intention to treat, intent to treat, eingeschlossen, eingeschlossene, "
        "randomisiert, randomisierte, rekrutiert, behandelt, inclus, randomisés, recrutés, "
        "traités, entered, started, rand, assigned, fas, full analysis set,  enrolment, "
        "enrollment"
    ),
    "total": (
        "total, totals, ges, sample size, denominator, sample, gesamt, gesamtzahl, fallzahl, "
        "effectif, effectifs, ntotal, denom, sampsize, samplesize, stichprobe, "
        "stichprobengröße, total n, overall number, size, tot, ntot, trials, analyzed total"
    ),
    "failure": (
        "fail, fails, nonresponders, nonresponder, nonresponse, noresponse, failures, failure, "
        "failed, nichtansprecher, unresponsive, misserfolg, misserfolge, échec, échecs, echecs, "
        "therapieversager, unsuccessful, nonevents, nonevent, nonresp, nonresponding, "
        "therapieversagen, treatment failure, treatment failures, nonrépondeurs, unimproved, "
        "did not respond, nonsuccess, versager"
    ),
    "negation": (
        "non, not, no, un, without, sans, ohne, nicht, kein, keine, keinen, never, pas, pas de, "
        "didn, neither, nor, zero"
    ),
    "survival": (
        "surv prob, surv, survival, survival probability, km estimate, kaplan meier, kaplan "
        "meier estimate, survival estimate, überleben, survie, survival rate, survival "
        "function, km"
    ),
    "at_risk": (
        "n risk, at risk, number at risk, n at risk, no at risk, atrisk, nrisk, unter risiko"
    ),
    "interval": (
        "cr i, 95 % cr i, ci, 95 % ci, 95 ci, ci 95, ci 95 %, ci95, confidence interval, 95 % "
        "confidence interval, conf int, confint, ki, 95 % ki, konfidenzintervall, "
        "vertrauensbereich, ic, ic 95 %, 95 ki, ic 95, 95 % ic, intervalle de confiance, "
        "credible interval, cri, 95 % cri, conf, confidence limits, 95 % confidence limits, "
        "confidence limit, cl, interval, pct ci, limits, 95 pct ci, 95 percent ci, 95 percent "
        "confidence interval, 95 confidence interval, i c"
    ),
    "low": (
        "cilo, low, lower, lo, ll, lcl, lb, lci, lower limit, lower bound, lowerci, cilow, cil, "
        "untere, unteres, unterer, unten, untergrenze, untere grenze, inf, inférieure, "
        "inférieur, borne inférieure, borne inf, lower end, cilower, cilb, llci, lwr, asymp lcl"
    ),
    "high": (
        "cihi, high, upper, hi, ul, ucl, ub, uci, upper limit, upper bound, upperci, cihigh, "
        "ciu, obere, oberes, oberer, oben, obergrenze, obere grenze, sup, supérieure, "
        "supérieur, borne supérieure, borne sup, upper end, ciupper, ciub, ulci, upr, asymp ucl"
    ),
    "time": (
        "nachuntersuchung, katamnese, since baseline, from baseline, after baseline, post "
        "baseline, fup, nachbeobachtungsdauer, nachbeobachtungszeitraum, follow up dauer, f / "
        "u, après, seit, follow up, followup, fu, f u, time, zeit, temps, time since, suivi, "
        "nachbeobachtung, nachbeobachtungszeit, beobachtungszeit, follow up time, follow up "
        "period, since, time from, follow up duration, duration of follow up, length of follow "
        "up, after, post, nach, depuis, délai, durée de suivi, time after, follow, elapsed, "
        "time of follow up, endpoint time"
    ),
    "visit": (
        "visit, timepoint, time point, time frame, timeframe, timing, wave, zeitpunkt, visite, "
        "assessment time, assessment point, follow up visit, follow up timepoint, visit name, "
        "assessment, termin, measurement time, follow up time point, tp, timepoints"
    ),
    "filler": (
        "grenze, à, 95, 95 %, 95 pct, of, the, a, for, in, with, who, that, by, among, to, had, "
        "having, achieved, achieving, reported, and, der, die, das, des, mit, bei, den, im, "
        "von, de, du, la, le, les, aux, et, avec, d, l, clinical, observed rate, study, "
        "treatment, x, i, j, crude, raw, follow up of, at, on, as, is, were, was, value, "
        "values, or, from, per arm, per group, total number of"
    ),
}

_FORBIDDERS = """
male, males, female, females, men, women, sex, gender, boys, girls, männlich, weiblich, männer,
frauen, geschlecht, hommes, femmes, sexe, age, aged, alter, âge, years old, bmi, body mass,
weight, gewicht, poids, height, smoker, smokers, smoking, raucher, fumeurs, diabetes, diabetic,
diabetics, hypertension, obese, obesity, white, black, asian, hispanic, caucasian, race,
ethnicity, comorbidity, comorbidities, employed, unemployed, education, married, pregnant, income,
time to, zeit bis, délai jusqu, duration of response, response duration, duration, dauer, durée,
change, change from, difference, diff, delta, rd, risk difference, risk ratio, odds ratio, odds,
hazard, hazard ratio, ratio, log, logor, logrr, effect, effect size, smd, md, cohen, hedges, yi,
vi, cost, costs, kosten, coût, coûts, price, dollar, usd, eur, euro, dropped out, dropped, drop,
miss, dropout, dropouts, drop out, drop outs, withdrawn, withdrew, withdrawal, withdrawals,
discontinued, discontinuation, discontinuations, attrition, abbrecher, lost, lost to follow up,
ltfu, loss, excluded, exclusions, missing, fehlend, manquants, perdus, censored, censor, affected,
censoring, 90 % ci, 99 % ci, 80 % ci, 90 ci, 99 ci, 50 % ci, relapse, relapsed, relapses,
relapsing, recurrence, recurrent, recurrences, rezidiv, rezidive, rückfall, rechute, rechutes,
died, death, deaths, dead, mortality, tod, todesfälle, décès, adverse, ae, aes, sae, saes, teae,
side effects, side effect, harms, toxicity, complication, complications, komplikationen, effets,
indésirables, nebenwirkungen, safety, tolerability, infection, infections, bleeding, hospitalised,
hospitalized, reoperation, revision, sd, std, stdev, se, sem, std err, std error, standard error,
standard deviation, stderr, sterr, variance, var, iqr, quartile, p, p value, pvalue, p val, pval,
chi2, i2, tau2, z, df, t value, mean, median, average, avg, mittelwert, moyenne, médiane, min,
max, minimum, maximum, score, scores, vas, points, scale, quality, bias, rob, grade, impact
factor, sponsor, funding, country, land, pays, site, centre, center, city, region, language, page,
pages, volume, issue, journal, title, url, pmid, isbn, date, datum, dosage, dosis, rr, arr, nnt,
rrr, wmd, irr, nnh, posologie, hours, minutes, minute, hour, stunden, previous, prior, history,
planned, target, expected, required, power, eligible, screened, approached, reason, reasons,
grund, raison, patient years, person years, person time, patientenjahre, sensitivity, specificity,
ppv, npv, auc, prevalence, incidence, mcid, heart, blood, pressure, pulse, respiratory,
temperature, adherence, compliance, satisfaction, partner, siblings, sites, centres, centers,
studies, papers, comparisons, trial number, arms, groups, visits, sessions, injections, needles,
tablets, weights, heterogeneity, placebo response, interest, exchange, inflation, discount,
responsible, response time, reaction, respirations, correct responses, survey, questionnaire,
rescue, analgesia, opioid, opioids, medication, concomitant, worsened, worse, deteriorated,
deterioration, progression, progressed, verschlechtert, aggravés, unchanged, unverändert, stable,
imputed, crossover, crossed, switched, ineligible, declined, refused, refusal, consent, consented,
contact, email, phone, heart rate, bpm, hr, per week, per day, per month, per year, per patient,
per visit, estimated, unclear, unknown, index, baseline characteristics, stage, severity, severe,
mild, moderate, left, right, bilateral, height cm, kg, cm, mm, ml, mmhg, birth, born, enrolment
date, cut off, cutoff, threshold, cutpoint, random sequence, sequence, concealment, blinding,
blinded, masked, disease control, symptom control, pain control, quality control, birth control,
asthma control, glycaemic control, glycemic control, conflict, reviewer, extractor, checked by,
recruitment, participation, utilisation, utilization, type, name, description, label, category,
code, details, text, method, methods, status, flag, version, file, sheet, row, line, order, rank,
weighting, poor, inadequate, insufficient, suboptimal, minimal, weak, slow, mauvais, schlechte,
unzureichend, imputation, nri, locf, abbruch, komplikations, mortalitäts, todes, infektions,
nebenwirkungs, alters, männlicher, weiblicher, masculin, féminin, mortalité, survivors, hospital,
readmission, icu, los, weeks on, dauer der, krankheitsdauer, symptomdauer, nausea, vomiting, pain
score, cohens, egger, funnel, influence, residual, leverage, coefficient, beta, intercept, slope
"""


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _phrases(words: str) -> list[tuple[str, ...]]:
    """The phrases of a list, each also without its accents."""
    text = " ".join(words.split()).casefold()
    every = (text, without_accents(text), text.translate(_UMLAUTS))
    return [tuple(phrase.split()) for one in every for phrase in one.split(", ")]


# Words of an arm's own name, which say nothing by themselves.
_NAMES = "low dose, high dose, medium dose, mid dose, dose, treatment as usual, standard treatment"

# Words of an arm's own name, which say nothing by themselves.
_NAMES = "low dose, high dose, medium dose, mid dose, dose, treatment as usual, standard treatment"

CONCEPTS: dict[tuple[str, ...], str] = {
    **dict.fromkeys(_phrases(_FORBIDDERS), "forbidden"),
    **dict.fromkeys(_phrases(_NAMES), "name"),
    **{phrase: concept for concept, words in _CONCEPTS.items() for phrase in _phrases(words)},
}
"""Concept by phrase, as words in lower case."""


def _longest_by_first() -> dict[str, int]:
    longest: dict[str, int] = {}
    for phrase in CONCEPTS:
        longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 1))
    return longest


LONGEST = _longest_by_first()
"""Most words of a phrase, by its first word."""

INNER = frozenset(phrase[0] for phrase in CONCEPTS if len(phrase) == 1)
"""The phrases of one word, of which glued words (``nresponders``) may be made."""

ROLES: dict[str, str] = {
    **dict.fromkeys(
        word_set(
            "intervention experimental exp treatment active interventions verum ig behandlung "
            "behandlungsgruppe therapiegruppe traitement experimentell interventionsgruppe "
            "expérimental trt tx e t i int"
        ),
        "intervention",
    ),
    **dict.fromkeys(
        word_set(
            "control controls ctrl ctl comparator kontrolle kontrollgruppe kg contrôle controle "
            "témoin témoins c con cont comp komparator"
        ),
        "control",
    ),
}
"""Role of an arm by word; a single letter counts only behind a measure (``event.e``)."""

ARM_WORDS = word_set(
    "arm group grp gr gruppe arme groupe bras treatment trt tx therapy intervention treat"
)
"""Words that an arm's number or letter follows: ``arm_1``, ``group B``."""
