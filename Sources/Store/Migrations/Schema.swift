import GRDB

/// The database's shape: one migration per file, never changed once released.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001 configuration", migrate: migration0001)
        migrator.registerMigration("0002 runs", migrate: migration0002)
        migrator.registerMigration("0003 work", migrate: migration0003)
        migrator.registerMigration("0004 merges", migrate: migration0004)
        migrator.registerMigration("0005 people", migrate: migration0005)
        migrator.registerMigration("0006 uploads and catalogue", migrate: migration0006)
        migrator.registerMigration("0007 comments and retention", migrate: migration0007)
        migrator.registerMigration("0008 GitHub Apps", migrate: migration0008)
        return migrator
    }
}
