import ArgumentParser
import DataDiff
import DiffEngine
import Foundation
import Warehouse

/// Options that keep all rows a diff finds, beyond the samples that it prints.
struct KeepOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write all rows found to tables of this schema (plumbline_NAME_different, …_only_a, …), replacing an earlier diff's.",
            valueName: "schema"))
    var materialize: String?
    @Option(help: ArgumentHelp("Write all rows found to files of this folder.", valueName: "folder")) var export: String?
    @Option(name: .customLong("export-format"), help: "parquet or csv.") var exportFormat = RowFileFormat.parquet
    @Flag(help: "Replace the files of an earlier --export.") var overwrite = false

    func validate() throws {
        guard materialize?.isEmpty != true else { throw ValidationError("--materialize needs the name of a schema") }
        guard export?.isEmpty != true else { throw ValidationError("--export needs a folder") }
        guard export != nil || !overwrite else { throw ValidationError("--overwrite is for --export") }
    }

    /// What is to be done with the rows; files are looked for before the diff, not after.
    ///
    /// - Throws: `DiffFailure` when they cannot be written.
    func keepers(_ request: DiffRequest) throws(DiffFailure) -> [any RowKeeping] {
        var keepers: [any RowKeeping] = []
        if let export {
            let folder = URL(filePath: export).standardizedFileURL.path
            let files = FileExport(folder: folder, format: exportFormat, replaces: overwrite)
            try files.prepare(request)
            keepers.append(files)
        }
        // Last, as a database that failed to take the rows is as it was.
        if let materialize { keepers.append(Materialization(schema: materialize)) }
        return keepers
    }

    var isOn: Bool { materialize != nil || export != nil }
}

extension RowFileFormat: ExpressibleByArgument {}
