/// Names under which the rows of several models are kept: safe as a folder and as part of a table's name, and no two alike.
package enum KeptModelNames {
    /// - Parameter models: the unique id of each model and its name.
    /// - Returns: by unique id: the model's name, or where another model has that one too, in whatever case, the unique id.
    package static func unique(_ models: [(uniqueID: String, name: String)]) -> [String: String] {
        let owners = Dictionary(grouping: models) { safe($0.name).lowercased() }
        var taken: Set<String> = []
        var names: [String: String] = [:]
        for model in models.sorted(by: { $0.uniqueID < $1.uniqueID }) where names[model.uniqueID] == nil {
            let isShared = (owners[safe(model.name).lowercased()]?.count ?? 0) > 1
            let wanted = safe(isShared ? model.uniqueID : model.name)
            // An id may be another model's name, and two ids may differ only in what no file system takes.
            let name = (1...).lazy.map { $0 == 1 ? wanted : "\(wanted)_\($0)" }.first { !taken.contains($0.lowercased()) } ?? wanted
            taken.insert(name.lowercased())
            names[model.uniqueID] = name
        }
        return names
    }

    /// Letters, digits, dots inside and hyphens stay; at most so many bytes as a folder's name may have with room for a number.
    private static func safe(_ name: String) -> String {
        let text = String(name.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "_" })
        return ColumnTitles.cut(text.hasPrefix(".") ? "_" + text : text, to: 200)
    }
}
