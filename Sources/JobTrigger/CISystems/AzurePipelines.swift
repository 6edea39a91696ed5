/// What Azure Pipelines reads: logging commands in the output of a task.
///
/// The agent looks for them in standard error too.
/// <https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands>
package enum AzurePipelines {
    /// One `task.logissue` per failed node, warned node, or run that did not end well; none otherwise.
    ///
    /// At most ten of each type, as the agent keeps no more of a task.
    package static func issues(_ report: JobRunReport) -> [String] {
        Annotation.all(of: report).map { annotation in
            // There is no type between a warning and nothing.
            let type = annotation.level == .error ? "error" : "warning"
            let file = annotation.file.map { ";sourcepath=\(property($0))" } ?? ""
            return "##vso[task.logissue type=\(type)\(file)]\(data(annotation.title)): \(data(annotation.message))"
        }
    }

    /// One `task.setvariable` per output: `run_id`, `run_url`, `status`, `git_sha`.
    package static func outputs(_ report: JobRunReport) -> [String] {
        RunOutputs(report).pairs.map { "##vso[task.setvariable variable=\($0.name);isOutput=true]\(data($0.value))" }
    }

    /// Foreign text in which the agent finds no command.
    package static func guarded(_ text: String) -> String {
        CICommandText.harmless(text)
    }

    /// A command's message, as the task library escapes it.
    ///
    /// <https://github.com/microsoft/azure-pipelines-task-lib/blob/master/node/taskcommand.ts>
    static func data(_ text: String) -> String {
        text.escaped(["%": "%AZP25", "\r": "%0D", "\n": "%0A"])
    }

    /// The value of a command's property, as the task library escapes it.
    static func property(_ text: String) -> String {
        text.escaped(["%": "%AZP25", "\r": "%0D", "\n": "%0A", "]": "%5D", ";": "%3B"])
    }
}
