/// An optional property that is written as JSON `null` when it is absent.
///
/// Both vendors always write every field of an object; Swift's synthesised encoding would leave the absent ones out, and a client
/// that subscripts the answer would fail on the sandbox alone.
@propertyWrapper
struct ExplicitNull<Wrapped: Encodable>: Encodable {
    var wrappedValue: Wrapped?

    init(wrappedValue: Wrapped?) {
        self.wrappedValue = wrappedValue
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }
}

extension ExplicitNull: Sendable where Wrapped: Sendable {}
extension ExplicitNull: Equatable where Wrapped: Equatable {}
