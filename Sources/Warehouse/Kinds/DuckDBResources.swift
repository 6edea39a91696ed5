import Foundation

/// What the engine, which runs in this process, may use of the machine.
enum DuckDBResources {
    /// More than this is not taken unless it is asked for: the process is not the machine's only one.
    private static let usualLimit: UInt64 = 2 << 30

    static func settings(_ options: [String: String]) -> [(String, String)] {
        let limit = min(usualLimit, MachineMemory.available / 5 * 4)
        // The engine's own choice lies beside the database, whose folder may be somebody else's. It makes and removes the folder.
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-duckdb-\(UUID().uuidString)").path
        let settings = [
            ("memory_limit", options["memory_limit"] ?? "\(limit >> 10)KiB"), ("temp_directory", options["temp_directory"] ?? folder),
        ]
        return settings + (options["threads"].map { [("threads", $0)] } ?? [])
    }

    /// Statements for what has no effect as an option of the database.
    static func opening(_ options: [String: String]) -> [String] {
        options["max_temp_directory_size"].map { ["SET max_temp_directory_size = '\($0)'"] } ?? []
    }

    static func validate(_ options: [String: String]) throws(WarehouseError) {
        for name in ["memory_limit", "max_temp_directory_size"] {
            guard let size = options[name], size.wholeMatch(of: #/\d+(\.\d+)? ?([KMGT]i?)?B/#) == nil else { continue }
            throw .invalidOptions("the option '\(name)' of a duckdb data source is not a size", hint: "for example 500MB or 4GB")
        }
        if let threads = options["threads"], (Int(threads) ?? 0) < 1 {
            throw .invalidOptions("the option 'threads' of a duckdb data source must be a whole number, at least 1")
        }
        if let folder = options["temp_directory"], !folder.hasPrefix("/") {
            throw .invalidOptions("the option 'temp_directory' of a duckdb data source must be an absolute path")
        }
    }
}

/// How much memory processes here may use.
enum MachineMemory {
    /// In bytes: the machine's, or the limit of the control group that a container is.
    static var available: UInt64 {
        ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
            .compactMap { FileManager.default.contents(atPath: $0).flatMap { bytes(String(decoding: $0, as: UTF8.self)) } }
            .reduce(ProcessInfo.processInfo.physicalMemory, min)
    }

    private static func bytes(_ text: String) -> UInt64? { UInt64(text.prefix { $0.isNumber }) }
}
