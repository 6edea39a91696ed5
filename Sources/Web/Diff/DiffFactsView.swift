import DataDiff

/// What was compared, by which key, and what it cost.
struct DiffFactsView {
    /// A fact with its name.
    struct Fact {
        var name: String
        var text: String
    }

    var relationA: String
    var relationB: String
    var databaseA: String?
    /// Absent when both sides live in one database.
    var databaseB: String?
    var keyColumns: [String]
    var hasKey: Bool
    var isKeyMissing: Bool
    var keySource: String?
    var match: BarView?
    var matchText: String
    var more: [Fact]
    /// The rules of equality, where there are some.
    var equality: String?
    var started: MomentView?

    init(_ page: DiffPage, now: Double) {
        let result = page.result
        relationA = result?.table(0) ?? page.relationA ?? "–"
        relationB = result?.table(1) ?? page.relationB ?? "–"
        let databases = result?.sides.map(\.database) ?? []
        databaseA = page.dataSource ?? databases.first
        databaseB = databases.count > 1 && databases[0] != databases[1] ? databases[1] : nil
        if databaseB != nil { databaseA = databases.first }
        keyColumns = result?.primaryKey.columns ?? []
        hasKey = !keyColumns.isEmpty
        isKeyMissing = result != nil && keyColumns.isEmpty
        keySource = result?.primaryKey.source.map(KeyWords.text(source:))
        matchText = ""
        if let score = result?.matchScore, let text = result?.scoreText {
            matchText = text
            match = BarView(percentage: score * 100, label: "Match score \(matchText)")
        }
        more = result.map(Self.more) ?? []
        equality = result?.equality.flatMap(Self.words)
        started = page.createdAt.map { MomentView($0, now: now) }
    }

    /// Rules of a column behind its name, those of all columns by themselves.
    private static func words(_ equality: AppliedEquality) -> String? {
        guard !equality.rules.isEmpty else { return nil }
        let rules = equality.rules.map { entry in
            let column = entry.column.map { Phrase.cut(CellText.visible($0, breaksLines: false), to: 60) + " " }
            return (column ?? entry.types.map { "\($0.rawValue) columns " } ?? "") + entry.rule.text
        }
        let (shown, more) = Phrase.cut(rules, after: 12)
        return "Equal by rule: " + (shown + [more].compactMap(\.self)).joined(separator: " · ")
    }

    private static func more(_ result: DiffResult) -> [Fact] {
        let cost = result.statistics
        guard cost.queries > 0 else { return [] }
        let facts = [
            Fact(name: "Took", text: TimeText.duration(cost.seconds)),
            Fact(name: "Queries", text: FigureText.count(cost.queries)),
            Fact(name: "Rows fetched", text: FigureText.count(cost.rowsFetched)),
        ]
        return (result.scopeText.map { [Fact(name: "Values compared", text: $0)] } ?? []) + facts
    }
}
