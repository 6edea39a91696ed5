import ArgumentParser
import DataDiff
import Relational

/// What `diff` is given without a flag: where, and which two tables.
struct DiffOperands {
    let uri: String
    let a: Dataset
    let b: Dataset

    init(_ operands: [String], areQueries: Bool) throws {
        let (tableA, tableB): (String, String)
        switch operands.count {
        case 3: (uri, tableA, tableB) = (operands[0], operands[1], operands[2])
        case 4 where operands[0] == operands[2]: (uri, tableA, tableB) = (operands[0], operands[1], operands[3])
        case 4: throw ValidationError("two different databases cannot be compared yet; give one URI and two tables")
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
