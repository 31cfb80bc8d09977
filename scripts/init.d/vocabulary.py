"""What real extracts call their columns, and how they write what is in them.

Collected from the layouts' own documents: CMS Part D events and SynPUF, OMOP, PCORnet, Sentinel, MarketScan, IQVIA, PDMPs
(ASAP), NHS dispensing data, SNDS, German, Spanish and Nordic exports. Written before `rxuse init`'s own list of words, and
not from it; the last rows of each field are names that say little.
"""

FILLS = {
    'patient': ['RESEARCH_ID', 'study_id', 'indiv_id', 'EMPI', 'CHI_NUMBER', 'PERSONA_ID', 'BEN_IDT_ANO', 'PATIENT_NO',
             'patient_id', 'PATID', 'BENE_ID', 'DESYNPUF_ID', 'ENROLID', 'person_id', 'PatID', 'MemberID', 'MBR_ID', 'pt_id',
                'NHS_NUMBER', 'PatientPseudoID', 'Versichertennummer', 'KVNR_PSEUDO', 'num_patient', 'id_paciente', 'lopnr', 'PNR',
                'SubjectID', 'encrypted_patient_id', 'RECIP_ID', 'client_id', 'Patient', 'PATIENT_KEY', 'cip_paciente', 'id', 'ID1'],
    'date': ['FILL_DT', 'DISP_DT', 'SVC_BEG_DT', 'dispensed_on', 'DateDispensed', 'data_dispensacao', 'utleveringsdato', 'DELIVERY_DATE', 'EXP_DAT',
             'fill_date', 'SRVC_DT', 'SVCDATE', 'dispense_date', 'DISPENSE_DATE', 'drug_exposure_start_date', 'RxDate', 'date_filled', 'DATE_FILLED',
             'DISPENSED_DATE', 'Abgabedatum', 'EXE_SOI_DTD', 'date_delivrance', 'fecha_dispensacion', 'eksd', 'EDATUM', 'FillDt', 'rx_fill_dt',
             'dispensing_date', 'ServiceDate', 'date_of_supply', 'date', 'Datum', 'dt', 'START'],
    'days_supply': ['DAYS_SUP', 'DS', 'supply', 'nb_jours', 'DISPENSED_DAYS_SUPPLY', 'treatment_days', 'numdays',
             'days_supply', 'DAYS_SUPLY_NUM', 'DAYSUPP', 'DAYS_SUPPLY', 'RxSup', 'DISPENSE_SUP', 'day_supply', 'DaysSupply', 'days_sup',
                    'Reichweite_Tage', 'duree_jours', 'dias_tratamiento', 'supply_days', 'DAYS_SUPP_CNT', 'days', 'duration', 'dur'],
    'quantity': ['DISPENSED_QTY', 'QUAN', 'NB_BOITES', 'PACKS', 'num_units',
             'quantity', 'QTY_DSPNSD_NUM', 'METQTY', 'QUANTITY_DISPENSED', 'RxAmt', 'DISPENSE_AMT', 'qty', 'Quantity', 'Menge', 'quantite', 'cantidad',
                 'QTY', 'metric_qty', 'units_dispensed', 'antal', 'amt'],
    'prescriber': ['prescriber_id', 'PRSCRBR_ID', 'PROVIDERID', 'prescriber_npi', 'NPI', 'DEA_PRESCRIBER', 'provider_id', 'LANR', 'Arztnummer', 'num_medecin',
                   'medico_id', 'GP_CODE', 'doc'],
    'pharmacy': ['pharmacy_id', 'PHARM_ID', 'ncpdp_id', 'PHARMACY_NPI', 'dispenser_id', 'Apotheke_ID', 'pharmacie', 'farmacia_id', 'store_nbr'],
}
DRUGS = {
    'ndc': ['NATIONAL_DRUG_CODE', 'ndc_num', 'NDC_CD',
             'ndc', 'NDC', 'PROD_SRVC_ID', 'NDCNUM', 'ndc_code', 'NDC11', 'RXNDC', 'drug_source_value', 'product_code', 'drug_id', 'Rx_NDC', 'code'],
    'atc': ['ATC_C07', 'atc_cd', 'ATC7',
             'atc', 'ATC_CODE', 'atc_code', 'ATCCode', 'ATC5', 'atc_classe', 'codigo_atc', 'ATC', 'atckod', 'code'],
    'rxnorm': ['rxcui', 'RXNORM_CUI', 'rxnorm_code', 'RxCUI', 'drug_concept_code', 'CODE'],
    'name': ['BRND_NM', 'GNRC_NM', 'product_label', 'Handelsname',
             'drug_name', 'PRODUCT_NAME', 'DESCRIPTION', 'medication', 'drug', 'BNF_DESCRIPTION', 'Arzneimittel', 'medicament', 'medicamento', 'GenericName',
             'med_name', 'Praeparat', 'nom_medicament', 'item', 'label'],
    'dmd': ['dmdid', 'PRODUCT_SNOMED',
             'dmd_code', 'VMP', 'dm_d_code', 'vpid', 'SNOMED_CODE', 'drug_code', 'PRESCRIBED_DMD_CODE', 'code'],
    'bnf': ['bnf_code', 'BNF_CODE', 'BNFCODE', 'PAID_BNF_CODE', 'presentation_code'],
}
PEOPLE = {
    'birth_date': ['geb_dat', 'BEN_NAI_DTE', 'patient_dob',
             'birth_date', 'BENE_BIRTH_DT', 'DOB', 'BIRTH_DATE', 'date_of_birth', 'Birth_Date', 'Geburtsdatum', 'date_naissance', 'fecha_nacimiento', 'BirthDt',
                   'foedselsdato', 'bdate'],
    'birth_year': ['YRDOB', 'BIRTH_YR', 'GEBJAHR',
             'birth_year', 'year_of_birth', 'DOBYR', 'YOB', 'Geburtsjahr', 'annee_naissance', 'ano_nacimiento', 'PAT_BRTH_YR_NBR', 'patient_birth_year'],
    'sex': ['GDR_CD', 'sex_cd', 'BEN_SEX_COD',
             'sex', 'SEX', 'BENE_SEX_IDENT_CD', 'gender', 'GENDER', 'Sex', 'Geschlecht', 'sexe', 'sexo', 'PAT_SEX', 'gender_cd', 'geslacht', 'kon', 'sx'],
    'race': ['race', 'RACE', 'BENE_RACE_CD', 'ethnicity', 'race_eth', 'ethnic_group'],
    'region': ['region', 'state', 'STATE', 'EGEOLOC', 'Bundesland', 'provincia', 'ICB_NAME', 'county'],
    'start': ['ELIGEFF', 'enroll_start', 'date_from', 'member_since',
             'enrolled_from', 'ENR_START_DATE', 'Enr_Start', 'DTSTART', 'elig_start_dt', 'coverage_start', 'regstartdate', 'enrollment_start_date', 'observation_period_start_date',
              'Versicherungsbeginn', 'fecha_alta', 'eff_dt'],
    'end': ['ELIGEND', 'enroll_end', 'date_to',
             'enrolled_to', 'ENR_END_DATE', 'Enr_End', 'DTEND', 'elig_end_dt', 'coverage_end', 'regenddate', 'enrollment_end_date', 'observation_period_end_date',
            'Versicherungsende', 'fecha_baja', 'term_dt'],
    'death': ['dth_dt', 'DATE_DEATH', 'BEN_DCD_DTE',
             'death_date', 'BENE_DEATH_DT', 'DOD', 'date_of_death', 'Sterbedatum', 'date_deces', 'fecha_defuncion', 'died', 'deathdt'],
}
NOISE = {  # field: (names, kind of value)
    'row id': (['claim_id', 'PDE_ID', 'row_id', 'drug_exposure_id', 'DISPENSINGID', 'SEQNUM', 'rx_number', 'TransactionID', 'id_ligne', 'clm_id', 'uuid'], 'unique'),
    'written': (['written_date', 'RX_ORDER_DATE', 'date_written', 'order_dt', 'PRESCRIPTION_DATE', 'Verordnungsdatum', 'date_prescription'], 'earlier'),
    'paid': (['paid_date', 'PDDATE', 'adjudication_dt', 'load_date', 'PROCESS_DATE', 'date_entered', 'batch_dt'], 'later'),
    'refill': (['refill_number', 'FILL_NUM', 'REFILL', 'refills_authorized', 'fill_nbr'], 'small'),
    'price': (['total_cost', 'TOT_RX_CST_AMT', 'copay', 'PAY', 'Preis_EUR', 'ingredient_cost', 'net_amt'], 'price'),
    'plan': (['plan_id', 'PLANTYP', 'payer', 'lob', 'contract'], 'letter'),
    'strength': (['strength', 'STR', 'dose_mg', 'strength_mg'], 'strength'),
    'zip': (['zip', 'ZIP3', 'PLZ', 'postcode'], 'zip'),
    'age': (['age_group', 'AGEGRP', 'ageband'], 'band'),
    'encounter': (['encounter_id', 'ENCOUNTERID', 'visit_occurrence_id', 'episode'], 'unique'),
    'family': (['subscriber_id', 'family_id', 'household_nbr', 'policy_no', 'contract_holder'], 'family'),
    'mail': (['mail_order', 'MAINTIN', 'otc_flag'], 'letter'),
}
SEXES = {  # what a data set calls the sexes: (female, male, unknown), and the headers that go with it
    'letters': ('F', 'M', 'U', None), 'words': ('female', 'male', 'unknown', None), 'Words': ('Female', 'Male', '', None),
    'iso': ('2', '1', '0', None), 'cms': ('2', '1', '', None), 'omop': ('8532', '8507', '0', None),
    'german': ('W', 'M', '', ['Geschlecht']), 'german words': ('weiblich', 'männlich', '', ['Geschlecht']),
    'french': ('F', 'H', '', ['sexe']), 'spanish': ('M', 'H', '', ['sexo']), 'spanish V': ('M', 'V', '', ['sexo']),
    'dutch': ('V', 'M', '', ['geslacht']), 'swedish': ('K', 'M', '', ['kon']), 'binary': ('1', '0', '', None),
}
DATES = {  # study's pattern: how Python writes it
    'auto': ['%Y-%m-%d', '%Y%m%d', '%Y-%m-%dT00:00:00', '%Y-%m-%d 00:00:00'],
    'MM/dd/yyyy': ['%m/%d/%Y', '%m/%d/%Y 12:00:00 AM'], 'dd/MM/yyyy': ['%d/%m/%Y'], 'dd.MM.yyyy': ['%d.%m.%Y'],
    'ddMMMyyyy': ['%d%b%Y', '%d%b%Y:00:00:00'], 'dd-MMM-yyyy': ['%d-%b-%Y'], 'yyyy/MM/dd': ['%Y/%m/%d'],
    'M/d/yyyy': ['short'], 'excel': ['excel'], 'sas': ['sas'], 'dd-MM-yyyy': ['%d-%m-%Y'], 'MMddyyyy': ['%m%d%Y'],
}
UNHELPFUL = ['v{}', 'col{}', 'field_{}', 'X{}', 'Unnamed: {}']
PRODUCTS = [  # name, class, ATC, RxNorm ingredient
    ('diazepam 5 mg tablet', 'benzodiazepine', 'N05BA01', '3322'), ('ALPRAZOLAM 0.5MG TAB', 'benzodiazepine', 'N05BA12', '596'),
    ('Lorazepam 1 mg', 'benzodiazepine', 'N05BA06', '6470'), ('clonazepam 0.5 mg tablets', 'benzodiazepine', 'N03AE01', '2598'),
    ('Oxycodone HCl 5 MG Oral Tablet', 'opioid', 'N02AA05', '7804'), ('TRAMADOL HCL 50 MG', 'opioid', 'N02AX02', '10689'),
    ('morphine sulfate 15 mg', 'opioid', 'N02AA01', '7052'), ('Zolpidem Tartrate 10 mg', 'z-drug', 'N05CF02', '39993'),
]
OTHERS = [
    ('metformin 500 mg', '', 'A10BA02', '6809'), ('atorvastatin 20 mg', '', 'C10AA05', '83367'), ('lisinopril 10 mg tablet', '', 'C09AA03', '29046'),
    ('Amoxicillin 500 MG', '', 'J01CA04', '723'), ('omeprazole 20 mg', '', 'A02BC01', '7646'), ('levothyroxine 50 mcg', '', 'H03AA01', '10582'),
    ('amlodipine 5 mg', '', 'C08CA01', '17767'), ('sertraline 50 mg', '', 'N06AB06', '36437'),
]
MISSING = ['', '', '', 'NULL', 'NA', '.', '\\N']
