/// A form as its template shows it.
struct FormView {
    struct Section {
        var legend: String?
        var about: String?
        var fields: [FieldView]
    }

    struct Hidden {
        var name: String
        var value: String
    }

    var action: String
    var isLive: Bool
    var isOpen: Bool
    var token: String
    var hidden: [Hidden]
    var sections: [Section]
    var buttons: [ButtonView]

    init(_ form: Form) {
        action = form.action
        isLive = form.isLive && !form.isReadOnly
        isOpen = !form.isReadOnly
        token = form.token
        hidden = form.hidden.sorted { $0.key < $1.key }.map { Hidden(name: $0.key, value: $0.value) }
        sections = form.sections.map { section in
            Section(
                legend: section.heading, about: section.hint, fields: section.fields.map { FieldView($0, isReadOnly: form.isReadOnly) })
        }
        buttons = form.buttons.filter { !form.isReadOnly || $0.isTrial }.map(ButtonView.init)
    }
}

/// A button as its template shows it.
struct ButtonView {
    var text: String
    var value: String
    /// A class of the style sheet.
    var weight: String

    init(_ button: FormButton) {
        text = button.text
        value = button.value
        weight =
            switch button.weight {
            case .primary: "primary"
            case .secondary: "secondary"
            case .danger: "danger"
            }
    }
}

/// A field as its template shows it: of the kinds, one is true.
struct FieldView {
    struct Option {
        var value: String
        var text: String
        var isSelected: Bool
    }

    struct Note {
        var icon: String
        var word: String
        var tone: String
        var text: String
    }

    var name: String
    var id: String
    var label: String
    var value: String
    var hint: String?
    var link: LinkView?
    var notes: [Note]
    var hasNotes: Bool
    var placeholder: String?
    var autocomplete: String?
    var inputType: String
    var isInput = false
    var isLines = false
    var isCheckbox = false
    var isChoice = false
    var isFixed = false
    var isChecked: Bool
    var isRequired: Bool
    var isDisabled: Bool
    var isInvalid: Bool
    var isRefreshed: Bool
    var isWatched: Bool
    var options: [Option] = []
    var button: ButtonView?

    init(_ field: FormField, isReadOnly: Bool) {
        name = field.name
        id = "field-" + field.name.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
        label = field.label
        value = field.value
        hint = field.hint
        link = isReadOnly ? nil : field.link.map { LinkView($0) }
        notes = field.notes.map(Self.note)
        hasNotes = !notes.isEmpty
        placeholder = field.placeholder
        autocomplete = field.autocomplete
        inputType = "text"
        isChecked = field.value == "true"
        isRequired = field.isRequired && !isReadOnly
        isDisabled = field.isDisabled || isReadOnly
        isInvalid = field.notes.contains { $0.tone == .error }
        isRefreshed = field.isRefreshed
        isWatched = field.isWatched
        button = isReadOnly ? nil : field.button.map(ButtonView.init)
        take(field)
        if isReadOnly, case .secret(true) = field.kind { placeholder = "stored" }
    }

    private mutating func take(_ field: FormField) {
        switch field.kind {
        case .text, .number: isInput = true
        case .email: (isInput, inputType) = (true, "email")
        case .password: (isInput, inputType, value) = (true, "password", "")
        case .secret(let isStored):
            (isInput, inputType, value) = (true, "password", "")
            placeholder = isStored ? "stored; leave empty to keep it" : placeholder
            autocomplete = "off"
        case .lines: isLines = true
        case .checkbox: isCheckbox = true
        case .fixed: isFixed = true
        case .choice(let choices):
            isChoice = true
            options = choices.map { Option(value: $0.value, text: $0.text, isSelected: $0.value == field.value) }
        }
    }

    private static func note(_ note: FormField.Note) -> Note {
        switch note.tone {
        case .ok: Note(icon: "✓", word: "Checked", tone: "ok", text: note.text)
        case .warning: Note(icon: "!", word: "Note", tone: "changed", text: note.text)
        case .error: Note(icon: "✗", word: "Error", tone: "failed", text: note.text)
        }
    }
}

/// The page of a form as its template shows it.
struct FormPageView {
    var frame: FrameView
    var heading: String
    var lead: String?
    var areas: [AreaView]
    var hasAreas: Bool
    var notices: [NoticeView]
    var form: FormView

    init(_ page: FormPage, context: PageContext) {
        frame = FrameView(title: page.title, context: context, hasForm: true)
        heading = page.title
        lead = page.lead
        areas = AreaView.all(page.area, context)
        hasAreas = !areas.isEmpty
        notices = page.notices.map(NoticeView.init)
        form = FormView(page.form)
    }
}
