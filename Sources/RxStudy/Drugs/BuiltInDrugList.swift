/// The drugs that are known without a code list: one row per ingredient, class and form group.
///
/// The columns, beside the plain ones:
/// - `synonyms`, `atc_other`: lists parted by `; `. A synonym is another spelling or name of the ingredient,
///   or a truncation that US claims are known for. They stand in an ingredient's first row only and hold for all
///   its rows. Other spellings, short forms and partners are in `OtherNames`, brands in `BrandNames`.
/// - `form_words`: what in a product's name speaks for this row among the rows of the same ingredient and
///   class. Without such a word the row listed first holds. The words are written as in
///   `NameTerm`.
/// - `antitussive_or_oud_words`: what, beside the words that hold for every drug of the class, says that the
///   product is of this class and not of the class listed first for the ingredient.
/// - `atc`: where one ingredient has several codes, that of the form; the codes of its combinations are in
///   `atc_other`.
/// - `ddd_mg`: WHO's defined daily dose in mg by the route of the row. Hydrocodone has none in class opioid,
///   because WHO's 15 mg is the dose against cough.
/// - `mme_factor`, `mme_year`, `mme_per`: oral morphine milligram equivalents per `mme_per` of the drug (mg,
///   mcg, mcg/h per patch), CDC 2022 or, where that has none, CDC's file of 2016. Never for
///   `opioid-use-disorder`, never for injections, never for buprenorphine, which has none in CDC 2022. A patch of
///   fentanyl counts 2.4 a day for each microgram an hour, and is worn for three days: 7.2.
/// - `diazepam_mg`: mg of diazepam equivalent to 1 mg by mouth, from the set named in `diazepam_set`. That
///   set is Ashton's, since it covers most of the drugs, those of Europe too; VA/DoD and Sacarny are made for
///   the US. Where a set has no value the field stays blank: sets are never mixed. Where a set gives a range
///   of doses, the middle of the range counts (1-2 mg of estazolam for 10 mg of diazepam: 20/3). Written as
///   fractions, since 3 mg of eszopiclone are 10 mg of diazepam and not 9.9999.
///   Halazepam has none, because the value remembered of Ashton contradicts Sacarny. No generally accepted
///   set exists, so `diazepam_mg_ashton`, `diazepam_mg_vadod` and `diazepam_mg_sacarny` stand side by side.
///
/// Blank is unknown, never zero.
///
/// Keys in `source`:
/// - `who`: ATC and DDD, index of WHO as in fabkury/atcd, 2026-04-25
/// - `cdc2022`: cqframework/opioid-mme-r4, conversion factors 3.0.0
/// - `cdc2016`: the same repository's conversion reference table
/// - `ashton`: Ashton's values in table 7 of the joint guideline on benzodiazepine tapering;
///   `memory:ashton`: Ashton's table of 2002, not read again
/// - `vadod`: VA/DoD 2021; `sacarny`: equivalency table of asacarny/drug-ndc-rxnorm
/// - `ndcmap`, `cpic`, `omop`: the RXCUI, in fabkury/ndc_map of 2020-06-17, in cpicpgx/cpic-schema, in
///   OHDSI's vocabulary
/// - `openprescribing`: the ingredient, in ebmdatalab/openprescribing; it has no ATC code
/// - `rxnorm`: the ingredient is in RxNorm; it has no ATC code
/// - `memory:CODE`: that code is from memory and unverified
package enum BuiltInDrugList {
  /// Header and rows as CSV text (RFC 4180, lines end in `\n`).
  package static let csv = [header, benzodiazepines, opioids, psychotropics, antipsychotics]
    .map { $0 + "\n" }.joined()

  /// The ingredients with their other names and ATC codes, in small letters, by row. No field of the list is quoted.
  static let names: [(ingredient: String, synonyms: [String], atc: [String])] =
    csv.split(separator: "\n").dropFirst().map { row in
      let fields = row.split(separator: ",", maxSplits: 7, omittingEmptySubsequences: false)
      guard fields.count == 8 else { return ("", [], []) }
      return (
        String(fields[0]), NameItems.of(fields[1]),
        NameItems.of("\(fields[5]);\(fields[6])").map { $0.lowercased() }
      )
    }

  /// The names of the columns.
  static let header = #"""
    ingredient,synonyms,class,form,form_words,atc,atc_other,rxcui,ddd_mg,mme_factor,mme_year,mme_per,\#
    diazepam_mg,diazepam_set,diazepam_mg_ashton,diazepam_mg_vadod,diazepam_mg_sacarny,\#
    antitussive_or_oud_words,source
    """#
}
