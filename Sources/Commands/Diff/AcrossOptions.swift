import ArgumentParser
import DiffEngine
import Foundation
import Warehouse

/// Options of a diff across two databases; without effect within one.
struct AcrossOptions: ParsableArguments {
    /// What the environment may set instead of the options.
    private static let strategyVariable = "PLUMBLINE_ACROSS"
    private static let memoryVariable = "PLUMBLINE_SCRATCH_MEMORY"

    @Option(
        help: ArgumentHelp(
            "checksums: both engines first tell which rows are equal, and only the others are moved; stream: all rows are moved; auto: "
                + "checksums where a database is on another machine (default: auto, or \(Self.strategyVariable)).",
            valueName: "auto|stream|checksums"))
    var across: AcrossSettings.Strategy?
    @Option(
        name: .customLong("scratch-memory"),
        help: ArgumentHelp(
            "Memory that moved rows take before they go to TMPDIR (default: \(ScratchDatabase.defaultMemoryLimit), or "
                + "\(Self.memoryVariable)).",
            valueName: "size"))
    var scratchMemory: String?

    /// Wrong settings are wrong usage of the command that has them.
    func validate() throws { _ = try settings() }

    func settings(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> AcrossSettings {
        let memory = try limit(environment)
        return AcrossSettings(strategy: try strategy(environment)) { () throws(WarehouseError) in
            try ScratchDatabase(memoryLimit: memory)
        }
    }

    private func limit(_ environment: [String: String]) throws -> String {
        let (name, given) = scratchMemory.map { ("--scratch-memory", $0) } ?? (Self.memoryVariable, environment[Self.memoryVariable] ?? "")
        guard !given.isEmpty else {
            guard scratchMemory == nil else { throw ValidationError("--scratch-memory needs a size, for example 512MB or 2GB") }
            return ScratchDatabase.defaultMemoryLimit
        }
        guard ScratchDatabase.isMemoryLimit(given) else {
            throw ValidationError("\(name) \(given): expected a size of at least 64MB, for example 512MB or 2GB")
        }
        return given
    }

    private func strategy(_ environment: [String: String]) throws -> AcrossSettings.Strategy {
        if let across { return across }
        guard let given = environment[Self.strategyVariable], !given.isEmpty else { return .auto }
        guard let strategy = AcrossSettings.Strategy(rawValue: given) else {
            throw ValidationError("\(Self.strategyVariable) \(given): expected auto, stream or checksums")
        }
        return strategy
    }
}

extension AcrossSettings.Strategy: ExpressibleByArgument {}
