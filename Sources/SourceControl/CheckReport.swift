/// A review as a host's check run shows it: beside a commit status in detail, with remarks on lines of files.
package struct CheckReport: Hashable, Sendable, Codable {
    /// A remark on a file of the change.
    package struct Annotation: Hashable, Sendable, Codable {
        package enum Level: String, Hashable, Sendable, Codable { case notice, warning, failure }

        /// Path from the repository's root.
        package var path: String
        /// From 1.
        package var line: Int
        package var level: Level
        package var title: String
        package var message: String

        package init(path: String, line: Int = 1, level: Level, title: String, message: String) {
            self.path = path
            self.line = line
            self.level = level
            self.title = title
            self.message = message
        }
    }

    /// The same state and words as the commit status; its context names the check.
    package var status: CommitStatus
    /// Markdown; no values of rows in it.
    package var summary: String
    package var annotations: [Annotation]

    package init(status: CommitStatus, summary: String, annotations: [Annotation] = []) {
        self.status = status
        self.summary = summary
        self.annotations = annotations
    }
}
