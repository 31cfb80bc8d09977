"""The studies of `bench --measures`: what the extended measures and a sensitivity grid cost beside the core measures."""

BANDS = ("age_bands: [0, 18, 36, 51, 65, 80]", "age_bands: [0, 15, 35, 50, 65, 80]")
CORE = """  fill_rate: {drugs: [benzodiazepine, opioid]}
  incidence: {drugs: [benzodiazepine, opioid]}
"""
EXTENDED = """  dose: {drugs: [opioid], methods: [total_supply, on_therapy, "window:90", maximum], thresholds: [50, 90]}
  ddd: {drugs: [benzodiazepine]}
  cob: {}
  multiple_providers: {drugs: [opioid]}
  cns_polypharmacy: {classes: [benzodiazepine, opioid]}
  persistence: {drugs: [benzodiazepine]}
  dose_change: {drugs: [opioid], unit: mme}
  alternatives: {index: benzodiazepine, other: [opioid]}
  same_prescriber: {drugs: [benzodiazepine, opioid]}
  cohort: {}
  incidence_proportion: {drugs: [benzodiazepine, opioid]}
  transition: {drugs: [benzodiazepine, opioid]}
  summary: {drugs: [benzodiazepine, opioid]}
  standardised: {}
  ratio: {reference: {sex: M}}
  trend: {}
"""
GRID = """  sensitivity: {gap: [0, 7, 15, 30, 60], washout: [180, 365], carry_over: [none, drug]}
"""


def studies(study):
    """From the text of the benchmark's study: the name of each job, the base first, and its study."""
    before, after = study.replace(*BANDS).split("output:")
    jobs = {"core measures": CORE, "core and extended": CORE + EXTENDED, "core and a grid of 20": CORE + GRID}
    return {name: f"{before}{measures}output:{after}" for name, measures in jobs.items()}
