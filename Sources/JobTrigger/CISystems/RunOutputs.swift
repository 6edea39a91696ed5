/// What later steps of a pipeline may want to know of a run; the values are plain and of one line.
struct RunOutputs {
    let runID: String
    let runURL: String
    /// The raw value of the outcome.
    let status: String
    let gitSHA: String

    init(_ report: JobRunReport) {
        runID = report.run.map { String($0.id) } ?? ""
        runURL = Self.plain(report.run?.url ?? "")
        status = report.outcome.rawValue
        gitSHA = Self.plain(report.run?.sha ?? "")
    }

    /// Names and values in the same order everywhere; what is not known is empty.
    var pairs: [(name: String, value: String)] {
        [("run_id", runID), ("run_url", runURL), ("status", status), ("git_sha", gitSHA)]
    }

    /// Printable ASCII only, as addresses and hashes are; and no `$`, which GitLab would expand in a value.
    private static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { (0x21...0x7E).contains($0.value) && $0 != "$" }))
    }
}
