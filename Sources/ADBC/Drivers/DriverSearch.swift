/// Where to look for a driver, worked out from a description of the machine; touches nothing itself.
struct DriverSearch {
    /// What the search needs to know of the machine.
    struct Machine {
        var environment: [String: String]
        var currentDirectory: String
        /// The running program's file.
        var executable: String
        /// Names of the entries of a directory; empty when there is none.
        var entries: (String) -> [String]
    }

    /// A file that may be the driver.
    struct Candidate: Hashable {
        var path: String
        /// Entry points to try, in order; the driver's usual ones when the manifest names none.
        var entryPoints: [String]
    }

    let name: String
    let machine: Machine

    /// The manifest's file name in every place of `manifestDirectories`.
    ///
    /// https://arrow.apache.org/adbc/current/format/driver_manifests.html
    var manifests: [String] { manifestDirectories.map { $0 + "/\(name).toml" } }

    /// Directories of driver manifests, in ADBC's order.
    var manifestDirectories: [String] {
        var directories = paths(machine.environment["ADBC_DRIVER_PATH"])
        directories += virtualEnvironments.map { $0 + "/etc/adbc/drivers" }
        directories += paths(machine.environment["CONDA_PREFIX"]).map { $0 + "/etc/adbc/drivers" }
        if let configuration = machine.environment["XDG_CONFIG_HOME"], !configuration.isEmpty {
            directories.append(configuration + "/adbc/drivers")
        } else if let home = machine.environment["HOME"], !home.isEmpty {
            directories.append(home + "/.config/adbc/drivers")
        }
        return directories + ["/etc/adbc/drivers"]
    }

    /// Library files: patterns to look for, each a directory and what a file's name starts and ends with.
    var places: [Place] {
        let wheels = virtualEnvironments.flatMap(sitePackages).flatMap(wheelPlaces)
        let libraries = libraryDirectories.flatMap { directory in
            libraryNames.map { Place(directory: directory, prefix: $0, suffix: "") }
        }
        return wheels + libraries
    }

    /// A directory and what a file's name in it must start and end with; with an empty suffix, the prefix is the whole name.
    struct Place: Hashable, CustomStringConvertible {
        var directory: String
        var prefix: String
        var suffix: String

        var description: String { suffix.isEmpty ? "\(directory)/\(prefix)" : "\(directory)/\(prefix)*\(suffix)" }
    }

    /// The first existing file of a place, by name.
    func file(in place: Place) -> String? {
        let names = machine.entries(place.directory).filter { name in
            place.suffix.isEmpty ? name == place.prefix : name.hasPrefix(place.prefix) && name.hasSuffix(place.suffix)
        }
        return names.min().map { place.directory + "/" + $0 }
    }

    /// Entry points of a library, as ADBC's driver manager guesses them: from the file's name, then the general one.
    static func entryPoints(library: String, name: String) -> [String] {
        let file = library.split(separator: "/").last.map(String.init) ?? library
        var stem = file.split(separator: ".").first.map(String.init) ?? file
        if stem.hasPrefix("lib") { stem.removeFirst(3) }
        let words = stem.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        let own = words.hasPrefix("Adbc") ? words : "Adbc" + words
        let duckDB = name == "duckdb" || file.contains("duckdb") ? ["duckdb_adbc_init"] : []
        return duckDB + [own + "Init", "AdbcDriverInit"]
    }

    /// What to run to get the driver.
    var advice: String {
        let package = name == "duckdb" ? "duckdb" : "adbc-driver-\(name)"
        return """
            Install it with `pip install \(package)` (in a virtual environment `.venv` here, or with VIRTUAL_ENV set) or with \
            `dbc install \(name)`, or give the driver's file.
            """
    }

    private var virtualEnvironments: [String] {
        var roots = paths(machine.environment["VIRTUAL_ENV"])
        let above = ancestors(of: machine.executable).map { $0 + "/.venv" }
        for root in [machine.currentDirectory + "/.venv"] + above where !roots.contains(root) && !machine.entries(root).isEmpty {
            roots.append(root)
        }
        return roots
    }

    private func sitePackages(_ root: String) -> [String] {
        let versions = machine.entries(root + "/lib").filter { $0.hasPrefix("python3") }
        // Named even when it is not there, so that the not-found message can tell.
        return (versions.isEmpty ? ["python3"] : versions.sorted(by: >)).map { root + "/lib/\($0)/site-packages" }
    }

    private func wheelPlaces(_ packages: String) -> [Place] {
        let driver = Place(directory: packages + "/adbc_driver_\(name)", prefix: "lib", suffix: librarySuffix)
        guard name == "duckdb" else { return [driver] }
        return [
            driver,
            Place(directory: packages, prefix: "_duckdb", suffix: ".so"),
            Place(directory: packages + "/duckdb", prefix: "duckdb", suffix: ".so"),
        ]
    }

    private var libraryNames: [String] {
        let driver = "libadbc_driver_\(name)\(librarySuffix)"
        return name == "duckdb" ? ["libduckdb\(librarySuffix)", driver] : [driver]
    }

    private var libraryDirectories: [String] {
        let beside = ancestors(of: machine.executable).first.map { [$0 + "/drivers"] } ?? []
        return beside + paths(machine.environment["LD_LIBRARY_PATH"]) + [
            "/usr/local/lib", "/usr/lib/\(Self.architecture)-linux-gnu", "/usr/lib64", "/usr/lib", "/opt/homebrew/lib",
        ]
    }

    private var librarySuffix: String {
        #if os(macOS)
            ".dylib"
        #else
            ".so"
        #endif
    }

    private static var architecture: String {
        #if arch(arm64)
            "aarch64"
        #else
            "x86_64"
        #endif
    }

    private func paths(_ list: String?) -> [String] {
        (list ?? "").split(separator: ":").map(String.init)
    }

    /// The directories that hold a file, innermost first.
    private func ancestors(of file: String) -> [String] {
        var parts = file.split(separator: "/")
        var result: [String] = []
        while parts.count > 1 {
            parts.removeLast()
            result.append("/" + parts.joined(separator: "/"))
        }
        return result
    }
}
