import ArgumentParser
import DbtArtifacts
import Reports

/// `plumbline select`: what a change modifies, by two manifests.
struct SelectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "select",
        abstract: "List the modified, removed and downstream nodes of a change, with reasons.",
        discussion: """
            plumbline select --base prod/manifest.json --head target/manifest.json

            The nodes are those of dbt's state:modified and state:modified+ over the same two manifests.
            """
    )

    @Option(help: ArgumentHelp("manifest.json of production.", valueName: "file")) var base: String
    @Option(help: ArgumentHelp("manifest.json of the change.", valueName: "file")) var head: String
    @Option(name: .customLong("primary-key-tag"), help: ArgumentHelp("Meta key or tag that marks primary key columns.", valueName: "tag"))
    var primaryKeyTag = "primary-key"
    @Option(help: "text, json or markdown.") var format = OutputFormat.text

    func run() async throws {
        let manifests: [Manifest]
        do throws(ArtifactError) {
            manifests = [try Manifest(contentsOf: base), try Manifest(contentsOf: head)]
        } catch {
            throw CommandTrouble("\(error)")
        }
        let comparison = ManifestComparison(base: manifests[0], head: manifests[1])
        let report = SelectionReport(comparison, finder: PrimaryKeyFinder(tag: primaryKeyTag))
        for warning in report.warnings { Terminal.standardError("plumbline: \(warning)\n") }
        switch format {
        case .json: Terminal.standardOutput(try report.json() + "\n")
        case .text: Terminal.standardOutput(SelectionText(report, ink: Terminal.ink).text)
        case .markdown: Terminal.standardOutput(SelectionMarkdown(report).text)
        }
    }
}
