import CIPipeline
import DbtArtifacts
import Dispatch
import Foundation
import HTTPTypes
import Store
import Zip

/// Unpacks, checks and keeps an upload of dbt artifacts.
struct ArtifactIntake: Sendable {
    let server: ServerContext

    /// What of a target folder is kept.
    static let names = ["manifest.json", "run_results.json", "catalog.json"]

    /// What the uploader says about the artifacts.
    struct Claim: Sendable {
        let config: CIConfigRecord
        let runType: UploadRecord.RunType
        let sha: String
        let runID: String?
        let who: String
        /// The uploader says that the dbt project has another name from now on.
        let isNewProject: Bool
    }

    /// - Throws: `Problem` 422 for what cannot be used, with what to do; `StoreError`.
    func keep(_ archive: ArraySlice<UInt8>, _ claim: Claim) async throws -> UploadRecord {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plumbline-upload-\(UUID().uuidString)").path
        let limit = server.settings.maxUploadMB * 10 << 20
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let metadata = try await Self.offPool { try Self.unpack(archive, to: folder, limit: limit) }
        try await check(metadata, claim)
        let present = Self.names.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
        let draft = UploadDraft(
            ciConfigID: claim.config.id, runType: claim.runType, sha: claim.sha, runID: claim.runID, projectName: metadata.projectName,
            adapterType: metadata.adapterType, uploadedBy: claim.who,
            files: Dictionary(uniqueKeysWithValues: present.map { ($0, "\(folder)/\($0)") }))
        return try await server.store.keep(draft, now: server.time.now())
    }

    /// Blocking work on a thread of its own.
    static func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }

    /// Unpacks what is kept, and reads what the manifest says about itself.
    private static func unpack(_ bytes: ArraySlice<UInt8>, to folder: String, limit: Int) throws -> ManifestMetadata {
        do {
            let archive = try ZipArchive(bytes)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            var left = limit
            for name in names {
                // The SDK packs the folder's content; people also pack the folder.
                let found = archive.entries.filter { $0.name == name || $0.name.hasSuffix("/" + name) }
                guard let entry = found.min(by: { $0.name.count < $1.name.count }) else { continue }
                try archive.unpack(entry, to: "\(folder)/\(name)", limit: left)
                left -= entry.size
            }
        } catch let error as ZipError {
            throw Problem(
                .unprocessableContent, "The archive cannot be used: \(error.message).",
                hint: error.code == .tooLarge
                    ? "Raise server.max_upload_mb when the artifacts really are that large."
                    : "Pack dbt's target folder again and send it once more.")
        }
        guard FileManager.default.fileExists(atPath: "\(folder)/manifest.json") else {
            throw Problem(
                .unprocessableContent, "There is no manifest.json in the archive.",
                hint: "Run dbt first (dbt build, dbt run or dbt compile), and upload its target folder.")
        }
        return try checked(folder)
    }

    private static func checked(_ folder: String) throws -> ManifestMetadata {
        do throws(ArtifactError) {
            let metadata = try Manifest(contentsOf: "\(folder)/manifest.json").metadata
            if FileManager.default.fileExists(atPath: "\(folder)/run_results.json") {
                _ = try RunResults(contentsOf: "\(folder)/run_results.json")
            }
            if FileManager.default.fileExists(atPath: "\(folder)/catalog.json") { _ = try Catalog(contentsOf: "\(folder)/catalog.json") }
            return metadata
        } catch {
            throw Problem(.unprocessableContent, "The artifacts cannot be used: \("\(error)".replacing(folder + "/", with: "")).")
        }
    }

    /// The artifacts must be of the configuration's project and warehouse.
    private func check(_ metadata: ManifestMetadata, _ claim: Claim) async throws {
        let source = try await server.store.dataSource(claim.config.dataSourceId)
        if let adapter = metadata.adapterType, !AdapterNames.fit(adapter, source.type) {
            throw Problem(
                .unprocessableContent,
                "The manifest was made for the adapter '\(adapter)', but CI configuration \(claim.config.name) compares in the data source "
                    + "\(source.name), which is of the type '\(source.type)'.",
                hint: "Upload to the configuration of that warehouse, or build with the right dbt target.")
        }
        guard !claim.isNewProject, let project = metadata.projectName,
            let known = try await server.store.newestUpload(ciConfigID: claim.config.id, .production)?.projectName, known != project
        else { return }
        throw Problem(
            .unprocessableContent,
            "The manifest is of the dbt project '\(project)', but production of CI configuration \(claim.config.name) is '\(known)'.",
            hint: "Upload to the configuration of that project. If the project was renamed, upload production once with --new-project.")
    }
}
