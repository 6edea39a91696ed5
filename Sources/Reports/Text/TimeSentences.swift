package import DataDiff

extension DiffWindow {
    /// What part of time was compared and what that left out, in one sentence without a full stop.
    ///
    /// - Parameters:
    ///   - name: makes the column's name fit where the sentence will stand.
    ///   - count: writes a number.
    ///   - showsEnds: whether it may hold the window's ends, which are values of rows.
    package func sentence(name: (String) -> String, count: (Int) -> String = { String($0) }, showsEnds: Bool = true) -> String {
        let column = name(column)
        return switch reason {
        case .overlap where !showsEnds: "Compared only the time that both sides cover, by \(column); \(leftOutWords(count))"
        case .overlap: "Compared rows with \(column) from \(from ?? "") to \(to ?? ""); \(leftOutWords(count))"
        case .noOverlap: "No window: in \(column) the two sides have no time in common, so all rows were compared"
        case .noTimes: "No window: not both sides have a time in \(column), so all rows were compared"
        case .columnMissing: "No window: \(column) is not on both sides, so all rows were compared"
        case .notATime: "No window: \(column) is not a date or timestamp on both sides, so all rows were compared"
        }
    }

    private func leftOutWords(_ count: (Int) -> String) -> String {
        guard leftOut.contains(where: { $0 > 0 }) else { return "nothing was left out" }
        func rows(_ number: Int) -> String { "\(count(number)) \(number == 1 ? "row" : "rows")" }
        let older = leftOutOlder.contains { $0 > 0 } ? " (\(count(leftOutOlder[0])) and \(count(leftOutOlder[1])) of them older)" : ""
        return "left out: \(rows(leftOut[0])) of a, \(count(leftOut[1])) of b\(older)"
    }
}

extension DiffResult {
    /// Tables that were built within this many seconds of each other saw the same data, as far as anybody can tell.
    private static let negligibleGap = 60.0

    /// How far apart the tables were built, in one sentence without a full stop; nil where that explains nothing: without exclusive keys.
    ///
    /// - Parameter duration: writes a length of time in seconds.
    package func buildGapSentence(duration: (Double) -> String = { NumberText.duration(seconds: $0) }) -> String? {
        guard let times = buildTimes, pks?.hasExclusives == true else { return nil }
        let gap = times.a - times.b
        guard abs(gap) >= Self.negligibleGap else { return nil }
        return
            "Production's table was built \(duration(abs(gap))) \(gap > 0 ? "after" : "before") the change's, so rows may be on one side only because of that"
    }

    /// What the reader must know about time: the window, and how far apart the tables were built.
    ///
    /// - Parameter showsEnds: whether values of rows may be shown.
    func timeSentences(name: (String) -> String, showsEnds: Bool = false) -> [String] {
        [window?.sentence(name: name, showsEnds: showsEnds), buildGapSentence()].compactMap(\.self)
    }
}

extension DiffTimeline {
    /// Such as `ordered_at by week`, and that rows were counted in a sample where they were.
    package func title(name: (String) -> String) -> String {
        "\(name(column)) by \(unitWord)" + (isEstimated ? " (≈ estimated from the sample)" : "")
    }
}
