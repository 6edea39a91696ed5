import Foundation

/// The steps of a run that call dbt.
struct DbtSteps: Sendable {
    let execution: RunExecution
    let venv: String
    let environment: CloudEnvironment
    /// Artifacts to compare with and to defer to.
    let stateFolder: String?

    /// Runs one command, streams its log into the step and keeps its artifacts.
    /// - Returns: dbt's exit code.
    func perform(_ command: RunPlan.Command) async throws -> Int32 {
        let cloud = execution.runner.cloud
        let step = execution.begin("Invoke dbt with `\(command.text)`", command: command.text)
        guard let run = cloud.read({ $0.run(execution.id) }) else { return 1 }
        let words = RunPlan.words(command.text)
        guard words.first == "dbt" else {
            execution.log(step, "Only dbt commands can be steps of a job; this one begins with `\(words.first ?? "")`.\n")
            execution.end(step, .error)
            return 2
        }
        // dbt writes it from its first moment on, so clients see it grow.
        let debugLog = cloud.folders.log(run.id, step: step) + "/dbt.log"
        cloud.update { book, _ in book.changeStep(run: run.id, index: step) { $0.debugLogFile = debugLog } }
        let exitCode: Int32
        do {
            exitCode = try await ProgramRunner.stream(
                venv + "/bin/dbt",
                Array(words.dropFirst()),
                environment: variables(run, step: step, isRetry: words.dropFirst().first == "retry"),
                directory: cloud.folders.checkout(run.id)
            ) { execution.log(step, $0) }
        } catch let error as ProcessError {
            execution.log(step, error.description + "\n")
            execution.end(step, .error)
            return 2
        }
        try finish(command, step: step, exitCode: exitCode)
        return exitCode
    }

    private func variables(_ run: Run, step: Int, isRetry: Bool) -> [String: String] {
        let cloud = execution.runner.cloud
        let custom = cloud.variables { $0.values(job: run.job.id, environment: run.job.environmentID) }
        var variables = DbtEnvironment.variables(
            run: run,
            environment: environment,
            // `dbt retry` takes the deferral of the run it repeats from its results; a state of its own would mean the results' folder.
            stateFolder: isRetry ? nil : stateFolder,
            folders: cloud.folders,
            step: step,
            custom: custom
        )
        let schema = run.schema(environmentSchema: environment.schema)
        variables.merge(execution.runner.warehouse.environment(schema: schema)) { _, warehouse in warehouse }
        return variables
    }

    private func finish(_ command: RunPlan.Command, step: Int, exitCode: Int32) throws {
        let cloud = execution.runner.cloud
        let id = execution.id
        let artifacts = try cloud.folders.keepTarget(run: id, step: step)
        cloud.update { book, now in
            book.changeStep(run: id, index: step) { $0.artifactsFolder = artifacts }
            book.change(id, now: now) {
                if exitCode == 0, command.text.hasPrefix("dbt docs generate") { $0.hasDocsGenerated = true }
                if command.text.hasPrefix("dbt source freshness") { $0.hasSourcesGenerated = true }
            }
        }
        execution.end(step, exitCode == 0 ? .success : .error)
    }
}
