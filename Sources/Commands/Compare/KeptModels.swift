import DataDiff
import DiffEngine
import Foundation
import Warehouse

/// Where the rows of each model of a review are kept: tables with the model's name, files in a folder of that name.
struct KeptModels: Sendable {
    private let schema: String?
    private let folder: String?
    private let format: RowFileFormat
    private let replaces: Bool
    /// By unique id.
    private let names: [String: String]
    /// An empty folder that was there before stays.
    private let isFolderNew: Bool

    init(_ options: KeepOptions, models: [(uniqueID: String, name: String)]) {
        schema = options.materialize
        folder = options.export.map { URL(filePath: $0).standardizedFileURL.path }
        format = options.exportFormat
        replaces = options.overwrite
        isFolderNew = folder.map { !FileManager.default.fileExists(atPath: $0) } ?? false
        names = KeptModelNames.unique(models)
    }

    /// Looks whether all files may be written; before the diffs, not after.
    ///
    /// - Throws: `DiffFailure`; no folder was made then that was not there.
    func prepare(_ requests: [(modelID: String, request: DiffRequest)]) throws(DiffFailure) {
        do throws(DiffFailure) {
            for (id, request) in requests { try files(id)?.prepare(request) }
        } catch {
            tidy()
            throw error
        }
    }

    func keepers(_ id: String) -> [any RowKeeping] {
        // Tables last, as a database that failed to take the rows is as it was.
        var keepers: [any RowKeeping] = []
        if let files = files(id) { keepers.append(files) }
        if let schema { keepers.append(Materialization(schema: schema, name: names[id])) }
        return keepers
    }

    /// Removes the folders of models of which there was nothing to keep.
    func tidy() {
        guard let folder else { return }
        for name in names.values { rmdir("\(folder)/\(name)") }
        if isFolderNew { rmdir(folder) }
    }

    private func files(_ id: String) -> FileExport? {
        guard let folder, let name = names[id] else { return nil }
        return FileExport(folder: "\(folder)/\(name)", format: format, replaces: replaces, name: name)
    }
}
