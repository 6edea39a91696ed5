import Relational

/// Statements that read columns from the system catalogs, <https://www.postgresql.org/docs/current/catalogs.html>.
enum PostgreSQLCatalog {
    @Sendable static func describe(_ select: Select, _ text: String) -> Dialect.Description {
        if case .relation(let name) = select.from, select == Select([.all], from: select.from) { return .rows(relation(name)) }
        return .head("SELECT * FROM (\n\(text)\n) AS \"query\" LIMIT 0") { query(text, columns: $0) }
    }

    /// Indexes, sequences and types have names of the same kind.
    @Sendable static func relations(_ schema: String) -> String {
        """
        SELECT NULL AS name, NULL AS comment FROM pg_catalog.pg_namespace WHERE nspname = \(SQLText.enclosed(schema, in: "'"))
        UNION ALL SELECT CAST(c.relname AS text), CASE WHEN c.relkind = 'r' THEN pg_catalog.obj_description(c.oid, 'pg_class') END
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = \(SQLText.enclosed(schema, in: "'"))
        """
    }

    /// Indexes that a SELECT can rely on: complete, over columns alone, checked at once, with the types' own equality.
    ///
    /// A table that others inherit from shows their rows too, which its indexes do not hold. Which columns of an index are only stored in it
    /// is known since version 11.
    @Sendable static func uniqueKeys(_ relation: RelationName) -> String {
        """
        SELECT CAST(i.indexrelid AS text) AS key, CAST(a.attname AS text) AS column_name
        FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
        CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS part(number, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = part.number
        WHERE i.indrelid = CAST(\(regclass(relation)) AS regclass) AND c.relkind IN ('r', 'p', 'm')
        AND i.indisunique AND i.indisvalid AND i.indisready AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
        AND part.place <= coalesce(CAST(to_jsonb(i) ->> 'indnkeyatts' AS integer), i.indnatts)
        AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_inherits AS h WHERE h.inhparent = c.oid AND c.relkind = 'r')
        AND NOT EXISTS (
        SELECT 1 FROM unnest(i.indclass) AS used(class) JOIN pg_catalog.pg_opclass AS o ON o.oid = used.class WHERE NOT o.opcdefault
        )
        """
    }

    private static func regclass(_ name: RelationName) -> String {
        SQLText.enclosed(name.parts.map { SQLText.enclosed($0, in: "\"") }.joined(separator: "."), in: "'")
    }

    /// Finds the relation as a FROM clause would, search path included, and fails as it would.
    private static func relation(_ name: RelationName) -> String {
        statement(
            columns: """
                SELECT attnum, CAST(attname AS text), atttypid, atttypmod
                FROM pg_catalog.pg_attribute
                WHERE attrelid = CAST(\(regclass(name)) AS regclass) AND attnum > 0 AND NOT attisdropped
                """,
            names: true)
    }

    /// The types of a query's columns, which it need not run for.
    private static func query(_ text: String, columns count: Int) -> String {
        let aliases = (0..<count).map { "c\($0)" }
        return statement(
            columns: """
                SELECT place, NULL, type, CAST(NULL AS integer)
                FROM (
                SELECT ARRAY[\(aliases.map { "CAST(pg_typeof(\($0)) AS oid)" }.joined(separator: ", "))] AS types
                FROM (SELECT 1) AS one LEFT JOIN (
                SELECT * FROM (\n\(text)\n) AS query(\(aliases.joined(separator: ", "))) LIMIT 0
                ) AS none ON true
                ) AS described, unnest(types) WITH ORDINALITY AS listed(type, place)
                """,
            names: false)
    }

    /// Takes domains and arrays apart until no more is to be taken apart, and looks what composite types hold.
    private static func statement(columns: String, names: Bool) -> String {
        """
        WITH RECURSIVE pl_columns(place, name, type, modifier) AS (
        \(columns)
        ), pl_parts(place, type, modifier, path, turns, inside) AS (
        SELECT place, type, modifier, '', CAST('{}' AS integer[]), false FROM pl_columns
        UNION ALL
        SELECT part.place, next.type, next.modifier, part.path || next.step, part.turns || next.turn, part.inside OR next.inside
        FROM pl_parts AS part JOIN pg_catalog.pg_type AS t ON t.oid = part.type
        CROSS JOIN LATERAL (
        SELECT t.typbasetype, t.typtypmod, '', 0, false WHERE t.typtype = 'd'
        UNION ALL
        SELECT t.typelem, part.modifier, '[]', 0, false WHERE t.typcategory = 'A' AND t.typtype <> 'd' AND t.typelem <> 0
        UNION ALL
        SELECT a.atttypid, a.atttypmod, '.' || encode(convert_to(CAST(a.attname AS text), 'UTF8'), 'hex'), CAST(a.attnum AS integer), true
        FROM pg_catalog.pg_attribute AS a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
        ) AS next(type, modifier, step, turn, inside)
        ), pl_leaves AS (
        SELECT part.*, t.typtype AS kind, CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'c' THEN 'record' WHEN 'r' THEN 'range' WHEN 'm' THEN 'range'
        ELSE pg_catalog.format_type(part.type, CASE WHEN part.inside THEN NULL ELSE part.modifier END) END AS spelling
        FROM pl_parts AS part JOIN pg_catalog.pg_type AS t ON t.oid = part.type
        WHERE t.typtype <> 'd' AND NOT (t.typcategory = 'A' AND t.typelem <> 0)
        )
        SELECT \(names ? "pl_columns.name AS name, " : "")pg_catalog.format_type(pl_columns.type, pl_columns.modifier) AS spelling, leaf.spelling
        || CASE WHEN leaf.kind <> 'c' THEN ''
        WHEN EXISTS (SELECT 1 FROM pl_leaves AS held WHERE held.place = leaf.place AND held.inside AND held.spelling = 'json') THEN '(json'
        WHEN EXISTS (SELECT 1 FROM pl_leaves AS held WHERE held.place = leaf.place AND held.inside AND \(isOpaque)) THEN '(text'
        ELSE '(' END
        || CASE WHEN leaf.kind <> 'c' THEN '' ELSE (
        SELECT coalesce(string_agg(' ' || substr(held.path, length(leaf.path) + 1) || '=' || translate(held.spelling, '();=', ''), ';'
        ORDER BY held.turns), '') FROM pl_leaves AS held WHERE held.place = leaf.place AND held.inside AND held.kind <> 'c') || ')' END
        || leaf.path AS base
        FROM pl_columns JOIN pl_leaves AS leaf ON leaf.place = pl_columns.place AND NOT leaf.inside
        ORDER BY pl_columns.place
        """
    }

    /// Whether a field of a composite type has no equality, or one by which different values are equal.
    private static let isOpaque = """
        held.kind NOT IN ('e', 'c') AND CAST(held.type AS regtype) <> ALL (CAST('{bool,int2,int4,int8,numeric,float4,float8,text,varchar,\
        bytea,date,time,timetz,timestamp,timestamptz,uuid,jsonb,inet,cidr,money}' AS regtype[]))
        """
}
