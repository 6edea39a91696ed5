import ArgumentParser
import DbtArtifacts
import Foundation

/// `plumbline dbt`: what a pipeline that runs dbt Core does with its artifacts.
struct DbtCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dbt",
        abstract: "Upload the artifacts of dbt Core to a Plumbline server, and check primary keys.",
        subcommands: [DbtUploadCommand.self, DbtCheckCommand.self]
    )
}

/// `plumbline dbt check`: which key each model has, by the project's files alone.
struct DbtCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Show the primary key that is found for each model, or that there is none.",
        discussion: """
            plumbline dbt check --target-folder target

            Exit code: 0 when every model has a key, 1 when some have none, 2 for trouble.
            """
    )

    @Option(help: ArgumentHelp("Folder that dbt wrote manifest.json to.", valueName: "folder")) var targetFolder = "target"
    @Option(name: .customLong("primary-key-tag"), help: ArgumentHelp("Meta key or tag that marks primary key columns.", valueName: "tag"))
    var primaryKeyTag = "primary-key"

    func run() async throws {
        let models: [ModelKeys]
        do throws(ArtifactError) {
            models = ModelKeys.all(in: try Manifest(contentsOf: "\(targetFolder)/manifest.json"), tag: primaryKeyTag)
        } catch {
            throw CommandTrouble("\(error)", hint: "run dbt first, or give its target folder with --target-folder")
        }
        let width = models.map(\.name.count).max() ?? 0
        for model in models.sorted(by: { $0.uniqueID < $1.uniqueID }) {
            let key = model.columns.isEmpty ? "no key found" : "\(model.columns.joined(separator: ", "))  (\(model.explanation ?? ""))"
            Terminal.standardOutput(model.name.padding(toLength: width, withPad: " ", startingAt: 0) + "  \(key)\n")
            for warning in model.warnings { Terminal.standardOutput("  \(warning)\n") }
        }
        let missing = models.count { $0.columns.isEmpty }
        if missing > 0 {
            Terminal.standardError(
                "plumbline: \(missing) of \(models.count) models have no primary key; add a unique test or meta.\(primaryKeyTag)\n")
            throw CommandOutcome.different
        }
    }
}
