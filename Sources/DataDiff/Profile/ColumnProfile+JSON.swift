// Every key is written, so that a reader need not tell absent from null.
extension ColumnProfiles {
    enum CodingKeys: String, CodingKey { case columns, error }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(columns, forKey: .columns)
        try container.encode(error, forKey: .error)
    }
}

extension ColumnProfile {
    enum CodingKeys: String, CodingKey { case columnName, a, b, histogram }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(columnName, forKey: .columnName)
        try container.encode(a, forKey: .a)
        try container.encode(b, forKey: .b)
        try container.encode(histogram, forKey: .histogram)
    }
}

extension ColumnProfile.Histogram {
    enum CodingKeys: String, CodingKey { case bins, a, b }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(bins, forKey: .bins)
        try container.encode(a, forKey: .a)
        try container.encode(b, forKey: .b)
    }
}

extension ColumnProfile.Side {
    enum CodingKeys: String, CodingKey {
        case type, rows, nulls, distinct, min, max, mean, quantiles, nans, infinities, minLength, maxLength, emptyTexts, topValues
        case estimated
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encode(rows, forKey: .rows)
        try container.encode(nulls, forKey: .nulls)
        try container.encode(distinct, forKey: .distinct)
        try container.encode(min, forKey: .min)
        try container.encode(max, forKey: .max)
        try container.encode(mean, forKey: .mean)
        try container.encode(quantiles, forKey: .quantiles)
        try container.encode(nans, forKey: .nans)
        try container.encode(infinities, forKey: .infinities)
        try container.encode(minLength, forKey: .minLength)
        try container.encode(maxLength, forKey: .maxLength)
        try container.encode(emptyTexts, forKey: .emptyTexts)
        try container.encode(topValues, forKey: .topValues)
        try container.encode(estimated, forKey: .estimated)
    }
}
