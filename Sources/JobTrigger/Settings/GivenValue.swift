import Foundation

/// A setting's value with the name under which it was given, for messages.
struct GivenValue: Hashable {
    let text: String
    /// Such as `DBT_JOB_ID` or `--job-id`.
    let name: String

    /// What an Azure pipeline leaves in place of a variable that is not defined there.
    ///
    /// <https://learn.microsoft.com/azure/devops/pipelines/process/variables#understand-variable-syntax>
    var isUnexpanded: Bool { Self.isUnexpanded(text) }

    static func isUnexpanded(_ text: String) -> Bool { text.hasPrefix("$(") }
}

/// Finds what was given for a setting: the flag first, then the variables of the environment in their order.
struct GivenValues {
    let environment: [String: String]

    /// - Parameters:
    ///   - flag: the flag's value.
    ///   - flagName: as in `--job-id`.
    ///   - variables: as in `DBT_PR_JOB_ID`, the first that holds something counts.
    func find(_ flag: String?, _ flagName: String, _ variables: String...) -> GivenValue? {
        if let text = Self.something(flag) { return GivenValue(text: text, name: flagName) }
        for variable in variables {
            if let text = Self.something(environment[variable]) { return GivenValue(text: text, name: variable) }
        }
        return nil
    }

    /// As `find`, but a variable that the pipeline did not fill in counts as nothing.
    func optional(_ flag: String?, _ flagName: String, _ variables: String...) -> GivenValue? {
        for (text, name) in [(flag, flagName)] + variables.map({ (environment[$0], $0) }) {
            if let text = Self.something(text), !GivenValue.isUnexpanded(text) { return GivenValue(text: text, name: name) }
        }
        return nil
    }

    private static func something(_ text: String?) -> String? {
        let trimmed = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        return trimmed.isEmpty ? nil : trimmed
    }
}
