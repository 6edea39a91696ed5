/// A page that is mostly a form.
package struct FormPage: Hashable, Sendable {
    package var title: String
    /// What the form is for, as a sentence or two.
    package var lead: String?
    /// Where it stands among the settings; absent outside of them.
    package var area: SettingsArea?
    package var notices: [PageNotice]
    package var form: Form

    package init(title: String, lead: String? = nil, area: SettingsArea? = nil, notices: [PageNotice] = [], form: Form) {
        self.title = title
        self.lead = lead
        self.area = area
        self.notices = notices
        self.form = form
    }
}

/// Something said above a page's content.
package struct PageNotice: Hashable, Sendable {
    package enum Tone: String, Hashable, Sendable { case ok, info, failed, warning = "changed" }

    package var tone: Tone
    package var text: String
    /// Something to copy, such as an address or a new key, that is shown this once.
    package var code: String?
    /// Where to do something about it.
    package var link: PageLink?

    package init(_ tone: Tone, _ text: String, code: String? = nil, link: PageLink? = nil) {
        self.tone = tone
        self.text = text
        self.code = code
        self.link = link
    }
}

/// A form and where it goes.
package struct Form: Hashable, Sendable {
    package var action: String
    /// Proves that the form was made for this session.
    package var token: String
    package var sections: [FormSection]
    package var buttons: [FormButton]
    /// Names and values that nobody sees.
    package var hidden: [String: String]
    /// The form is shown, and nothing in it can be changed.
    package var isReadOnly: Bool
    /// Fields marked so are brought up to date when others change, where there is JavaScript.
    package var isLive: Bool

    package init(
        action: String, token: String, sections: [FormSection], buttons: [FormButton], hidden: [String: String] = [:],
        isReadOnly: Bool = false, isLive: Bool = false
    ) {
        self.action = action
        self.token = token
        self.sections = sections
        self.buttons = buttons
        self.hidden = hidden
        self.isReadOnly = isReadOnly
        self.isLive = isLive
    }
}

/// Fields that belong together; the heading is absent for the first ones.
package struct FormSection: Hashable, Sendable {
    package var heading: String?
    package var hint: String?
    package var fields: [FormField]

    package init(_ heading: String? = nil, hint: String? = nil, fields: [FormField]) {
        self.heading = heading
        self.hint = hint
        self.fields = fields
    }
}

/// A button that sends the form.
package struct FormButton: Hashable, Sendable {
    package enum Weight: Hashable, Sendable { case primary, secondary, danger }

    package var text: String
    /// What is sent as `action`.
    package var value: String
    package var weight: Weight
    /// It tries something out and changes no setting, so it is there in a form that is only shown, too.
    package var isTrial: Bool

    package init(_ text: String, value: String, weight: Weight = .primary, isTrial: Bool = false) {
        self.text = text
        self.value = value
        self.weight = weight
        self.isTrial = isTrial
    }
}
