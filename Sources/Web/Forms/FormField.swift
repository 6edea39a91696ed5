/// One row of a form.
package struct FormField: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case text
        case email
        case number
        case lines
        /// A password that somebody types.
        case password
        /// Write-only: a stored one is never sent to a page.
        case secret(isStored: Bool)
        case checkbox
        case choice([FormOption])
        /// Shown, not sent.
        case fixed
    }

    /// Something said beside the field.
    package struct Note: Hashable, Sendable {
        package enum Tone: String, Hashable, Sendable { case ok, warning, error }

        package var tone: Tone
        package var text: String

        package init(_ tone: Tone, _ text: String) {
            self.tone = tone
            self.text = text
        }
    }

    /// As in the API, for example `sampling.tolerance`.
    package var name: String
    package var label: String
    package var kind: Kind
    /// The text, or `true` for a checked box.
    package var value: String
    package var hint: String?
    /// Where there is more to choose from.
    package var link: PageLink?
    package var notes: [Note]
    package var placeholder: String?
    package var autocomplete: String?
    package var isRequired: Bool
    package var isDisabled: Bool
    /// A button beside the field, such as a test of what was chosen.
    package var button: FormButton?
    /// Brought up to date when a field that ``isWatched`` changes.
    package var isRefreshed: Bool
    package var isWatched: Bool

    package init(
        _ name: String, _ label: String, _ kind: Kind = .text, value: String = "", hint: String? = nil, notes: [Note] = [],
        placeholder: String? = nil, autocomplete: String? = nil, isRequired: Bool = false, isDisabled: Bool = false,
        button: FormButton? = nil, link: PageLink? = nil, isRefreshed: Bool = false, isWatched: Bool = false
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.value = value
        self.hint = hint
        self.notes = notes
        self.placeholder = placeholder
        self.autocomplete = autocomplete
        self.isRequired = isRequired
        self.isDisabled = isDisabled
        self.button = button
        self.link = link
        self.isRefreshed = isRefreshed
        self.isWatched = isWatched
    }
}

/// One choice of a list.
package struct FormOption: Hashable, Sendable {
    package var value: String
    package var text: String

    package init(_ value: String, _ text: String) {
        self.value = value
        self.text = text
    }
}
