@testable import Web

extension SamplePages {
    static let signedIn = PageContext(
        now: 1_700_000_000, user: "Ann", version: "1", formToken: "tok\"en", mayAdminister: true, hasSignIn: true)
    static let visitor = PageContext(now: 1_700_000_000, hasSignIn: true)

    /// A form with a field of every kind, in every state.
    static func form(isReadOnly: Bool = false) -> FormPage {
        let fields = [
            FormField(
                "a", "Text", value: "<b>\"x", hint: "A hint.", placeholder: "p", autocomplete: "off", isRequired: true, isWatched: true),
            FormField("b", "Lines", .lines, value: "one\ntwo", notes: [.init(.error, "Wrong.")], placeholder: "p"),
            FormField("c", "Secret", .secret(isStored: true), value: "never", notes: [.init(.ok, "Good.")], isRefreshed: true),
            FormField("d", "Box", .checkbox, value: "true"), FormField("e", "Box", .checkbox, isDisabled: true),
            FormField(
                "f", "Choice", .choice([FormOption("1", "One"), FormOption("2", "Two")]), value: "2", notes: [.init(.warning, "Hm.")],
                button: FormButton("Test", value: "test", weight: .secondary), isWatched: true),
            FormField("g", "Fixed", .fixed, value: "x"),
            FormField("h", "Mail", .email, link: PageLink(text: "More", url: "/settings/more")),
            FormField("i", "Password", .password, value: "never"),
            FormField("j", "Input", value: "y", notes: [.init(.error, "Wrong.")], isDisabled: true),
            FormField("k", "Choice", .choice([FormOption("", "None")]), notes: [.init(.error, "Wrong.")], isDisabled: true),
            FormField("l", "Lines", .lines, isDisabled: true),
        ]
        return FormPage(
            title: "A form", lead: "What it is for.", area: .configurations,
            notices: [PageNotice(.ok, "Done."), PageNotice(.info, "Copy this.", code: "xyz")],
            form: Form(
                action: "/settings/x", token: "tok",
                sections: [FormSection(fields: fields), FormSection("More", hint: "Rarely.", fields: [])],
                buttons: [FormButton("Save", value: "save"), FormButton("Remove", value: "remove", weight: .danger)],
                hidden: ["h1": "v"], isReadOnly: isReadOnly, isLive: true))
    }

    static func settings() -> SettingsListPage {
        SettingsListPage(
            area: .users, lead: "Who may sign in.", notices: [PageNotice(.failed, "No.")],
            lists: [
                SettingsList(
                    heading: "People", columns: ["Name", "Role"],
                    rows: [
                        SettingsRow(
                            name: "Ann", url: "/settings/users/1", detail: "ann@x", cells: ["admin"],
                            actions: [RowAction("Remove", path: "/settings/users/1", value: "remove")]),
                        SettingsRow(name: "<b>Ben", cells: ["viewer"]),
                    ], empty: "Nobody.", add: PageLink(text: "Add", url: "/settings/users/new")),
                SettingsList(columns: ["Name"], rows: [], empty: "Nothing."),
            ], token: "tok", form: form().form, formHeading: "Add somebody")
    }
}
