import Graph

/// Which macros differ between two manifests, and which of them a node feels.
///
/// A macro differs when its code does, or when only one side has it. A node feels it through `depends_on.macros`, over any number of
/// calls; macros may call each other in circles.
struct MacroChanges {
    private let head: Manifest
    /// Unique ids of the macros that differ.
    let differing: Set<String>
    /// The macros that differ and those that lead to one of them.
    private let affected: Set<String>
    private var known: [Set<String>: [String]] = [:]

    init(base: Manifest, head: Manifest) {
        var differing: Set<String> = []
        var calls = DirectedGraph<String>()
        for macro in head.macros {
            if base.macro(macro.uniqueID)?.hasSameCode(as: macro) != true { differing.insert(macro.uniqueID) }
            for called in macro.dependsOnMacros { calls.connect(called, to: macro.uniqueID) }
        }
        differing.formUnion(base.macros.map(\.uniqueID).filter { head.macro($0) == nil })
        self.head = head
        self.differing = differing
        self.affected = differing.union(calls.descendants(of: differing))
    }

    /// Whether no macro differs.
    var isEmpty: Bool { differing.isEmpty }

    /// The differing macros that are called by `macros`, directly or not, sorted.
    mutating func differing(calledBy macros: [String]) -> [String] {
        let starts = affected.intersection(macros)
        guard !starts.isEmpty else { return [] }
        if let answer = known[starts] { return answer }
        let answer = reach(from: starts).intersection(differing).sorted()
        known[starts] = answer
        return answer
    }

    private func reach(from starts: Set<String>) -> Set<String> {
        var reached: Set<String> = []
        var stack = Array(starts)
        while let current = stack.popLast() {
            guard reached.insert(current).inserted, let macro = head.macro(current) else { continue }
            stack.append(contentsOf: macro.dependsOnMacros.filter(affected.contains))
        }
        return reached
    }
}
