import RxModel
import RxStudy
import TestSupport

extension FuzzTarget {
  /// Study files: a study, or a mistake with its place.
  static func study() -> FuzzTarget {
    FuzzTarget(name: "study", share: 5, mutator: SeedTexts.studyMutator) { input, _ in
      do throws(RxFault) {
        _ = try StudyFile.parse(String(decoding: input, as: UTF8.self), file: "study.yml")
        return nil
      } catch {
        return problem(error, file: "study.yml")
      }
    }
  }

  /// Files of assurance cases: cases, or a mistake with its place.
  static func cases() throws -> FuzzTarget {
    let study = try StudyFile.parse(SeedTexts.studies[0], file: "study.yml")
    return FuzzTarget(name: "cases", share: 3, mutator: SeedTexts.casesMutator) { input, _ in
      do throws(RxFault) {
        _ = try AssuranceCasesFile.parse(
          String(decoding: input, as: UTF8.self), file: "cases.yml", study: study)
        return nil
      } catch {
        return problem(error, file: "cases.yml")
      }
    }
  }

  /// Code lists: a list that answers with its own entries, or a mistake.
  static func codeList() throws -> FuzzTarget {
    let file = try ScratchFile()
    return FuzzTarget(name: "codes", share: 17, mutator: SeedTexts.codesMutator) { input, random in
      try file.set(input)
      var source = DrugSource()
      source.files = [CodeListFile(Sourced("codes.csv", at: RxFault.Place(file: "codes.csv", line: 1)))]
      source.match = [.auto, .code, .atc, .name][Int(random.next() % 4)]
      do throws(RxFault) {
        let list = try CodeList.load(source) { _ in file.path }
        for entry in list.entries {
          for value in [entry.code, entry.ingredient, "X \(entry.ingredient) 5 MG"] where !value.isEmpty {
            let found = list.match(value).map(\.entry)
            if let problem = problem(found, of: list) { return problem }
            if source.match != .name, value == entry.code, found.isEmpty {
              return "the code '\(value)' is not found"
            }
          }
        }
        return nil
      } catch {
        return problem(error, file: "codes.csv", needsPlace: false)
      }
    }
  }

  /// Product names: entries of the list, the same for capitals.
  static func productNames() throws -> FuzzTarget {
    let list = try CodeList.builtIn(match: .auto)
    return FuzzTarget(name: "names", share: 45, mutator: SeedTexts.namesMutator) { input, _ in
      let name = String(decoding: input, as: UTF8.self)
      let found = list.match(name).map(\.entry)
      if let problem = problem(found, of: list) { return problem }
      guard input.allSatisfy({ $0 < 0x80 }) else { return nil }
      return list.match(name.uppercased()).map(\.entry) == found ? nil : "'\(name)' and its capitals differ"
    }
  }
}

private func problem(_ found: [Int], of list: DrugList) -> String? {
  guard found.allSatisfy(list.entries.indices.contains) else {
    return "an entry that the list does not have: \(found)"
  }
  return zip(found, found.dropFirst()).allSatisfy { $0 < $1 } ? nil : "not in order, or one twice: \(found)"
}
