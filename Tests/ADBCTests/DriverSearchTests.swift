import Testing

@testable import ADBC

@Suite struct DriverSearchTests {
    private func search(
        _ name: String = "duckdb", environment: [String: String] = [:], files: [String: [String]] = [:]
    ) -> DriverSearch {
        DriverSearch(
            name: name,
            machine: DriverSearch.Machine(
                environment: environment, currentDirectory: "/home/a user", executable: "/opt/app/bin/plumbline",
                entries: { files[$0] ?? [] }
            )
        )
    }

    private func first(_ search: DriverSearch) -> String? {
        search.places.lazy.compactMap { search.file(in: $0) }.first
    }

    @Test func manifestsInOrder() {
        let environment = ["ADBC_DRIVER_PATH": "/m1:/m2", "VIRTUAL_ENV": "/venv", "CONDA_PREFIX": "/conda", "HOME": "/home/u"]
        #expect(
            search("sqlite", environment: environment).manifests == [
                "/m1/sqlite.toml", "/m2/sqlite.toml", "/venv/etc/adbc/drivers/sqlite.toml", "/conda/etc/adbc/drivers/sqlite.toml",
                "/home/u/.config/adbc/drivers/sqlite.toml", "/etc/adbc/drivers/sqlite.toml",
            ])
        #expect(search(environment: ["HOME": "/h", "XDG_CONFIG_HOME": "/x"]).manifests.contains("/x/adbc/drivers/duckdb.toml"))
    }

    @Test func theWheelOfAVirtualEnvironment() {
        let packages = "/venv/lib/python3.12/site-packages"
        let files = ["/venv/lib": ["python3.12", "x"], packages + "/adbc_driver_sqlite": ["__init__.py", "libadbc_driver_sqlite.so"]]
        #expect(
            first(search("sqlite", environment: ["VIRTUAL_ENV": "/venv"], files: files))
                == packages + "/adbc_driver_sqlite/libadbc_driver_sqlite.so")
    }

    @Test(arguments: ["/home/a user/.venv", "/opt/app/bin/.venv", "/opt/app/.venv", "/opt/.venv"])
    func theEnvironmentHereOrAboveTheProgram(root: String) {
        let packages = root + "/lib/python3.11/site-packages"
        let library = "_duckdb.cpython-311-x86_64-linux-gnu.so"
        let files = [root: ["lib"], root + "/lib": ["python3.11"], packages: [library, "_duckdb-stubs", "duckdb"]]
        #expect(first(search(files: files)) == packages + "/" + library)
    }

    @Test func aPlainLibrary() {
        #expect(first(search(files: ["/usr/local/lib": ["libduckdb.so", "libduckdb.so.1"]])) == "/usr/local/lib/libduckdb.so")
        #expect(first(search("postgresql", files: ["/usr/lib": ["libduckdb.so"]])) == nil)
    }

    @Test(arguments: [
        ("/x/libadbc_driver_postgresql.so", "postgresql", ["AdbcDriverPostgresqlInit", "AdbcDriverInit"]),
        ("/x/libduckdb.so", "duckdb", ["duckdb_adbc_init", "AdbcDuckdbInit", "AdbcDriverInit"]),
    ])
    func entryPoints(library: String, name: String, expected: [String]) {
        #expect(DriverSearch.entryPoints(library: library, name: name) == expected)
    }

    @Test func nothingFoundListsEveryPlaceAndWhatToInstall() throws {
        let error = try #require(throws: ADBCError.self) {
            try DriverFinder(search: search("nonesuch", environment: ["ADBC_DRIVER_PATH": "/m1", "VIRTUAL_ENV": "/venv"]))
                .find(explicitPath: nil)
        }
        #expect(error.code == .driverNotFound)
        for part in [
            "/m1/nonesuch.toml", "/venv/lib/python3/site-packages/adbc_driver_nonesuch/lib*.so", "pip install adbc-driver-nonesuch",
        ] {
            #expect(error.description.contains(part))
        }
        #expect(search().advice.contains("pip install duckdb"))
        #expect(search().advice.contains("dbc install duckdb"))
    }

    @Test func aMissingExplicitPathIsNamed() throws {
        let error = try #require(throws: ADBCError.self) { try ADBCDriver.load("duckdb", explicitPath: "/no/such/driver.so") }
        #expect(error.code == .driverNotFound)
        #expect(error.message.contains("/no/such/driver.so"))
    }

    @Test func aFileThatIsNoLibraryIsUnusable() throws {
        let error = try #require(throws: ADBCError.self) { try ADBCDriver.load("duckdb", explicitPath: "/etc/hostname") }
        #expect(error.code == .driverUnusable)
        #expect(error.message.contains("/etc/hostname"))
    }

    @Test func aDriverIsLoadedOnce() throws {
        #expect(try DuckDB.driver() === DuckDB.driver())
    }
}

@Suite struct DriverManifestTests {
    @Test func onePath() throws {
        let manifest = try DriverManifest(
            parsing: "manifest_version = 1\n[Driver]\nshared = '/lib/x.so'\nentrypoint = 'XInit'\n", directory: "/d")
        #expect(manifest.library == "/lib/x.so")
        #expect(manifest.entryPoint == "XInit")
    }

    @Test func aPathPerPlatform() throws {
        let text = "[Driver]\n[Driver.shared]\nlinux_amd64 = 'a.so'\nmacos_arm64 = '/b.dylib'\n"
        #expect(try DriverManifest(parsing: text, directory: "/d", platform: "linux_amd64").library == "/d/a.so")
        #expect(try DriverManifest(parsing: text, directory: "/d", platform: "macos_arm64").library == "/b.dylib")
        let problem = try #require(throws: DriverManifest.Problem.self) {
            try DriverManifest(parsing: text, directory: "/d", platform: "linux_arm64")
        }
        #expect(problem.reason.contains("linux_arm64"))
    }

    @Test(arguments: ["= nonsense", "", "[Driver]\nshared = ''", "manifest_version = 2\n[Driver]\nshared = 'x'", "[Driver]\nshared = 7"])
    func unusable(text: String) {
        #expect(throws: DriverManifest.Problem.self) { try DriverManifest(parsing: text, directory: "/d") }
    }
}

@Suite struct PythonRuntimeTests {
    @Test func theVersionIsInTheFileName() {
        #expect(PythonRuntime.version(neededBy: "/p/_duckdb.cpython-311-x86_64-linux-gnu.so") == "3.11")
        #expect(PythonRuntime.version(neededBy: "/p/libduckdb.so") == nil)
    }

    @Test func theEnvironmentsOwnInterpreterComesFirst() {
        let runtime = PythonRuntime(version: "3.12", extensionFile: "/v/lib/python3.12/site-packages/x.so", driver: "duckdb")
        let candidates = runtime.candidates(configuration: "home = /opt/python/bin\nversion = 3.12.1\n")
        #expect(candidates.first?.hasPrefix("/opt/python/bin/../lib/libpython3.12") == true)
        #expect(candidates.suffix(candidates.count / 2) == runtime.candidates(configuration: nil)[...])
    }
}
