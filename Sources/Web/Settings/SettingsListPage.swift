/// A page of the settings that lists things, with forms to add some or to change one.
package struct SettingsListPage: Hashable, Sendable {
    package var area: SettingsArea
    package var lead: String?
    package var notices: [PageNotice]
    package var lists: [SettingsList]
    /// Proves that the buttons were made for this session.
    package var token: String
    package var form: Form?
    package var formHeading: String?

    package init(
        area: SettingsArea, lead: String? = nil, notices: [PageNotice] = [], lists: [SettingsList], token: String, form: Form? = nil,
        formHeading: String? = nil
    ) {
        self.area = area
        self.lead = lead
        self.notices = notices
        self.lists = lists
        self.token = token
        self.form = form
        self.formHeading = formHeading
    }
}

/// A table of settings.
package struct SettingsList: Hashable, Sendable {
    package var heading: String?
    package var columns: [String]
    package var rows: [SettingsRow]
    /// What stands there when there is no row.
    package var empty: String
    package var add: PageLink?

    package init(heading: String? = nil, columns: [String], rows: [SettingsRow], empty: String, add: PageLink? = nil) {
        self.heading = heading
        self.columns = columns
        self.rows = rows
        self.empty = empty
        self.add = add
    }
}

/// A row: its first cell names it, and may be a link.
package struct SettingsRow: Hashable, Sendable {
    package var name: String
    package var url: String?
    /// Below the name.
    package var detail: String?
    package var cells: [String]
    package var actions: [RowAction]

    package init(name: String, url: String? = nil, detail: String? = nil, cells: [String], actions: [RowAction] = []) {
        self.name = name
        self.url = url
        self.detail = detail
        self.cells = cells
        self.actions = actions
    }
}

/// A button of a row, a form of its own.
package struct RowAction: Hashable, Sendable {
    package var text: String
    package var path: String
    package var value: String

    package init(_ text: String, path: String, value: String = "") {
        self.text = text
        self.path = path
        self.value = value
    }
}
