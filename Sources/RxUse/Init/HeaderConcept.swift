/// What a word in a column's name speaks of, in the languages that extracts are in.
enum HeaderConcept: String, Sendable, CaseIterable {
  case patient, id, date, fill, service, prescribe, start, end, birth, death, year, age, sex, days, supply,
    amount, quantity
  case drug, prescriber, pharmacy, enrolment, strength, race, region, drugClass, neutral, other

  /// The words of each, small and without accents. What is in another field's layout by that name is listed there.
  private static let words: [(HeaderConcept, String)] = [
    (
      .patient,
      """
      patient patients pat ben member mbr person pers bene beneficiary subject subj subjid usubjid enrollee recipient recip client pt
      insured versicherter versicherten versicherte patienten paciente pacientes assure beneficiaire personne persona participant
      enrolid desynpuf nhs mrn chi kvnr nir lopnr lopenr pnr cpr hicn patid patientid epatid ptid pid cip individual customer pasient phn ikn ramq
      beneficiario patientnr patienten citizen
      """
    ),
    (
      .id,
      """
      id ids idt no nr num number nbr key sk identifier ident hash guid pseudo pseudonym pseudoid enc encrypted anon anonymised anonymized
      masked kennung nummer numero identifiant identificador identificacion ide uid scrambled kryptert krypterad
      """
    ),
    (.date, "date dt dte dates datum datetime fecha dato timestamp time jour dat fec dtd"),
    (
      .fill,
      """
      fill filled dispense dispensed dispensing disp dispensation dispensacion abgabe abgegeben delivrance delivered expedition
      expedicion uitgifte dspnsd dspns eksd edatum edat aflevering afgifte sold dspd exe retrait utlevering dispensacio entrega erogazione
      """
    ),
    (.service, "service svc srvc serv claim clm leistung leistungs soin soins soi event"),
    (
      .prescribe,
      """
      prescription prescriptions prescribed prescribing presc rx order ordered written write issue issued verordnung verordnungs
      rezept ordonnance receta recetas prescripcion script authored prscrptn prescrptn ordering prescrizione
      """
    ),
    (
      .start,
      "start begin beg from von debut inicio desde since effective eff beginn fromdate desde alta strt"
    ),
    (
      .end,
      """
      end ends stop to thru through bis fin hasta until term termination terminate expiry expiration ende left leave last baja
      enddate cease
      """
    ),
    (
      .birth,
      "birth born brth geb nai geburt geburts naissance naiss nacimiento bday birthday foedsel foedsels fodelse geboorte nac foed"
    ),
    (
      .death,
      "death died dead dcd deceased deces tod todes sterbe fallecimiento defuncion dth muerte overlijden dods mort"
    ),
    (.year, "year yr jahr annee ano anio an aar ar jaar years"),
    (.age, "age alter edad alder leeftijd"),
    (.sex, "sex gender gdr geschlecht sexe sexo genre genero geslacht kon koen kjonn sx"),
    (.days, "days day tage tag jours dias dia dagen dager dage"),
    (
      .supply,
      """
      supply supplied suply supp sup supplies duration dur duree dauer duracion reichweite looptijd tratamiento therapy treatment
      """
    ),
    (.amount, "amt amount units unit unidades"),
    (
      .quantity,
      "quantity quantities qty qnty quan quant menge anzahl quantite cantidad metric tablets aantal antal packs boites metqty pills"
    ),
    (
      .drug,
      """
      drug drugs ndc atc medication medications medicine medicines med product products prod rxnorm rxcui bnf dmd medicament
      medicamento farmaco arzneimittel wirkstoff praeparat preparation pzn generic ingredient molecule trade brand vmp amp vpid
      snomed exposure item principio presentation substance artikel varunamn atckod atckode
      """
    ),
    (
      .prescriber,
      """
      prescriber prscrbr physician doctor doc provider providerid practitioner npi dea gp arzt medecin medico prescripteur
      prescriptor clinician lanr prov behandler prescrbr forskriver lege
      """
    ),
    (
      .pharmacy,
      "pharmacy pharm phcy dispenser apotheke pharmacie farmacia ncpdp nabp store phrmcy apotek apotheek"
    ),
    (
      .enrolment,
      """
      enrol enroll enrolled enrollment enrolment enr eligibility elig coverage cov cvrg observation obs period registration
      registered reg membership versicherung versicherungs affiliation follow insurance
      """
    ),
    (.strength, "strength str dose dosage staerke wirkstaerke ddd potency"),
    (.race, "race ethnicity ethnic eth raza ethnie"),
    (
      .region,
      "region state province provincia county bundesland land ccaa departement comunidad icb stp sha"
    ),
    (.drugClass, "class klasse classe clase category drugclass therapeutic"),
    (
      .neutral,
      """
      of the cd code codes txt desc description name type src value val source der de du la le ident label nom nombre codigo kod
      kode concept at on in rec full
      """
    ),
    (
      .other,
      """
      paid load loaded process processed create created update updated receive received adjudication adjudicated posted admit
      discharge visit encounter entry entered invoice billing bill batch extract next refill refills price cost copay pay net gross charge fee payer plan
      group band zip address addr city first middle phone email status flag ind reason record row line seq sequence transaction txn
      month quarter week comment note count cnt file version run total charge tax lot route form unit route stop_reason
      authorized sig package site visit care location episode print printed cancel cancelled renewal modified signed late weeks months size pack packsize stock
      return returned suffix dependent dependant relationship
      """
    ),
  ]

