/// Text from elsewhere in which no CI system finds a command.
///
/// - GitHub Actions obeys a line that begins with `::name` and, of old, `##[name` anywhere in a line
///   (<https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs>).
/// - Azure Pipelines obeys `##vso[area.event` anywhere in a line and formats by `##[name`
///   (<https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/WorkerCommandManager.cs>).
/// - GitLab folds its log by `section_start:` and `section_end:`
///   (<https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections>).
package enum CICommandText {
    private static let sections = ["section_start:", "section_end:"].map { Array($0.unicodeScalars) }
    private static let brackets = ["##[", "##vso["].map { Array($0.unicodeScalars) }

    /// The text with a space inside whatever could be read as the beginning of a command.
    package static func harmless(_ text: String) -> String {
        var scan = Scan()
        for scalar in text.unicodeScalars { scan.take(scalar) }
        return String(String.UnicodeScalarView(scan.output))
    }

    private struct Scan {
        /// Long enough for the longest beginning of a command.
        private static let window = 14
        var output: [Unicode.Scalar] = []
        /// The last scalars that a comparison would see, in lower case, and where they stand in the output.
        private var recent: [(scalar: Unicode.Scalar, place: Int)] = []
        private var seenInLine = 0

        mutating func take(_ scalar: Unicode.Scalar) {
            output.append(scalar)
            if scalar == "\n" || scalar == "\r" {
                recent = []
                seenInLine = 0
                return
            }
            guard !Self.isIgnored(scalar), seenInLine > 0 || !scalar.properties.isWhitespace else { return }
            seenInLine += 1
            recent.append((Self.lowercased(scalar), output.count - 1))
            if recent.count > Self.window { recent.removeFirst() }
            defuse(scalar)
        }

        private mutating func defuse(_ scalar: Unicode.Scalar) {
            switch scalar {
            case "[": if let match = brackets.first(where: endsIn) { split(before: recent.count - match.count + 1) }
            case ":" where seenInLine == 2: if endsIn([":", ":"]) { split(before: recent.count - 1) }
            case ":": if sections.contains(where: endsIn) { split(before: recent.count - 1) }
            default: break
            }
        }

        /// .NET compares by culture, where signs without a shape do not count.
        private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
            if scalar.isASCII { return scalar.value < 32 && scalar != "\t" || scalar.value == 127 }
            let properties = scalar.properties
            return properties.isDefaultIgnorableCodePoint || [.format, .control].contains(properties.generalCategory)
        }

        /// Commands are ASCII.
        private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
            ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
        }

        private func endsIn(_ pattern: [Unicode.Scalar]) -> Bool {
            recent.suffix(pattern.count).map(\.scalar) == pattern
        }

        private mutating func split(before index: Int) {
            output.insert(" ", at: recent[index].place)
            recent = []
        }
    }
}
