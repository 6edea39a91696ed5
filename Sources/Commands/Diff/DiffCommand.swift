import ArgumentParser
import DataDiff
import DiffEngine
import Foundation
import Relational
import Reports
import Warehouse

/// `plumbline diff`: compares two tables by primary key.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two tables by primary key, in one database or across two.",
        discussion: """
            plumbline diff duckdb:///data/shop.duckdb prod.orders dev.orders -k order_id
            plumbline diff duckdb:///data/shop.duckdb prod.lines dev.lines -k order_id -k line --where "day >= '2026-01-01'"
            plumbline diff duckdb:///data/shop.duckdb --query "select * from prod.orders" "select * from dev.orders" -k order_id
            plumbline diff dbt://shop/prod orders dbt://shop/dev orders -k order_id
            plumbline diff duckdb:///data/shop.duckdb prod.orders dev.orders -k order_id --materialize diffs --export ./orders

            plumbline diff postgresql://me@host/shop public.orders duckdb:///data/lake.duckdb main.orders -k order_id

            A_URI is a URI (duckdb:///file, postgresql://user@host/database), a target of dbt's profiles.yml (dbt://PROFILE/TARGET, or
            dbt://PROFILE for its default target) in whose schema tables are looked up, or the name of a data source of --config.
            Rows of two databases are brought together on this machine: in memory up to a limit (--scratch-memory), then in TMPDIR. Where a
            database is on another machine, checksums first tell which rows are equal, and need not be moved (--across).

            Exit code: 0 same, 1 different, 2 trouble (also when no key is given, as sameness is not decided then).
            """
    )

    @Argument(help: ArgumentHelp("A_URI A_TABLE [B_URI] B_TABLE; tables as [database.][schema.]table.", valueName: "operand"))
    var operands: [String] = []
    @OptionGroup(title: "Connection") var connection: ConnectionOptions
    @Option(help: ArgumentHelp("Statements that run at once, at most (default: 4, or a data source's concurrency).", valueName: "n"))
    var threads: Int?
    @OptionGroup var options: DiffOptions
    @OptionGroup(title: "All rows") var keep: KeepOptions
    @OptionGroup(title: "Two databases") var across: AcrossOptions
    @Flag(help: "A_TABLE and B_TABLE are queries.") var query = false
    @Option(help: "text, json or markdown.") var format = OutputFormat.text

    func validate() throws {
        guard threads.map({ $0 >= 1 }) ?? true else { throw ValidationError("--threads must be at least 1") }
        guard !keep.isOn || !options.key.isEmpty else {
            throw ValidationError("without a key (-k) there are no rows that --materialize or --export could keep")
        }
    }

    func run() async throws {
        let operands = try DiffOperands(operands, areQueries: query)
        var request = try options.request(a: operands.a, b: operands.b)
        let (warehouse, other) = try connect(operands, &request)
        let keepers = try keepers(request)
        let settings = try across.settings()
        let progress = ProgressLine()
        let result: DiffResult
        do {
            result = try await compare(warehouse, other, settings, keepers, request, progress)
        } catch {
            progress.clear()
            await warehouse.close()
            await other?.close()
            throw error
        }
        progress.clear()
        await warehouse.close()
        await other?.close()
        try print(result)
    }

    private func compare(
        _ warehouse: Warehouse, _ other: Warehouse?, _ settings: AcrossSettings, _ keepers: [any RowKeeping], _ request: DiffRequest,
        _ progress: ProgressLine
    ) async throws(CancellationError) -> DiffResult {
        guard let other else { return try await DiffEngine(warehouse, keepers: keepers).run(request) { progress.show($0) } }
        return try await AcrossEngine(warehouse, other, settings: settings, keepers: keepers).run(request) { progress.show($0) }
    }

    /// Also a connection that cannot be made is a failed diff to a program that reads JSON.
    ///
    /// - Returns: the warehouse of side a, and that of side b if it is another.
    private func connect(_ operands: DiffOperands, _ request: inout DiffRequest) throws -> (Warehouse, Warehouse?) {
        do {
            let a = try Connection(operands.connections[0], connection)
            let b = operands.connections[0] == operands.connections[1] ? a : try Connection(operands.connections[1], connection)
            (request.a, request.b) = (a.located(request.a), b.located(request.b))
            request.sampling = try options.sampling(a.configuration.type.rawValue)
            let isOne = a.configuration == b.configuration
            guard isOne || keep.materialize == nil else {
                throw ValidationError(
                    "--materialize writes into the database that both tables are in, and these are in two; --export writes the rows to files"
                )
            }
            return (try open(a), isOne ? nil : try open(b))
        } catch let error as WarehouseError {
            try print(.failed(DiffFailure(error), request: request, database: ""))
            throw CommandOutcome.trouble
        }
    }

    private func open(_ connection: Connection) throws(WarehouseError) -> Warehouse {
        var configuration = connection.configuration
        configuration.concurrency = threads ?? configuration.concurrency
        configuration.writes = keep.materialize != nil
        return try Warehouse(configuration)
    }

    private func keepers(_ request: DiffRequest) throws -> [any RowKeeping] {
        do throws(DiffFailure) {
            return try keep.keepers(request)
        } catch {
            try print(.failed(error, request: request, database: ""))
            throw CommandOutcome.trouble
        }
    }

    private func print(_ result: DiffResult) throws {
        if let error = result.error {
            Terminal.standardError("plumbline: \(error.message)\n")
            for more in [error.detail.flatMap(detail), error.hint].compactMap(\.self) { Terminal.standardError("  \(more)\n") }
        }
        switch format {
        case .text where result.status == .success:
            Terminal.standardOutput(DiffText(result, ink: Terminal.ink, width: Terminal.width).text)
        case .text: break
        case .json: Terminal.standardOutput(String(decoding: try DiffJSON.encoder(pretty: true).encode(result), as: UTF8.self) + "\n")
        case .markdown: Terminal.standardOutput(DiffMarkdown(result).text)
        }
        throw CommandOutcome(result.verdict)
    }
}

extension DiffCommand {
    /// What the engine says of values (it could not convert one) is for a person at a terminal, not for the log of a pipeline.
    private func detail(_ detail: String) -> String? {
        let quotesValues = detail.contains("Conversion Error") || detail.contains("Invalid Input Error")
        return quotesValues && !Terminal.isInteractive ? "the engine's words may quote a value; run this in a terminal to see them" : detail
    }
}

extension DiffFailure {
    /// A connection's trouble as a diff's.
    init(_ error: WarehouseError) {
        self.init(code: error.code, message: error.message, hint: error.hint, detail: error.detail)
    }
}
