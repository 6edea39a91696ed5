package import Relational

/// What a dialect knows of its engine's types.
package struct TypeRules: Sendable {
    /// The class of a type by the engine's spelling of it, or of the type underneath.
    package let typeClass: @Sendable (_ spelling: String) -> TypeClass
    /// Digits before and behind the point that an integer or decimal type holds; nil when it has no fixed width.
    package let exactShape: @Sendable (_ spelling: String) -> ExactShape?
    /// Digits of a second's fraction that a timestamp type holds.
    package let fractionDigits: @Sendable (_ spelling: String) -> Int
    /// What brings values of one type into a form that the engine finds equal exactly when the values are.
    package let comparedForm: @Sendable (_ type: ColumnType) -> [Normalisation]
    /// What a value is fetched as when people are to read it; empty for types that the driver delivers as they are.
    package let fetchedForm: @Sendable (_ type: ColumnType) -> [Normalisation]
    /// What a value is written to a file as, so that nothing of it is lost.
    package let filedForm: @Sendable (_ type: ColumnType) -> [Normalisation]
    /// Why columns of a type cannot be compared honestly; nil when they can.
    package let obstacle: @Sendable (_ type: ColumnType) -> String?
    /// How values leave the engine when they are to meet those of another one.
    package let stagedForm: @Sendable (_ type: ColumnType) -> StagedForm
    /// What a nested type is made of; nil for other types.
    package let shape: @Sendable (_ type: ColumnType) -> Nested<ColumnType>?

    package init(
        typeClass: @escaping @Sendable (String) -> TypeClass,
        exactShape: @escaping @Sendable (String) -> ExactShape?,
        fractionDigits: @escaping @Sendable (String) -> Int = { _ in 6 },
        comparedForm: @escaping @Sendable (ColumnType) -> [Normalisation],
        fetchedForm: @escaping @Sendable (ColumnType) -> [Normalisation] = { _ in [] },
        filedForm: @escaping @Sendable (ColumnType) -> [Normalisation] = { _ in [] },
        obstacle: @escaping @Sendable (ColumnType) -> String? = { _ in nil },
        stagedForm: @escaping @Sendable (ColumnType) -> StagedForm = { _ in .ownText(obstacle: nil) },
        shape: @escaping @Sendable (ColumnType) -> Nested<ColumnType>? = { _ in nil }
    ) {
        self.typeClass = typeClass
        self.exactShape = exactShape
        self.fractionDigits = fractionDigits
        self.comparedForm = comparedForm
        self.fetchedForm = fetchedForm
        self.filedForm = filedForm
        self.obstacle = obstacle
        self.stagedForm = stagedForm
        self.shape = shape
    }

    /// A column's type.
    ///
    /// - Parameter base: the type underneath, where the user gave it a name.
    package func columnType(_ spelling: String, base: String? = nil, knowsModifiers: Bool = true) -> ColumnType {
        ColumnType(spelling: spelling, base: base, typeClass: typeClass(base ?? spelling), knowsModifiers: knowsModifiers)
    }

    /// How many times an array type is an array; nil for other types.
    package func arrayLevels(_ type: ColumnType) -> Int? {
        guard let element = element(of: type) else { return nil }
        return 1 + (arrayLevels(element) ?? 0)
    }

    /// The type of an array's elements; nil for other types.
    package func element(of type: ColumnType) -> ColumnType? {
        guard type.typeClass == .array, let open = type.base.lastIndex(of: "[") else { return nil }
        return columnType(String(type.base[..<open]))
    }
}

/// How many digits an exact numeric type holds.
package struct ExactShape: Hashable, Sendable {
    package var integerDigits: Int
    package var scale: Int

    package init(integerDigits: Int, scale: Int) {
        self.integerDigits = integerDigits
        self.scale = scale
    }
}
