import Relational

/// Finds columns of one side by name.
struct ColumnNames {
    private let names: [String]
    private let ignoringCase: Bool

    init(_ columns: [Column], _ ignoringCase: Bool) {
        names = columns.map(\.name)
        self.ignoringCase = ignoringCase
    }

    func exact(_ name: String) -> Int? {
        names.firstIndex { $0.utf8.elementsEqual(name.utf8) }
    }

    /// The one column of that name whatever its case; nil when there are several.
    func onlyOne(_ name: String, besides taken: Set<Int>) -> Int? {
        let matches = names.indices.filter { !taken.contains($0) && names[$0].lowercased().utf8.elementsEqual(name.lowercased().utf8) }
        return matches.count == 1 ? matches[0] : nil
    }

    /// A column the user named, if it is there.
    func find(_ name: String) -> Int? { exact(name) ?? (ignoringCase ? onlyOne(name, besides: []) : nil) }

    /// A column the user named.
    ///
    /// - Throws: `DiffFailure` with the columns there are.
    func require(_ name: String, of dataset: Dataset, _ role: String) throws(DiffFailure) -> Int {
        if let index = find(name) { return index }
        let known = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", and \(names.count - 20) more" : "")
        throw DiffFailure(
            code: "column_not_found", message: "\(role) column '\(name)' is not in \(dataset.label)", hint: "its columns are: \(known)")
    }
}
