import RxCounts
import RxModel
import RxText

/// The columns with which every file of episodes begins.
private let firstColumns = ["patient", "class", "start", "end", "days_covered", "days_supplied", "fills"]

/// The beginning of the first line of a file of episodes, by which such a file is known.
package let episodeBeginning = firstColumns.joined(separator: ",") + ","

/// The first line of a file of episodes.
/// - Parameter units: the units of its doses.
/// - Returns: a line of CSV.
package func episodeHeader(_ units: [DoseUnit]) -> String {
  exactCSVLine(firstColumns + units.map { "\($0.rawValue)_per_day" } + ["ended"])
}

/// A person's episodes as lines of CSV: patient-level. Nothing is put before what a spreadsheet would run as a formula,
/// since the identifier is for linkage.
/// - Parameters:
///   - person: the person's episodes.
///   - names: the names of the classes.
/// - Returns: a line each.
package func episodeLines(_ person: PersonEpisodes, names: [String]) -> String {
  person.episodes.map { episode in
    exactCSVLine(
      [
        person.patient, names[episode.place], "\(episode.span.start)", "\(episode.span.end)",
        "\(episode.coveredDays)", "\(episode.suppliedDays)", "\(episode.fills)",
      ] + episode.dosesPerDay.map { $0.map { fixed($0, decimals: 4) } ?? "" } + [episode.end.rawValue])
  }.joined()
}
