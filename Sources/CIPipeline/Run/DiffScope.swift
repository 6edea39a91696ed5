/// What people asked for beyond the settings: diffs of downstream models with Slim CI on, and columns that were renamed.
package struct DiffScope: Hashable, Sendable, Codable {
    /// Every downstream model.
    package var allDownstream = false
    /// Globs over names of downstream models, in the order they were asked for.
    package var models: [String] = []
    /// Comments about renamed columns that were taken; the plan is made anew when there are more.
    package var remapComments: [String] = []

    package init(allDownstream: Bool = false, models: [String] = [], remapComments: [String] = []) {
        self.allDownstream = allDownstream
        self.models = models
        self.remapComments = remapComments
    }

    /// Takes in what was asked for now; asking twice changes nothing.
    package mutating func formUnion(_ other: DiffScope) {
        allDownstream = allDownstream || other.allDownstream
        models += other.models.filter { !models.contains($0) }
        remapComments += other.remapComments.filter { !remapComments.contains($0) }
    }

    /// What is asked for, for a sentence.
    package var words: String {
        let globs = models.isEmpty ? [] : ["diffs of " + models.joined(separator: ", ")]
        let parts = (allDownstream ? ["diffs of all downstream models"] : globs) + (remapComments.isEmpty ? [] : ["renamed columns"])
        return parts.isEmpty ? "nothing more" : parts.joined(separator: " and ")
    }
}

extension DiffScope {
    private enum CodingKeys: String, CodingKey { case allDownstream, models, remapComments }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            allDownstream: try values.decodeIfPresent(Bool.self, forKey: .allDownstream) ?? false,
            models: try values.decodeIfPresent([String].self, forKey: .models) ?? [],
            remapComments: try values.decodeIfPresent([String].self, forKey: .remapComments) ?? [])
    }
}
