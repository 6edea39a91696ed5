/// What GitLab CI reads: sections of a job's log that fold, and a dotenv report.
package enum GitLabCI {
    /// Text in a section that is folded at first.
    ///
    /// <https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections>
    ///
    /// - Parameters:
    ///   - name: unique in the job; letters, digits, `_`, `.` and `-`, anything else becomes `_`.
    ///   - header: one line, shown while the section is folded.
    ///   - text: foreign text; it can neither end the section nor begin another.
    ///   - time: seconds since 1970.
    package static func section(name: String, header: String, text: String, time: Int) -> String {
        let allowed = name.unicodeScalars.map { scalar -> Character in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_.-".unicodeScalars.contains(scalar))
                ? Character(scalar) : "_"
        }
        let name = String(allowed)
        let clear = "\u{1B}[0K"
        let inner = CICommandText.harmless(text)
        return "\(clear)section_start:\(time):\(name)[collapsed=true]\r\(clear)\(CICommandText.harmless(header))\n"
            + inner + (inner.isEmpty || inner.hasSuffix("\n") ? "" : "\n") + "\(clear)section_end:\(time):\(name)\r\(clear)\n"
    }

    /// Lines for a file that `artifacts:reports:dotenv` names.
    ///
    /// GitLab takes `NAME=value` a line, keeps quotes, expands `$`, and refuses empty lines, comments and values of several lines; so a
    /// value that is not known has no line. Of a name that comes twice the last counts.
    /// <https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv>
    package static func dotenv(_ report: JobRunReport) -> String {
        let outputs = RunOutputs(report)
        let pairs = [
            ("PLUMBLINE_RUN_ID", outputs.runID), ("PLUMBLINE_RUN_URL", outputs.runURL), ("PLUMBLINE_RUN_STATUS", outputs.status),
            ("PLUMBLINE_GIT_SHA", outputs.gitSHA),
        ]
        return pairs.filter { !$0.1.isEmpty }.map { "\($0.0)=\($0.1)\n" }.joined()
    }
}
