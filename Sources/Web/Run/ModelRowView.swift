import DataDiff
import Reports

/// One affected model as a row of the run's table.
struct ModelRowView {
    /// A word with a tone: a part of the schema change.
    struct Mark {
        var text: String
        var tone: String
    }

    var name: String
    var link: String?
    /// Why it is in the list; for other nodes than models what it is, too.
    var why: String
    var badge: BadgeView
    /// Only while its diff runs.
    var ownProgress: ProgressView?
    var counts: Counts?
    var columns: [String]
    var moreColumns: String?
    /// In place of the columns when there are none: `none`, or a dash when it is not known.
    var columnsText: String
    var schema: [Mark]
    var schemaText: String
    var match: BarView?
    var matchText: String

    /// Rows and keys; absent until the diff has them.
    struct Counts {
        var rowsA: String
        var rowsB: String
        var isRowChange: Bool
        var change: String
        var removedKeys: String?
        var addedKeys: String?
        /// In place of the numbers: `same`, or a dash without a key.
        var keysText: String?
    }

    init(_ report: ModelReport, progress: PageProgress?) {
        name = report.model.name
        link = LinkAddress.safe(report.url)
        why = (report.model.resourceType == "model" ? "" : report.model.resourceType + ", ") + Self.why(report)
        badge = .waiting
        columns = []
        columnsText = "–"
        schema = []
        schemaText = "–"
        matchText = ""
        switch report.outcome {
        case .waiting: break
        case .running:
            badge = .running
            ownProgress = ProgressView(progress ?? PageProgress(done: 0, total: 0))
        case .finished(let result): fill(result)
        case .notDiffed: badge = BadgeView(icon: "–", word: "Not compared", tone: "quiet")
        }
    }

    private mutating func fill(_ result: DiffResult) {
        badge = BadgeView(result)
        counts = result.pks.map { Counts($0, hasKey: !result.primaryKey.columns.isEmpty) }
        let differing = result.columnsByDifference.map(\.columnName)
        (columns, moreColumns) = Phrase.cut(differing, after: 3)
        if result.values != nil { columnsText = result.sampling.sampled ? "none in the sample" : "none" }
        schema = Self.marks(result.schema)
        if result.schema != nil { schemaText = "same" }
        guard let score = result.matchScore else { return }
        matchText = FigureText.about(FigureText.percent(score * 100, fixed: true), isEstimate: result.sampling.sampled)
        match = BarView(percentage: score * 100, label: "Match \(matchText)")
    }

    /// Why the model is in the list.
    static func why(_ model: ModelReport) -> String {
        switch model.origin {
        case .added: return "new"
        case .modified(let reasons):
            return reasons.isEmpty ? "modified" : Phrase.list(reasons.map { word(reason: $0, of: model.model.resourceType) }) + " changed"
        case .downstream(let parents, _):
            let (shown, more) = Phrase.cut(parents.map(Phrase.nodeName), after: 2)
            return "downstream of " + (more.map { (shown + [$0]).joined(separator: ", ") } ?? Phrase.list(shown))
        }
    }

    /// dbt's reason in words; one not known is shown as it is.
    private static func word(reason: String, of resourceType: String) -> String {
        switch reason {
        case "body": resourceType == "seed" ? "data" : "SQL"
        case "configs": "configuration"
        case "relation": "relation name"
        case "persisted_descriptions": "descriptions"
        case "fqn": "path"
        default: reason
        }
    }

    private static func marks(_ schema: SchemaComparison?) -> [Mark] {
        guard let schema else { return [] }
        let removed = schema.exclusiveColumns.first?.count ?? 0
        let added = schema.exclusiveColumns.last?.count ?? 0
        let marks = [
            removed > 0 ? Mark(text: "−" + FigureText.count(removed, "column"), tone: "removed") : nil,
            added > 0 ? Mark(text: "+" + FigureText.count(added, "column"), tone: "added") : nil,
            schema.columnTypeMismatches > 0
                ? Mark(text: FigureText.count(schema.columnTypeMismatches, "type"), tone: "changed") : nil,
        ]
        return marks.compactMap(\.self)
    }
}

extension ModelRowView.Counts {
    init(_ keys: KeyStatistics, hasKey: Bool) {
        let (a, b) = keys.totalRows.sides
        let (onlyA, onlyB) = keys.exclusives.sides
        rowsA = FigureText.count(a)
        rowsB = FigureText.count(b)
        isRowChange = a != b
        change = FigureText.change(from: a, to: b) ?? (a == b ? "" : FigureText.signed(b - a))
        removedKeys = hasKey && onlyA > 0 ? "−" + FigureText.count(onlyA) : nil
        addedKeys = hasKey && onlyB > 0 ? "+" + FigureText.count(onlyB) : nil
        keysText = hasKey ? (onlyA + onlyB == 0 ? "same" : nil) : "–"
    }
}
