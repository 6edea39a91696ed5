/// A list of settings as its template shows it.
struct SettingsListView {
    struct List {
        var listHeading: String?
        var columns: [String]
        var rows: [Row]
        var hasRows: Bool
        var hasActions: Bool
        var empty: String
        var add: LinkView?
    }

    struct Row {
        var rowName: String
        var rowURL: String?
        var detail: String?
        var cells: [Cell]
        var actions: [Action]
        var withActions: Bool
    }

    struct Cell {
        var column: String
        var content: String
    }

    struct Action {
        var text: String
        var path: String
        var value: String
        /// What it acts on, for people who do not see the row.
        var of: String
        /// Proves that the page was made for this session.
        var rowToken: String
    }

    var frame: FrameView
    var heading: String
    var lead: String?
    var areas: [AreaView]
    var hasAreas: Bool
    var notices: [NoticeView]
    var lists: [List]
    var form: FormView?
    var formHeading: String?

    init(_ page: SettingsListPage, context: PageContext) {
        frame = FrameView(title: page.area.title, context: context, hasForm: true)
        heading = page.area.title
        lead = page.lead
        areas = AreaView.all(page.area, context)
        hasAreas = !areas.isEmpty
        notices = page.notices.map(NoticeView.init)
        lists = page.lists.map { Self.list($0, token: page.token) }
        form = page.form.map(FormView.init)
        formHeading = page.formHeading
    }

    private static func list(_ list: SettingsList, token: String) -> List {
        let hasActions = list.rows.contains { !$0.actions.isEmpty }
        return List(
            listHeading: list.heading, columns: list.columns,
            rows: list.rows.map { row($0, list, hasActions: hasActions, token: token) },
            hasRows: !list.rows.isEmpty, hasActions: hasActions, empty: list.empty, add: list.add.map { LinkView($0) })
    }

    private static func row(_ row: SettingsRow, _ list: SettingsList, hasActions: Bool, token: String) -> Row {
        Row(
            rowName: row.name, rowURL: LinkAddress.safe(row.url), detail: row.detail,
            cells: zip(list.columns.dropFirst(), row.cells).map { Cell(column: $0, content: $1) },
            actions: row.actions.map { Action(text: $0.text, path: $0.path, value: $0.value, of: row.name, rowToken: token) },
            withActions: hasActions)
    }
}