  /// Words that speak of two things, or of none by their parts.
  private static let special: [String: [HeaderConcept]] = [
    "dob": [.birth, .date], "bdate": [.birth, .date], "dobyr": [.birth, .year], "yob": [.birth, .year],
    "dod": [.death, .date], "daysupp": [.days, .supply], "dayssupp": [.days, .supply],
    "dsuply": [.days, .supply], "ds": [.days, .supply], "pddate": [.other, .date],
    "rxsup": [.supply, .prescribe], "rxamt": [.amount, .fill],
    "dtstart": [.date, .start], "dtend": [.date, .end], "deregistration": [.enrolment, .end],
    "disenrolment": [.enrolment, .end], "disenrollment": [.enrolment, .end], "dx": [.other],
    "rxdate": [.prescribe, .date], "dos": [.service, .date], "foeddag": [.birth, .date],
    "prescrid": [.prescriber, .id], "prscrid": [.prescriber, .id], "ddodsdto": [.death, .date],
    "dataerogazione": [.fill, .date], "dataprescrizione": [.prescribe, .date],
    "datanascita": [.birth, .date], "icd": [.other],
    "diagnosis": [.other], "svcdate": [.service, .date],
    "uuid": [.other, .id], "gender": [.sex], "cnt": [.neutral], "versichertennummer": [.patient, .id],
  ]

  /// Words for systems of codes, which name drugs whatever stands beside them.
  static let codeSystems: Set<String> = ["ndc", "atc", "rxnorm", "rxcui", "bnf", "dmd", "snomed", "pzn"]

  /// By word, the concepts.
  static let ofWord: [String: [HeaderConcept]] = {
    var result = special
    for (concept, text) in words {
      for word in text.split(whereSeparator: \.isWhitespace) where special[String(word)] == nil {
        if result[String(word)] == nil { result[String(word)] = [concept] }
      }
    }
    return result
  }()
}

/// A column's name taken apart.
struct HeaderWords: Sendable {
  /// What its words speak of, `neutral` left out.
  let concepts: Set<HeaderConcept>
  /// The words themselves, small.
  let words: [String]
  /// True where a word of it is not known.
  let hasUnknown: Bool

  /// The words of a name, told apart by signs, capital letters and digits, else by the words that are known.
  init(_ name: String) {
    var words: [String] = []
    let parts = Self.parts(name)
    // RxCUI is one word.
    let whole = parts.joined()
    for part in HeaderConcept.ofWord[whole] != nil ? [whole] : parts {
      words += HeaderConcept.ofWord[part] != nil ? [part] : Self.divided(part) ?? [part]
    }
    self.words = words
    let known = words.map { HeaderConcept.ofWord[$0] }
    hasUnknown = known.contains { $0 == nil }
    var concepts = Set(known.compactMap { $0 }.joined()).subtracting([.neutral])
    // The last fill is no end.
    if words.contains("last"), !concepts.isDisjoint(with: [.fill, .prescribe]) { concepts.remove(.end) }
    self.concepts = concepts
  }

  private static func parts(_ name: String) -> [String] {
    var parts: [String] = []
    var word = ""
    var wasLower = false
    func end() {
      if !word.isEmpty { parts.append(word) }
      word = ""
    }
    for character in name {
      guard character.isLetter else {
        end()
        wasLower = false
        continue
      }
      if wasLower, character.isUppercase { end() }
      wasLower = character.isLowercase
      word += plain(character)
    }
    end()
    return parts
  }

  private static func plain(_ character: Character) -> String {
    switch character.lowercased() {
    case "ä", "æ": "ae"
    case "ö", "ø": "oe"
    case "ü": "ue"
    case "ß": "ss"
    case "é", "è", "ê", "ë": "e"
    case "á", "à", "â", "ã": "a"
    case "å": "aa"
    case "í", "ì", "î": "i"
    case "ó", "ò", "ô": "o"
    case "ú", "ù", "û": "u"
    case "ñ": "n"
    case "ç": "c"
    case let other: other
    }
  }

  /// A word as the fewest known words that it is put together of; nil where it is not.
  private static func divided(_ word: String) -> [String]? {
    let letters = Array(word)
    guard (4...40).contains(letters.count) else { return nil }
    var best: [[String]?] = [[]] + [[String]?](repeating: nil, count: letters.count)
    for end in 2...letters.count {
      for start in 0...(end - 2) {
        let part = String(letters[start..<end])
        guard let before = best[start], HeaderConcept.ofWord[part] != nil else { continue }
        if best[end].map({ $0.count > before.count + 1 }) ?? true { best[end] = before + [part] }
      }
    }
    return best[letters.count]
  }
}
