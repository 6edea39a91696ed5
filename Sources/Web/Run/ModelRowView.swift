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
    /// That nothing upstream of it differs, so that the change may not be the reason.
    var doubt: String?
    /// The key with the rule that gave it, and the sample.
    var basis: [Note]
    /// Why rows may be missing that have nothing to do with the change: a window in time, tables built at other times.
    var times: [Note]
    var columns: [String]
    var moreColumns: String?
    /// In place of the columns when there are none: `none`, or a dash when it is not known.
    var columnsText: String
    var schema: [Mark]
    var schemaText: String
    var match: BarView?
    var matchText: String

    /// A few words, and the whole sentence.
    struct Note {
        var text: String
        var sentence: String
    }

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
        times = []
        basis = []
        if report.differingSources == [] { doubt = "no changed model upstream differs: the change may not be the reason" }
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
        times = Self.times(result)
        basis = Self.basis(result)
        let differing = result.columnsByDifference.map(\.columnName)
        (columns, moreColumns) = Phrase.cut(differing, after: 3)
        if result.values != nil { columnsText = result.sampling.sampled ? "none in the sample" : "none" }
        schema = Self.marks(result.schema)
        if result.schema != nil { schemaText = "same" }
        guard let score = result.matchScore else { return }
        matchText = FigureText.about(FigureText.percent(score * 100, fixed: true), isEstimate: result.sampling.sampled)
        match = BarView(percentage: score * 100, label: "Match \(matchText)")
    }

    private static func times(_ result: DiffResult) -> [Note] {
        var notes: [Note] = []
        if let window = result.window, window.isNews {
            let left = "\(FigureText.count(window.leftOut[0])) of a, \(FigureText.count(window.leftOut[1])) of b left out by time"
            let sentence = window.sentence(name: { $0 }, count: { FigureText.count($0) }, showsEnds: false)
            notes.append(Note(text: window.reason == .overlap ? left : "no window in time", sentence: sentence + "."))
        }
        if let times = result.buildTimes, let sentence = result.buildGapSentence(duration: TimeText.duration) {
            let gap = "production built \(TimeText.duration(abs(times.a - times.b))) \(times.a > times.b ? "after" : "before")"
            notes.append(Note(text: gap, sentence: sentence + "."))
        }
        return notes
    }

    /// By what rows were matched, and how many were looked at: what a reader has to know to believe the numbers.
    private static func basis(_ result: DiffResult) -> [Note] {
        var basis: [Note] = []
        let columns = result.primaryKey.columns
        if !columns.isEmpty {
            let rule = result.primaryKey.source.map(KeyWords.text(source:)) ?? "of unknown origin"
            let names = columns.map { Phrase.cut(CellText.visible($0, breaksLines: false), to: 60) }
            let (shown, more) = Phrase.cut(names, after: 3)
            let text = "key " + (shown + [more].compactMap(\.self)).joined(separator: ", ")
            basis.append(Note(text: "\(text) (\(rule))", sentence: "The primary key is \(Phrase.list(names)), \(rule)."))
        } else if result.verdict == .missingKey {
            basis.append(Note(text: "no key known", sentence: KeyWords.missing))
        }
        if result.sampling.sampled, let rows = result.sampling.sampleRows, let scope = result.scopeText {
            basis.append(Note(text: "sample of \(FigureText.count(rows, "row"))", sentence: Phrase.sentence([scope])))
        }
        return basis
    }

    /// Why the model is in the list.
    static func why(_ model: ModelReport) -> String {
        switch model.origin {
        case .added: return "new"
        case .modified(let reasons):
            if let cause = model.cause { return "modified: " + cause }
            return reasons.isEmpty ? "modified" : Phrase.list(reasons.map { word(reason: $0, of: model.model.resourceType) }) + " changed"
        case .downstream(let parents, _):
            let (shown, more) = Phrase.cut(parents.map(Phrase.nodeName), after: 2)
            let whole = "downstream of " + (more.map { (shown + [$0]).joined(separator: ", ") } ?? Phrase.list(shown))
            guard let differing = model.differingSources, !differing.isEmpty else { return whole }
            if differing.count == parents.count { return whole + (parents.count == 1 ? ", which differs, too" : ", which differ, too") }
            let (named, others) = Phrase.cut(differing.map(Phrase.nodeName), after: 2)
            return whole + "; " + (named + [others].compactMap(\.self)).joined(separator: ", ")
                + (differing.count == 1 ? " differs, too" : " differ, too")
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
