import ArgumentParser
import CIPipeline
import DataDiff
import DbtArtifacts
import Foundation
import Reports
import SQL
import Store
import Warehouse

/// `plumbline compare`: a whole review of two dbt target folders, without a server.
struct CompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Review a change: compare two dbt target folders, then the data of every affected model.",
        discussion: """
            plumbline compare --base prod-artifacts --head target --connection duckdb:///data/shop.duckdb
            plumbline compare --base prod-artifacts --head target --connection duckdb:///data/shop.duckdb --format markdown > comment.md

            plumbline compare --base prod-artifacts --head target --connection duckdb:///data/shop.duckdb --materialize diffs --export ./rows

            Models that run_results.json of --head does not list as built are named and not compared; without that file all are.
            Exit code: 0 same, 1 different, 2 trouble.
            """
    )

    @Option(help: ArgumentHelp("Target folder of production (manifest.json).", valueName: "dir")) var base: String
    @Option(help: ArgumentHelp("Target folder of the change (manifest.json, run_results.json).", valueName: "dir")) var head: String
    @Option(help: ArgumentHelp("Where both were built: a URI, dbt://PROFILE/TARGET, or the name of a data source.", valueName: "uri"))
    var connection: String
    @OptionGroup var connectionOptions: ConnectionOptions
    @Flag(help: "Compare modified models only, not what is downstream of them.") var slim = false
    @Option(name: .customLong("primary-key-tag"), help: ArgumentHelp("Meta key or tag that marks primary key columns.", valueName: "tag"))
    var primaryKeyTag = "primary-key"
    @Option(
        name: .customLong("columns-to-ignore"), help: ArgumentHelp("Globs of columns to leave out, separated by commas.", valueName: "list")
    )
    var columnsToIgnore = ""
    @Option(
        help: ArgumentHelp(
            "Which models are compared only in the time that both sides cover: those with event_time, all with a time column, or none.",
            valueName: "event_time|overlap|none"))
    var window = CISettings.WindowPolicy.eventTime
    @Option(help: ArgumentHelp("Diffs that run at once.", valueName: "n")) var threads = 4
    @Option(help: ArgumentHelp("Sample rows kept per kind.", valueName: "n")) var rows = 100
    @OptionGroup(title: "Sampling (also where the meta of a model asks for it)") var sampling: SamplingOptions
    @OptionGroup(title: "All rows (tables and folders have the models' names)") var keep: KeepOptions
    @Option(help: "text, json or markdown.") var format = OutputFormat.text

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads must be at least 1") }
        guard rows >= 0 else { throw ValidationError("--rows must not be negative") }
    }

    func run() async throws {
        let comparison = try readComparison()
        let warehouse = try openWarehouse()
        let progress = ProgressLine()
        var settings = CISettings()
        settings.slimCI = slim
        settings.primaryKeyTag = primaryKeyTag
        settings.window = window
        settings.columnsToIgnore = columnsToIgnore.split(separator: ",").joined(separator: "\n")
        settings.sampling = try sampling.preferences()
        progress.show("reading columns")
        let results = try readResults(head)
        let planner = ReviewPlanner(
            comparison, results: statuses(results, comparison),
            buildTimes: BuildTimes.all(base: (try? readResults(base)) ?? [], head: results), settings: settings,
            dataSourceType: warehouse.dialect.name,
            columns: { await warehouse.columnNames(of: $0) })
        let plan = await planner.plan()
        let kept = KeptModels(keep, models: plan.models.map { ($0.name.uniqueID, $0.name.name) })
        let review = LocalReview(
            plan: plan, warehouse: warehouse, threads: threads, rows: rows, isExact: sampling.sampling == false, kept: kept)
        let report: ReviewReport
        do {
            try prepare(kept, plan)
            report = try await review.run { progress.show($0) }
            kept.tidy()
            progress.clear()
            await warehouse.close()
        } catch {
            kept.tidy()
            progress.clear()
            await warehouse.close()
            throw error
        }
        try print(report)
    }

    private func prepare(_ kept: KeptModels, _ plan: ReviewPlan) throws {
        do throws(DiffFailure) {
            try kept.prepare(plan.requests)
        } catch {
            throw CommandTrouble(error.message, hint: error.hint)
        }
    }

    private func readComparison() throws -> ManifestComparison {
        do throws(ArtifactError) {
            let manifests = [try Manifest(contentsOf: base + "/manifest.json"), try Manifest(contentsOf: head + "/manifest.json")]
            return ManifestComparison(base: manifests[0], head: manifests[1])
        } catch {
            throw CommandTrouble("\(error)", hint: "give the folders that dbt wrote its artifacts to, usually 'target'")
        }
    }

    /// What was built, by unique_id; without the file everything counts as built.
    private func statuses(_ results: [RunResults], _ comparison: ManifestComparison) -> [String: RunStatus] {
        guard !results.isEmpty else {
            return Dictionary(comparison.head.nodes.map { ($0.uniqueID, RunStatus.success) }) { first, _ in first }
        }
        return Dictionary(results.flatMap(\.results).map { ($0.uniqueID, $0.status) }) { _, last in last }
    }

    /// What a target folder says of its last run; nothing without the file.
    private func readResults(_ folder: String) throws -> [RunResults] {
        let path = folder + "/run_results.json"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        do throws(ArtifactError) {
            return [try RunResults(contentsOf: path)]
        } catch {
            throw CommandTrouble("\(error)")
        }
    }

    private func openWarehouse() throws -> Warehouse {
        do throws(WarehouseError) {
            var configuration = try Connection(connection, connectionOptions).configuration
            configuration.concurrency = threads
            configuration.writes = keep.materialize != nil
            return try Warehouse(configuration)
        } catch {
            throw CommandTrouble(error.message, hint: error.hint)
        }
    }

    private func print(_ report: ReviewReport) throws {
        switch format {
        case .text: Terminal.standardOutput(ReviewText(report, ink: Terminal.ink).text)
        case .json: Terminal.standardOutput(try ReviewJSON(report).text + "\n")
        case .markdown: Terminal.standardOutput(CommentRenderer(report).markdown())
        }
        throw CommandOutcome(ReviewVerdict(report).kind)
    }
}

extension CommandOutcome {
    init(_ kind: ReviewVerdict.Kind) {
        switch kind {
        case .identical, .nothing: self = .same
        case .different, .badKeys: self = .different
        case .undecided, .error, .running: self = .trouble
        }
    }
}

extension CISettings.WindowPolicy: ExpressibleByArgument {}
