package import DataDiff
import Foundation
import SQL
package import Warehouse

/// Writes the rows that a diff has found into files of a folder, each whole or not at all.
package struct FileExport: RowKeeping {
    private let folder: String
    private let format: RowFileFormat
    /// Whether files that are there already may be replaced.
    private let replaces: Bool
    private let name: String?

    /// - Parameter name: what the files are named for; nil for side a's table.
    package init(folder: String, format: RowFileFormat, replaces: Bool, name: String? = nil) {
        self.name = name
        self.folder = folder
        self.format = format
        self.replaces = replaces
    }

    /// Makes the folder, and looks whether the files of the request may be written; before a long diff, not after.
    ///
    /// - Throws: `DiffFailure` (`file_exists`, `folder_not_usable`).
    package func prepare(_ request: DiffRequest) throws(DiffFailure) { try prepare(request.a.keptName) }

    private func prepare(_ name: String) throws(DiffFailure) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw DiffFailure(
                code: "folder_not_usable", message: "the folder \(folder) cannot be made",
                hint: "name a folder that this user may write to",
                detail: error.localizedDescription)
        }
        guard access(folder, W_OK) == 0 else {
            throw DiffFailure(
                code: "folder_not_usable", message: "the folder \(folder) cannot be written to",
                hint: "name a folder that this user may write to")
        }
        guard !replaces, let taken = paths(name).values.sorted().first(where: FileManager.default.fileExists) else { return }
        throw Self.exists(taken)
    }

    package func keep(_ result: inout DiffResult, of plan: DiffPlan, _ snapshot: any Snapshot) async throws(DiffFailure) {
        try result.checkCompleteness()
        try prepare(plan.keptName)
        let paths = paths(plan.keptName)
        var staged = StagedFiles(folder: folder)
        defer { staged.discard() }
        var files: [ExportedFile] = []
        for kind in result.kindsFound {
            guard let path = paths[kind] else { continue }
            let select = try plan.allRows(kind, duplicates: result.hasDuplicates, as: .filed)
            let rows = try await write(select, to: try staged.place(for: path), snapshot)
            guard rows == result.rowCount(kind) else {
                throw DiffFailure(
                    code: "tables_changed", message: "\(path) got another number of rows than the diff has counted",
                    hint: "a filter or query whose rows vary from statement to statement cannot be kept")
            }
            files.append(ExportedFile(kind: kind, file: path, rows: rows))
        }
        // What an earlier diff left of kinds that there are no more rows of would be taken for this one's.
        let stale = replaces ? Set(paths.values).subtracting(files.map(\.file)) : []
        try staged.publish(replacing: replaces, removing: stale)
        result.exported = files
    }

    private func write(_ select: Select, to place: String, _ snapshot: any Snapshot) async throws(DiffFailure) -> Int {
        do throws(WarehouseError) {
            return try await snapshot.export(select, to: place, format)
        } catch {
            throw DiffFailure(
                code: error.code, message: "writing the diff's rows into \(folder) failed: \(error.message)", hint: error.hint,
                detail: error.detail)
        }
    }

    private func paths(_ table: String) -> [RowKind: String] {
        let name = KeptName.file(name ?? table)
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        return Dictionary(uniqueKeysWithValues: RowKind.allCases.map { ($0, "\(base)\(name.name($0)).\(format.rawValue)") })
    }

    static func exists(_ path: String) -> DiffFailure {
        DiffFailure(
            code: "file_exists", message: "\(path) is there already", hint: "remove it, name another folder, or replace it with --overwrite"
        )
    }
}

/// Files that are written aside and appear under their names together.
private struct StagedFiles {
    private let folder: String
    private var moves: [(place: String, path: String)] = []

    init(folder: String) {
        self.folder = folder + "/.plumbline-\(UUID().uuidString)"
    }

    /// Where the file is to be written that is to appear at `path`.
    mutating func place(for path: String) throws(DiffFailure) -> String {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Self.unusable(folder) }
        let place = "\(folder)/\(moves.count)"
        moves.append((place, path))
        return place
    }

    /// Gives the files their names; on trouble, those that have got theirs lose it again.
    func publish(replacing: Bool, removing stale: Set<String>) throws(DiffFailure) {
        var done: [String] = []
        do throws(DiffFailure) {
            for move in moves {
                try publish(move, replacing)
                done.append(move.path)
            }
        } catch {
            if !replacing { for path in done { unlink(path) } }
            throw error
        }
        for path in stale { unlink(path) }
    }

    /// A link does not take the place of a file that came meanwhile; some file systems have none.
    private func publish(_ move: (place: String, path: String), _ replacing: Bool) throws(DiffFailure) {
        if !replacing {
            if link(move.place, move.path) == 0 { return }
            guard errno != EEXIST, !FileManager.default.fileExists(atPath: move.path) else { throw FileExport.exists(move.path) }
        }
        guard rename(move.place, move.path) == 0 else { throw Self.unusable(move.path) }
    }

    func discard() {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func unusable(_ path: String) -> DiffFailure {
        DiffFailure(
            code: "folder_not_usable", message: "\(path) cannot be written: \(String(cString: strerror(errno)))",
            hint: "check the folder and the room on its disk")
    }
}
