export const storeCodes = {
  audit_broken: {
    meaning:
      'The audit trail was changed by something other than Daybreak; the message names the first bad entry.',
    whatToDo: 'Keep the file as it is and follow docs/recovery.md, A tampered trail.',
  },
  audit_mismatch: {
    meaning:
      'A table does not say what the audit trail says: a row was changed, added or removed by something other than Daybreak.',
    whatToDo:
      'Keep the file as it is and follow docs/recovery.md, A tampered trail. `audit --verify` lists every row.',
  },
  backup_damaged: {
    meaning: 'A backup does not match its hash, or is not an intact database.',
    whatToDo: 'Use another one: `npm run backup -- --verify` names the newest good backup.',
  },
  backup_disk: {
    meaning: 'A backup failed: the disk is full or cannot be read or written.',
    whatToDo: 'Make room, or set BACKUP_DIR to a larger disk. No older backup was removed.',
  },
  backup_folder: {
    meaning: 'A backup failed: its folder cannot be written.',
    whatToDo: 'Check BACKUP_DIR, its owner and its mode.',
  },
  backup_foreign: {
    meaning:
      'The file in a backup is not a database of Daybreak, or has a trigger, view, index, table or column of another origin.',
    whatToDo:
      'Use a backup that Daybreak made. Remove what another program added to the database, then make another backup.',
  },
  backup_incomplete: {
    meaning: 'A backup has other row counts than the database had when the backup was made.',
    whatToDo: 'Do not use this backup. Make another with `npm run backup`.',
  },
  backup_manifest: {
    meaning: 'The manifest next to a backup has another version or is not a manifest.',
    whatToDo:
      'Run the Daybreak version that made the backup, or copy the manifest from where the backup came.',
  },
  backup_scratch: {
    meaning:
      'The user of DATABASE_URL may not create the database into which a dump is restored for its check.',
    whatToDo: 'As an administrator of the server: `ALTER ROLE daybreak CREATEDB`. Then run `npm run backup`.',
  },
  copy_differs: {
    meaning: 'A copied desk is not what its source is: rows, content, schema or audit trail differ.',
    whatToDo:
      'The copy was not put in place. Stop what writes to the source, run `npm run audit -- --verify` on it, remove the unfinished copy and copy again.',
  },
  copy_unfinished: {
    meaning: 'A desk was being copied to this database, and the copy has not come to its end.',
    whatToDo:
      'Run the same `npm run copy-store` again: it goes on where it ended. To give the copy up, remove what the message names. Until then nothing else begins there.',
  },
  database_busy: {
    meaning: 'An import, backfill or morning is writing, so these fills could not be stored.',
    whatToDo: 'Let the other process end, then run this again. Nothing of it was stored.',
  },
  database_certificate: {
    meaning:
      'The Postgres server at DATABASE_URL could not prove who it is: its certificate is from an unknown authority, has another host name or has expired, or it offers no TLS.',
    whatToDo:
      'Give the certificate of its authority with `sslrootcert=FILE`, and the host name that the certificate has (docs/postgres.md). If none of this changed lately, ask who answers at that address.',
  },
  database_cut: {
    meaning: 'The connection to the Postgres server ended in the middle of something.',
    whatToDo:
      'Nothing was stored in part; the daemon tries again by itself. Look for a restart of the server, a failover, or a fault of the network.',
  },
  database_damaged: {
    meaning: 'SQLite finds the database file damaged.',
    whatToDo: 'Run nothing on it. Restore the newest good backup as docs/recovery.md describes.',
  },
  database_full: {
    meaning: 'The disk or the quota of the database is full.',
    whatToDo: 'Make room on the disk of DB_PATH, then run it again. `npm run doctor` measures the space.',
  },
  database_in_the_way: {
    meaning: 'There is already a database where the backup would be restored.',
    whatToDo: 'Add --force to replace it. The present database is kept next to it under another name.',
  },
  database_in_use: {
    meaning: 'A process has the database open, so nothing can be restored.',
    whatToDo: 'Stop the daemon, let any run end, then restore.',
  },
  database_io: {
    meaning: 'The disk of the database could not be read or written.',
    whatToDo: "Look for disk errors in the system's log first, then run `npm run doctor`.",
  },
  database_locked: {
    meaning: 'Another process has been writing to the database for more than 5 seconds.',
    whatToDo:
      'Let the morning, import or backfill end, then run this again. The daemon tries again by itself.',
  },
  database_not_one: {
    meaning: 'The file at DB_PATH is not a SQLite database, or is that of another program.',
    whatToDo: 'Check DB_PATH. If the file was a database once, restore a backup.',
  },
  database_read_only: {
    meaning: 'The database or its folder may not be written.',
    whatToDo: 'Check DB_PATH, the owner and mode of the file and its folder, and how the disk is mounted.',
  },
  database_refused: {
    meaning: 'The Postgres server refuses the user, the password or the database of DATABASE_URL.',
    whatToDo: 'Check DATABASE_URL. `psql` with the same address shows what the server answers.',
  },
  database_unreachable: {
    meaning: 'The Postgres server does not answer, or has no free connection.',
    whatToDo:
      'Check that the server runs and that this host reaches it: host and port of DATABASE_URL, firewall, max_connections. The daemon tries again by itself.',
  },
  database_unusable: {
    meaning: 'The database cannot be used; the message has the reason.',
    whatToDo: 'Check DB_PATH, the folder, its owner and the free space.',
  },
  database_vanished: {
    meaning:
      'The database was deleted, emptied, or replaced by another desk’s or by an older copy. Nothing is decided on it, whatever --force says. The risk managers get FAILED.',
    whatToDo:
      'Put the right file back, or restore the backup that the message names (docs/recovery.md, A lost database). If the database is the right one, or the desk is new on purpose: `npm run migrate -- --adopt`.',
  },
  dump_failed: {
    meaning: 'The program pg_dump or pg_restore ended with an error, which the message has in its own words.',
    whatToDo: 'Read the message and the log of the Postgres server. No older backup was removed.',
  },
  dump_program: {
    meaning: 'The program pg_dump or pg_restore is missing on this host, or older than the Postgres server.',
    whatToDo:
      'Install the client programs of the version that the message names, `postgresql-client-17` for example.',
  },
  lease_lost: {
    meaning: 'Another process took the morning over, and this one wrote nothing more.',
    whatToDo:
      'Look at the log of the other process. If this one was slow or suspended, nothing is to be done.',
  },
  migration_failed: {
    meaning: 'The database cannot be brought to this version of Daybreak.',
    whatToDo:
      'If a newer version wrote it, run that version. Otherwise restore the backup from before the update and report it.',
  },
  no_database: {
    meaning: 'There is no database to back up or to read.',
    whatToDo: 'Check DB_PATH. On a new desk, import fills or run a morning first: both create it.',
  },
  pruned_meanwhile: {
    meaning: 'Old fills were removed while these came in, so these were not stored.',
    whatToDo: 'Run it again.',
  },
  stored_json: {
    meaning: 'A stored value has a version or a shape that this version of Daybreak does not read.',
    whatToDo:
      'Run the Daybreak version that wrote it or a newer one; if the value is damaged, restore a backup.',
  },
} as const;
