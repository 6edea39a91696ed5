import Foundation
import Store

extension ConfigurationReader {
    /// What must hold for a CI configuration beyond the form of its values; the same in the file, the API and the app.
    func check(_ part: ConfigurationNode) {
        isShort(part, "name", 100, "it stands in commit statuses and comments")
        isShort(part, "status_context", 200, "it is the name of a commit status")
        isShort(part, "label", 50, "longer labels are refused by hosts")
        isShort(part, "base_branch", 250, "it is the name of a branch")
        if let tag = part.text("primary_key_tag"), tag.isEmpty || tag.contains(where: \.isWhitespace) {
            part.report("must be one word such as primary-key", at: "primary_key_tag")
        }
        if let label = part.text("label"), label.trimmingCharacters(in: .whitespaces).isEmpty {
            part.report("must not be empty; leave it out for the label 'datafold'", at: "label")
        }
        if let minutes = part.number("pull_request_job_timeout_minutes"), minutes > 7 * 24 * 60 {
            part.report("is more than a week", at: "pull_request_job_timeout_minutes")
        }
    }

    private func isShort(_ part: ConfigurationNode, _ key: String, _ limit: Int, _ reason: String) {
        guard let text = part.text(key) else { return }
        if text.count > limit { part.report("is longer than \(limit) characters; \(reason)", at: key) }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            part.report("must be one line, without control characters", at: key)
        }
    }
}

/// Rows can be kept only where tables may be written.
enum MaterializeRule {
    static func message(_ dataSource: String) -> String {
        "needs a temp_schema of the data source '\(dataSource)', where tables may be written"
    }
}
