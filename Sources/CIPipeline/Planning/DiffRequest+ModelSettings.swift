import DataDiff
import DbtArtifacts

extension DiffRequest {
    /// Takes over what the model's `meta` says.
    ///
    /// - Throws: `EqualityRuleError` naming the rule that cannot be read.
    mutating func apply(_ settings: ModelDiffSettings) throws(EqualityRuleError) {
        if let filter = settings.filter {
            filtersA.append(filter)
            filtersB.append(filter)
        }
        columns.include += settings.includeColumns
        columns.exclude += settings.excludeColumns
        columns.mappings += settings.mappings.map { ColumnMapping(a: $0.old, b: $0.new) }
        for text in settings.tolerances { equality.entries.append(try .init(tolerance: text)) }
        for text in settings.timeTolerances { equality.entries.append(try .init(timeTolerance: text)) }
        equality.entries += Self.entries(settings.ignoreCase, .ignoresCase) + Self.entries(settings.nullEqualsEmpty, .nullEqualsEmpty)
        if settings.ignoreArrayOrder { equality.entries.append(.init(rule: .ignoresArrayOrder)) }
        sampling.isEnabled = settings.sampling.isEnabled ?? sampling.isEnabled
        sampling.tolerance = settings.sampling.tolerance ?? sampling.tolerance
        sampling.confidence = settings.sampling.confidence ?? sampling.confidence
        sampling.threshold = settings.sampling.threshold ?? sampling.threshold
    }

    private static func entries(_ scope: ModelDiffSettings.ColumnScope, _ rule: EqualityRule) -> [EqualityRules.Entry] {
        switch scope {
        case .none: []
        case .all: [.init(rule: rule)]
        case .columns(let names): names.map { .init(column: $0, rule: rule) }
        }
    }
}
