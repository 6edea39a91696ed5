import CADBC
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A driver's file, brought into the process for good: never unloaded.
struct DriverLibrary {
    let name: String
    let candidate: DriverSearch.Candidate

    /// - Throws: `ADBCError` with the code `driverUnusable`, or what the entry point says.
    func load() throws(ADBCError) -> ADBCDriver {
        if let version = PythonRuntime.version(neededBy: candidate.path) {
            try PythonRuntime(version: version, extensionFile: candidate.path, driver: name).load()
        }
        // An extension module leaves symbols open that only an interpreter would ever call: bind late.
        guard let library = unsafe dlopen(candidate.path, RTLD_LAZY | RTLD_LOCAL) else {
            throw failure("\(candidate.path) cannot be loaded: \(Self.linkerMessage())")
        }
        for entryPoint in candidate.entryPoints {
            guard let symbol = unsafe dlsym(library, entryPoint) else { continue }
            let function = unsafe unsafeBitCast(symbol, to: AdbcDriverEntryPoint.self)
            return try unsafe ADBCDriver(
                name: name, location: candidate.path, defaultDatabaseOptions: Self.defaultDatabaseOptions(entryPoint),
                initFunction: function
            )
        }
        throw failure(
            "\(candidate.path) is no ADBC driver: it has none of the entry points \(candidate.entryPoints.joined(separator: ", "))")
    }

    /// See `ADBCDatabase`.
    private static func defaultDatabaseOptions(_ entryPoint: String) -> [(String, String)] {
        entryPoint == "duckdb_adbc_init" ? [("arrow_lossless_conversion", "true")] : []
    }

    static func linkerMessage() -> String {
        guard let text = unsafe dlerror() else { return "the dynamic linker gave no reason" }
        return unsafe String(cString: text)
    }

    private func failure(_ message: String) -> ADBCError {
        ADBCError(code: .driverUnusable, attempt: "load the driver", driver: name, message: message)
    }
}

/// The interpreter's library, which a driver inside a Python extension module (DuckDB's wheel) takes symbols from.
struct PythonRuntime {
    /// For example `3.11`.
    let version: String
    let extensionFile: String
    let driver: String

    /// The Python version in an extension module's file name (`_duckdb.cpython-311-x86_64-linux-gnu.so`); nil for other files.
    static func version(neededBy path: String) -> String? {
        let file = path.split(separator: "/").last ?? ""
        guard let digits = file.firstMatch(of: #/\.cpython-3(\d+)/#)?.output.1 else { return nil }
        return "3.\(digits)"
    }

    /// Where the library may be: with the interpreter the environment was made from, then wherever the linker looks.
    func candidates(configuration: String?) -> [String] {
        #if os(macOS)
            let names = ["libpython\(version).dylib"]
        #else
            let names = ["libpython\(version).so.1.0", "libpython\(version).so"]
        #endif
        let home = (configuration ?? "").split(separator: "\n").compactMap { line -> String? in
            let pair = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            return pair.count == 2 && pair[0] == "home" ? pair[1] : nil
        }
        return home.flatMap { home in names.map { "\(home)/../lib/\($0)" } } + names
    }

    /// - Throws: `ADBCError` saying which package to install.
    func load() throws(ADBCError) {
        // <environment>/lib/python3.11/site-packages/<file>, or one folder deeper.
        let parts = extensionFile.components(separatedBy: "/lib/python\(version)/")
        let configuration = FileManager.default.contents(atPath: parts[0] + "/pyvenv.cfg").map { String(decoding: $0, as: UTF8.self) }
        let candidates = candidates(configuration: configuration)
        for candidate in candidates where unsafe dlopen(candidate, RTLD_NOW | RTLD_GLOBAL) != nil { return }
        throw ADBCError(
            code: .driverUnusable,
            attempt: "load the driver",
            driver: driver,
            message: "\(extensionFile) needs Python's library; tried \(candidates.joined(separator: ", "))",
            hint: "Install it (Debian: `apt install libpython\(version)`), or use a driver that needs no Python: `dbc install \(driver)`."
        )
    }
}
