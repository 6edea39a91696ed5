import Foundation

/// One run on its way through its steps: checkout, profile, then the dbt commands.
struct RunExecution: Sendable {
    let runner: JobRunner
    let id: Int

    private var cloud: DbtCloud { runner.cloud }
    private var folders: RunFolders { runner.cloud.folders }

    /// Why a run ends in error, in words for its status message.
    private struct Failure: Error {
        let message: String
    }

    /// Runs all steps and brings the run to its end.
    ///
    /// Nothing is thrown: the outcome is in the book.
    func perform() async {
        cloud.update { book, now in book.change(id, now: now) { $0.startedAt = now } }
        guard let run = current, !run.status.isComplete else { return }
        do {
            try await withTimeLimit(run.timeLimit) { try await steps(run) }
            cloud.update { $0.finish(id, status: .success, message: nil, now: $1) }
        } catch let failure as Failure {
            cloud.update { $0.finish(id, status: .error, message: failure.message, now: $1) }
        } catch is CancellationError {
            cloud.update { $0.finish(id, status: .cancelled, message: "The sandbox was stopped.", now: $1) }
        } catch {
            cloud.update { $0.finish(id, status: .error, message: "\(error)", now: $1) }
        }
        try? FileManager.default.removeItem(atPath: folders.checkout(id))
    }

    private var current: Run? { cloud.read { $0.run(id) } }

    /// Cancels the run when its time is up, as dbt Cloud does.
    private func withTimeLimit(_ seconds: Int?, _ work: @Sendable @escaping () async throws -> Void) async throws {
        guard let seconds else { return try await work() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                let message = "The run was cancelled because it took longer than its timeout of \(seconds) seconds."
                cloud.update { $0.finish(id, status: .cancelled, message: message, now: $1) }
                throw CancellationError()
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private func steps(_ run: Run) async throws {
        guard let environment = CloudEnvironment.with(run.job.environmentID) else {
            throw Failure(message: "Job \(run.job.id) names environment \(run.job.environmentID), which does not exist.")
        }
        try await checkout(run, branch: run.trigger.gitBranch ?? environment.branch)
        let stateFolder = chooseDeferral(run)
        try await writeProfile(run, environment: environment)
        guard let venv = runner.venv else {
            throw Failure(message: "No virtual environment with dbt was found; start plumbline-sandbox with --venv or set PLUMBLINE_VENV.")
        }
        cloud.update { book, now in book.change(id, now: now) { $0.status = .running } }
        let runnerOfDbt = DbtSteps(execution: self, venv: venv, environment: environment, stateFolder: stateFolder)
        for command in try plan(run).commands {
            let exitCode = try await runnerOfDbt.perform(command)
            if exitCode != 0, command.decides {
                throw Failure(message: "Step `\(command.text)` ended with exit code \(exitCode).")
            }
        }
    }

    // MARK: - Preparation

    /// Clones the repository and checks out the commit asked for, or the head of the branch.
    private func checkout(_ run: Run, branch: String) async throws {
        let step = begin("Clone git repository", command: nil)
        let revision = run.trigger.gitSHA ?? branch
        guard let sha = try await runner.repository.resolve(revision) else {
            log(step, "Cannot find `\(revision)` in \(runner.repository.path).\n")
            end(step, .error)
            throw Failure(message: "Cannot check out `\(revision)`: the repository has no such branch or commit.")
        }
        let checkout = folders.checkout(id)
        try FileManager.default.createDirectory(atPath: folders.run(id), withIntermediateDirectories: true)
        log(step, "Cloning \(runner.repository.path) and checking out \(sha)\n")
        for arguments in [
            ["clone", "--quiet", "--shared", "--no-checkout", runner.repository.path, checkout],
            ["-C", checkout, "checkout", "--quiet", "--detach", sha],
        ] {
            let output = try await ProgramRunner.collect("git", arguments, environment: GitRepository.environment)
            log(step, output.text + output.standardError)
            guard output.exitCode == 0 else {
                end(step, .error)
                throw Failure(message: "`git \(arguments.joined(separator: " "))` failed.")
            }
        }
        log(step, "HEAD is now at \(sha.prefix(7))\n")
        cloud.update { book, now in
            book.change(id, now: now) {
                $0.gitSHA = sha
                $0.gitBranch = branch
            }
        }
        end(step, .success)
    }

    private func writeProfile(_ run: Run, environment: CloudEnvironment) async throws {
        let step = begin("Create profile from connection \(runner.warehouse.connectionName)", command: nil)
        let profile = runner.warehouse.profile(
            target: run.trigger.targetNameOverride ?? run.job.targetName,
            schema: run.schema(environmentSchema: environment.schema),
            threads: run.trigger.threadsOverride ?? run.job.threads
        )
        try FileManager.default.createDirectory(atPath: folders.profiles(id), withIntermediateDirectories: true)
        try Data(profile.utf8).write(to: URL(filePath: folders.profiles(id) + "/profiles.yml"))
        log(step, profile)
        if let asked = run.trigger.dbtVersionOverride {
            log(step, "dbt \(asked) was asked for; the sandbox has dbt \(cloud.dbtVersion) and uses it.\n")
        }
        end(step, .success)
    }

    /// Finds the artifacts to compare with and to defer to.
    private func chooseDeferral(_ run: Run) -> String? {
        guard run.job.deferringJobID != nil || run.job.deferringEnvironmentID != nil else { return nil }
        guard let base = cloud.read({ $0.deferral(of: run.job) }) else { return nil }
        cloud.update { book, now in book.change(id, now: now) { $0.deferringRunID = base.id } }
        return base.steps.last { $0.artifactsFolder != nil }?.artifactsFolder
    }

    /// The commands: the job's own, or those that take up a failed run.
    ///
    /// Packages are installed first where the project names any.
    private func plan(_ run: Run) throws -> RunPlan {
        let checkout = folders.checkout(id)
        let hasPackages = ["packages.yml", "dependencies.yml"].contains {
            FileManager.default.fileExists(atPath: checkout + "/" + $0)
        }
        let dependencies = hasPackages ? [RunPlan.Command(text: "dbt deps")] : []
        guard let retried = run.retryingRunID.flatMap({ id in cloud.read { $0.run(id) } }) else {
            return RunPlan(commands: dependencies + RunPlan(run: run).commands)
        }
        guard case .possible(let failed, let skipped) = RetryPoint(retried, latestOfJob: retried), let folder = failed.artifactsFolder
        else {
            throw Failure(message: "Run \(retried.id) cannot be taken up again.")
        }
        try FileManager.default.copyItem(atPath: folder, toPath: checkout + "/target")
        return RunPlan(commands: dependencies + RunPlan(retrying: failed, skipped: skipped).commands)
    }

    // MARK: - Reporting

    func begin(_ name: String, command: String?) -> Int {
        cloud.change { book, now in (book.beginStep(run: id, name: name, command: command, now: now), []) }
    }

    func log(_ step: Int, _ text: String) {
        cloud.update { book, _ in book.appendLog(run: id, step: step, text) }
    }

    func end(_ step: Int, _ status: RunStatus) {
        cloud.update { $0.endStep(run: id, index: step, status: status, now: $1) }
    }
}
