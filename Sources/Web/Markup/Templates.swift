import Mustache

/// The embedded templates, parsed once.
enum Templates {
    /// Template texts by the name other templates call them.
    static let texts: [String: [UInt8]] = [
        "layout": PackageResources.layout_mustache,
        "runs": PackageResources.runs_mustache,
        "run": PackageResources.run_mustache,
        "run_models": PackageResources.run_models_mustache,
        "diff": PackageResources.diff_mustache,
        "diff_overview": PackageResources.diff_overview_mustache,
        "diff_columns": PackageResources.diff_columns_mustache,
        "diff_keys": PackageResources.diff_keys_mustache,
        "diff_values": PackageResources.diff_values_mustache,
        "diff_profiles": PackageResources.diff_profiles_mustache,
        "diff_row": PackageResources.diff_row_mustache,
        "column_table": PackageResources.column_table_mustache,
        "changed_rows": PackageResources.changed_rows_mustache,
        "sample_rows": PackageResources.sample_rows_mustache,
        "cell": PackageResources.cell_mustache,
        "block": PackageResources.block_mustache,
        "bar": PackageResources.bar_mustache,
        "badge": PackageResources.badge_mustache,
        "time_chart": PackageResources.time_chart_mustache,
        "pager": PackageResources.pager_mustache,
        "catalogue": PackageResources.catalogue_mustache,
        "catalogue_node": PackageResources.catalogue_node_mustache,
        "github_app": PackageResources.github_app_mustache,
        "form": PackageResources.form_mustache,
        "form_body": PackageResources.form_body_mustache,
        "field": PackageResources.field_mustache,
        "settings": PackageResources.settings_mustache,
        "areas": PackageResources.areas_mustache,
        "notices": PackageResources.notices_mustache,
        "error": PackageResources.error_mustache,
    ]

    private static let library: Result<MustacheLibrary, any Error> = Result { try parse() }

    /// Parses every template.
    ///
    /// - Throws: Mustache's parser error.
    static func parse() throws -> MustacheLibrary {
        MustacheContentTypes.register(MarkupEscaping(), named: MarkupEscaping.name)
        var library = MustacheLibrary()
        for (name, bytes) in texts {
            try library.register(prepared(bytes), named: name)
        }
        return library
    }

    /// A template as the library gets it: with our escaping, and without indentation.
    ///
    /// Without indentation pages are smaller, and an indented partial cannot put spaces into values that hold line ends.
    private static func prepared(_ bytes: [UInt8]) -> String {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.drop { $0 == " " } }
        return "{{% CONTENT_TYPE:\(MarkupEscaping.name)}}\n" + lines.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }

    /// A whole page.
    static func render(_ name: String, _ view: some Any) -> String {
        guard case .success(let library) = library, let page = library.render(view, withTemplate: name) else {
            return "<!doctype html><title>Plumbline</title><p>The page template \(name) cannot be read; this build is broken."
        }
        return page
    }
}
