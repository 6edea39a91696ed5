import Foundation
import TOMLKit

/// A driver manifest: the file that says where a driver's library is.
///
/// https://arrow.apache.org/adbc/current/format/driver_manifests.html
struct DriverManifest: Hashable {
    var library: String
    var entryPoint: String?

    /// Why a manifest could not be used.
    struct Problem: Error, Hashable {
        var reason: String
    }

    /// Reads a manifest's text; a relative path counts from `directory`, where the manifest lies.
    ///
    /// - Throws: `Problem`, for people.
    init(parsing text: String, directory: String, platform: String = Self.platform) throws(Problem) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch {
            throw Problem(reason: "it is not valid TOML")
        }
        let version = table["manifest_version"]?.int ?? 1
        guard version == 1 else { throw Problem(reason: "it has the manifest version \(version); only 1 is known") }
        let driver = table["Driver"]?.table
        guard let path = driver?["shared"]?.string ?? driver?["shared"]?.table?[platform]?.string, !path.isEmpty else {
            throw Problem(reason: "it names no library for \(platform) under Driver.shared")
        }
        library = path.hasPrefix("/") ? path : directory + "/" + path
        entryPoint = driver?["entrypoint"]?.string
    }

    /// This machine in the manifest's words, for example `linux_amd64`.
    static var platform: String {
        #if os(macOS)
            let system = "macos"
        #else
            let system = "linux"
        #endif
        #if arch(arm64)
            return system + "_arm64"
        #else
            return system + "_amd64"
        #endif
    }
}
