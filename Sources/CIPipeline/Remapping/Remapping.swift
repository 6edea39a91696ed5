import DataDiff
import DbtArtifacts
import Relational
import Reports

/// Turns what people say about renamed columns into mappings of single models.
struct Remapping {
    private let remaps: [ColumnRemap]
    private let columns: ReviewPlanner.Columns

    init(_ remaps: [ColumnRemap], columns: @escaping ReviewPlanner.Columns) {
        self.remaps = remaps
        self.columns = columns
    }

    /// The mappings of a model: its own settings', then what commits and comments say as far as both tables have those columns.
    ///
    /// Said of all models, a pair counts only where a column was renamed: not where both names are on both sides.
    func mappings(
        of node: ManifestNode, _ a: RelationName, _ b: RelationName, beside own: [ColumnMapping]
    ) async -> [ColumnMapping] {
        let pairs = remaps.folded(for: ModelNames(node).all)
        guard !pairs.isEmpty, let old = await columns(a).map(Names.init), let new = await columns(b).map(Names.init) else { return own }
        return pairs.reduce(into: own) { mappings, pair in
            guard let nameA = old.spelling(pair.old), let nameB = new.spelling(pair.new) else { return }
            guard pair.models != nil || old.spelling(pair.new) == nil || new.spelling(pair.old) == nil else { return }
            guard !mappings.contains(where: { $0.a == nameA || $0.b == nameB }) else { return }
            mappings.append(ColumnMapping(a: nameA, b: nameB))
        }
    }

    /// A renamed column that is in no compared model is most likely mistyped.
    func notes(onPlan plan: ReviewPlan) -> [String] {
        let used = plan.requests.flatMap(\.request.columns.mappings).flatMap { [$0.a.lowercased(), $0.b.lowercased()] }
        let known = Set(used)
        return remaps.filter { !known.contains($0.old.lowercased()) && !known.contains($0.new.lowercased()) }.map {
            let place = $0.models.map { " of \($0)" } ?? ""
            return "Nothing is remapped from '\($0.old)' to '\($0.new)'\(place): no compared model has these columns."
        }
    }

    /// Column names of one table, found ignoring case where that is unambiguous.
    private struct Names {
        let all: [String]

        func spelling(_ name: String) -> String? {
            if all.contains(name) { return name }
            let similar = all.filter { $0.lowercased() == name.lowercased() }
            return similar.count == 1 ? similar[0] : nil
        }
    }
}
