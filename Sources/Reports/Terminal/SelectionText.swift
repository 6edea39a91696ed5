package import DbtArtifacts

/// A selection for a terminal.
package struct SelectionText: Sendable {
    private let report: SelectionReport
    private let ink: Ink

    package init(_ report: SelectionReport, ink: Ink) {
        self.report = report
        self.ink = ink
    }

    /// The whole text, ending in a line break.
    package var text: String {
        let isEmpty = report.modified.isEmpty && report.removed.isEmpty
        guard !isEmpty || !report.downstream.isEmpty else { return "Nothing is modified.\n" }
        let parts = [modified, removed, downstream, exposures].filter { !$0.isEmpty }
        return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var modified: [String] {
        guard !report.modified.isEmpty else { return [] }
        var table = TextTable([.left, .left, .left, .left, .left])
        for node in report.modified {
            let reasons = node.change == .added ? "new" : node.reasons.map(\.rawValue).joined(separator: ", ")
            let key = node.primaryKey.map { "key \($0.columns.joined(separator: ", ")) (\($0.source.rawValue))" } ?? ""
            let tint = { (text: String) in node.change == .added ? ink.added(text) : ink.changed(text) }
            table.add([
                .init(node.change == .added ? "+" : "~", ink: tint), .init(node.name, ink: tint),
                .init(node.resourceType.rawValue, ink: ink.dim),
                .init(reasons), .init(key, ink: ink.dim),
            ])
        }
        return [ink.bold("Modified") + ink.dim("  \(report.modified.count)")] + table.lines
    }

    private var removed: [String] {
        guard !report.removed.isEmpty else { return [] }
        var table = TextTable([.left, .left, .left, .left])
        for node in report.removed {
            table.add([
                .init("−", ink: ink.removed), .init(node.name, ink: ink.removed), .init(node.resourceType.rawValue, ink: ink.dim),
                .init(node.change),
            ])
        }
        return [ink.bold("Removed") + ink.dim("  \(report.removed.count)")] + table.lines
    }

    private var downstream: [String] {
        guard !report.downstream.isEmpty else { return [] }
        var table = TextTable([.left, .left, .left, .left])
        for node in report.downstream {
            let via = node.via.map { $0.split(separator: ".").last.map(String.init) ?? $0 }.joined(separator: ", ")
            table.add([
                .init("→", ink: ink.dim), .init(node.name), .init(node.resourceType.rawValue, ink: ink.dim),
                .init("\(NumberText.count(node.distance, "step")) behind \(via)", ink: ink.dim),
            ])
        }
        return [ink.bold("Downstream") + ink.dim("  \(report.downstream.count)")] + table.lines
    }

    private var exposures: [String] {
        guard !report.exposures.isEmpty else { return [] }
        var table = TextTable([.left, .left, .left])
        for exposure in report.exposures {
            table.add([.init(exposure.name), .init(exposure.type ?? "", ink: ink.dim), .init(exposure.owner ?? "", ink: ink.dim)])
        }
        return [ink.bold("Exposures") + ink.dim("  \(report.exposures.count)")] + table.lines
    }
}
