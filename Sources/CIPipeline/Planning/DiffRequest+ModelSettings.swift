import DataDiff
import DbtArtifacts
import Store

extension DiffRequest {
    /// Takes over what the model's `meta` says.
    ///
    /// - Parameter window: what holds where the model does not say which rows are compared.
    /// - Throws: `EqualityRuleError` naming the rule that cannot be read.
    mutating func apply(_ settings: ModelDiffSettings, window: CISettings.WindowPolicy) throws(EqualityRuleError) {
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
        timeColumn = Self.timeColumn(settings, window)
        sampling.isEnabled = settings.sampling.isEnabled ?? sampling.isEnabled
        sampling.tolerance = settings.sampling.tolerance ?? sampling.tolerance
        sampling.confidence = settings.sampling.confidence ?? sampling.confidence
        sampling.threshold = settings.sampling.threshold ?? sampling.threshold
    }

    private static func timeColumn(_ settings: ModelDiffSettings, _ policy: CISettings.WindowPolicy) -> TimeColumnChoice? {
        guard let name = settings.timeColumn ?? settings.eventTime else { return nil }
        let isEventTime = name == settings.eventTime
        let isConfined =
            switch settings.window {
            case .overlap: true
            case .some(.none): false
            case nil: policy == .overlap || (policy == .eventTime && isEventTime)
            }
        return TimeColumnChoice(
            name: name, source: isEventTime ? "event_time" : "model_meta", window: isConfined ? .overlap : .none, isRequired: false)
    }

    private static func entries(_ scope: ModelDiffSettings.ColumnScope, _ rule: EqualityRule) -> [EqualityRules.Entry] {
        switch scope {
        case .none: []
        case .all: [.init(rule: rule)]
        case .columns(let names): names.map { .init(column: $0, rule: rule) }
        }
    }
}
