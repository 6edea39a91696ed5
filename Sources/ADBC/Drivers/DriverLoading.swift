import CADBC
import Foundation
import Synchronization

extension ADBCDriver {
    /// Loaded drivers by library file.
    ///
    /// Never emptied: drivers with a Go runtime cannot be unloaded, and none is.
    private static let loaded = Mutex<[String: ADBCDriver]>([:])

    /// Finds and loads a driver, or returns the one loaded before.
    ///
    /// Looks, in this order, at the explicit path (a library or a manifest); driver manifests `<name>.toml` in `ADBC_DRIVER_PATH`,
    /// `etc/adbc/drivers` of virtual and Conda environments, the user's and the machine's `adbc/drivers`; the wheels of a Python
    /// virtual environment (`VIRTUAL_ENV`, `.venv` here or above the program); `drivers` beside the program and the usual library
    /// folders. Blocks for as long as the dynamic linker takes, which for a big driver is some tenths of a second the first time.
    ///
    /// - Parameters:
    ///   - name: for example `duckdb`, `postgresql`, `sqlite`, `snowflake`, `bigquery`, `flightsql`, `spark`.
    ///   - explicitPath: a library or a `.toml` manifest, when the user named one; nothing else is then looked at.
    /// - Throws: `ADBCError` with the code `driverNotFound` (every place, and what to install) or `driverUnusable`.
    package static func load(_ name: String, explicitPath: String? = nil) throws(ADBCError) -> ADBCDriver {
        let search = DriverSearch(name: name, machine: .current)
        let candidate = try DriverFinder(search: search).find(explicitPath: explicitPath)
        // One at a time: two linkers racing for one library gain nothing.
        return try loaded.withLock { loaded throws(ADBCError) in
            if let known = loaded[candidate.path] { return known }
            let driver = try DriverLibrary(name: name, candidate: candidate).load()
            loaded[candidate.path] = driver
            return driver
        }
    }
}

extension DriverSearch.Machine {
    /// This process's.
    static var current: Self {
        Self(
            environment: ProcessInfo.processInfo.environment,
            currentDirectory: FileManager.default.currentDirectoryPath,
            executable: Bundle.main.executablePath ?? CommandLine.arguments.first ?? "",
            entries: { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
        )
    }
}

/// Looks where a `DriverSearch` says.
struct DriverFinder {
    let search: DriverSearch

    func find(explicitPath: String?) throws(ADBCError) -> DriverSearch.Candidate {
        if let explicitPath { return try explicit(explicitPath) }
        for manifest in search.manifests where FileManager.default.fileExists(atPath: manifest) {
            return try read(manifest: manifest)
        }
        for place in search.places {
            if let file = search.file(in: place) { return library(file) }
        }
        let places = (search.manifests + search.places.map(\.description)).map { "\n  \($0)" }.joined()
        throw failure(.driverNotFound, "no driver of this name is installed; looked for:\(places)", hint: search.advice)
    }

    private func explicit(_ path: String) throws(ADBCError) -> DriverSearch.Candidate {
        let path = path.hasPrefix("/") ? path : search.machine.currentDirectory + "/" + path
        guard FileManager.default.fileExists(atPath: path) else {
            throw failure(.driverNotFound, "the file \(path) does not exist", hint: search.advice)
        }
        return path.hasSuffix(".toml") ? try read(manifest: path) : library(path)
    }

    private func read(manifest path: String) throws(ADBCError) -> DriverSearch.Candidate {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw failure(.driverUnusable, "the manifest \(path) cannot be read")
        }
        let directory = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        do {
            let manifest = try DriverManifest(parsing: String(decoding: data, as: UTF8.self), directory: directory)
            guard FileManager.default.fileExists(atPath: manifest.library) else {
                throw DriverManifest.Problem(reason: "it names the library \(manifest.library), which does not exist")
            }
            let usual = DriverSearch.entryPoints(library: manifest.library, name: search.name)
            return DriverSearch.Candidate(path: manifest.library, entryPoints: manifest.entryPoint.map { [$0] } ?? usual)
        } catch {
            throw failure(.driverUnusable, "the manifest \(path) cannot be used: \((error as? DriverManifest.Problem)?.reason ?? "")")
        }
    }

    private func library(_ path: String) -> DriverSearch.Candidate {
        DriverSearch.Candidate(path: path, entryPoints: DriverSearch.entryPoints(library: path, name: search.name))
    }

    private func failure(_ code: ADBCError.Code, _ message: String, hint: String? = nil) -> ADBCError {
        ADBCError(code: code, attempt: "find the driver", driver: search.name, message: message, hint: hint)
    }
}
