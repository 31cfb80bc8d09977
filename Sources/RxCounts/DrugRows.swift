/// The rows of people by what became of their drug: those that are not in the code list by the value that they have
/// there, the others by the list's rows. Secret, save the values themselves, which are no patient's data.
package struct DrugRows: Sendable, Equatable {
  /// A value that is not in the code list.
  package struct Value: Sendable, Equatable {
    /// The value, as the data write it first, in lower case.
    package let text: String
    /// Its rows.
    package let rows: Int
    /// The listed drug that it looks like; nil for none.
    package let resembles: String?

    /// A value with its rows.
    package init(text: String, rows: Int, resembles: String?) {
      self.text = text
      self.rows = rows
      self.resembles = resembles
    }
  }

  /// Rows of people, of any drug.
  package let rows: Int
  /// Those whose drug is not in the code list.
  package let unmatchedRows: Int
  /// The most frequent values, most rows first, and all values that look like a listed drug.
  package let values: [Value]
  /// Rows of a listed drug, by the row of the list that it stands for; of several rows each has them all.
  package let rowsOfEntry: [Int: Int]
  /// Rows of a dose's drugs whose factor can't be used, by what the factor is of and per: `fentanyl, per mcg/h per patch`.
  package let unusableFactors: [UnusableFactor]

  /// Rows by what became of their drug.
  package init(
    rows: Int, unmatchedRows: Int, values: [Value], rowsOfEntry: [Int: Int] = [:],
    unusableFactors: [UnusableFactor] = []
  ) {
    self.rowsOfEntry = rowsOfEntry
    self.rows = rows
    self.unmatchedRows = unmatchedRows
    self.values = values
    self.unusableFactors = unusableFactors
  }

  /// The rows of a dose's drugs whose factor is per another unit than their strength.
  package struct UnusableFactor: Sendable, Equatable {
    /// The ingredient.
    package let ingredient: String
    /// The unit that its factor is per.
    package let per: String
    /// Its rows.
    package let rows: Int

    /// An ingredient with its rows.
    package init(ingredient: String, per: String, rows: Int) {
      self.ingredient = ingredient
      self.per = per
      self.rows = rows
    }
  }
}
