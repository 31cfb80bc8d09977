import RxRelease
import RxText

/// The columns of flow.csv.
let flowColumns = ["step", "persons", "left_out"]

/// The text of flow.csv: a row a step.
package func flowCSV(_ flow: ReleasedFlow) -> String {
  csvLine(flowColumns)
    + flow.steps.map { csvLine([$0.name, $0.persons.text, $0.leftOut.text]) }.joined()
}
