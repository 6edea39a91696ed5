/// The dbt commands of a run in order.
struct RunPlan: Sendable, Equatable {
    struct Command: Sendable, Equatable {
        /// As the job's author wrote it, such as `dbt build --select state:modified+`.
        let text: String
        /// False for the steps a job's check boxes add: their failure does not fail the run.
        /// https://docs.getdbt.com/docs/deploy/job-commands
        var decides = true
    }

    let commands: [Command]

    /// Commands of the job's definition with the trigger's overrides: sources first, documentation last.
    init(run: Run) {
        let job = run.job
        var commands = (run.trigger.stepsOverride ?? job.executeSteps).map { Command(text: $0) }
        if job.runGenerateSources { commands.insert(Command(text: "dbt source freshness", decides: false), at: 0) }
        if run.trigger.generateDocsOverride ?? job.generateDocs { commands.append(Command(text: "dbt docs generate", decides: false)) }
        self.commands = commands
    }

    init(commands: [Command]) {
        self.commands = commands
    }

    /// The plan of a run that takes up a failed one: `dbt retry` in place of what failed, then what was never reached.
    init(retrying failed: RunStep, skipped: [String]) {
        let docs = "dbt docs generate"
        commands = [Command(text: "dbt retry")] + skipped.map { Command(text: $0, decides: $0 != docs) }
    }

    /// Splits a command into words: blanks separate, quotes and backslashes protect.
    ///
    /// No shell is involved.
    static func words(_ command: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var escaped = false
        for character in command {
            if escaped {
                word = (word ?? "") + String(character)
                escaped = false
            } else if character == "\\", quote != "'" {
                escaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }
}
