import ArgumentParser
import DataDiff
import Relational

/// What `diff` is given without a flag: where, and which two tables.
struct DiffOperands {
    /// The connections of side a and of side b.
    let connections: [String]
    let a: Dataset
    let b: Dataset

    init(_ operands: [String], areQueries: Bool) throws {
        let (tableA, tableB): (String, String)
        switch operands.count {
        case 3: (connections, tableA, tableB) = ([operands[0], operands[0]], operands[1], operands[2])
        case 4: (connections, tableA, tableB) = ([operands[0], operands[2]], operands[1], operands[3])
        default: throw ValidationError("expected A_URI A_TABLE [B_URI] B_TABLE, but got \(operands.count) operands")
        }
        if areQueries {
            (a, b) = (.query(tableA), .query(tableB))
        } else {
            do throws(RelationNameError) {
                (a, b) = (.relation(try RelationName(parsing: tableA)), .relation(try RelationName(parsing: tableB)))
            } catch {
                throw ValidationError(error.description)
            }
        }
    }
}
