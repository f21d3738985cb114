import { StoreError } from '../../shared/errors.ts';

/** Watches the bytes of a file while it is unpacked. */
export interface UnpackLimit {
  /** @throws StoreError where the bytes so far cannot be those of the expected database. */
  check(chunk: Buffer): void;
  unpackedBytes(): number;
}

export interface UnpackTerms {
  /** Names the backup in errors. */
  readonly name: string;
  /** The size that the manifest names; null without a manifest. */
  readonly databaseBytes: number | null;
  /** What the unpacked file may use of the disk. */
  readonly freeBytes: number;
}

const MAGIC = Buffer.from('SQLite format 3\0');

/**
 * The limit of a backup: the size that the manifest names, and the free space. The first bytes must be those
 * of a SQLite file.
 * @throws StoreError `backup_disk` where the manifest names more than the free space.
 */
export function unpackLimit({ name, databaseBytes, freeBytes }: UnpackTerms): UnpackLimit {
  if (databaseBytes !== null && databaseBytes > freeBytes)
    throw tooLittleSpace(name, freeBytes, `${databaseBytes} bytes to unpack it`);
  let unpacked = 0;
  return {
    check(chunk) {
      if (unpacked < MAGIC.length) requireMagic(name, chunk, unpacked);
      unpacked += chunk.length;
      if (databaseBytes !== null && unpacked > databaseBytes)
        throw otherSize(name, `more than ${databaseBytes} bytes`, databaseBytes);
      if (unpacked > freeBytes) throw tooLittleSpace(name, freeBytes, 'more bytes to unpack it');
    },
    unpackedBytes: () => unpacked,
  };
}

/** @throws StoreError `backup_incomplete` where the unpacked file is smaller than the manifest names. */
export function requireSize(name: string, unpacked: number, databaseBytes: number): void {
  if (unpacked !== databaseBytes) throw otherSize(name, `${unpacked} bytes`, databaseBytes);
}

function requireMagic(name: string, chunk: Buffer, from: number): void {
  const expected = MAGIC.subarray(from, from + chunk.length);
  if (chunk.subarray(0, expected.length).equals(expected)) return;
  throw new StoreError(
    'backup_foreign',
    `Backup ${name} · found another kind of file in it · expected a SQLite database`,
    {
      hint: 'Nothing was changed. Use a backup that Daybreak made; `npm run backup -- --verify` lists the good ones.',
    },
  );
}

function otherSize(name: string, found: string, databaseBytes: number): StoreError {
  return new StoreError(
    'backup_incomplete',
    `Backup ${name} · found ${found} unpacked · expected ${databaseBytes}, the size in its manifest`,
    {
      hint: 'The manifest may belong to another backup: copy the backup with its .json and .sha256 again, or use another one.',
    },
  );
}

function tooLittleSpace(name: string, freeBytes: number, expected: string): StoreError {
  return new StoreError(
    'backup_disk',
    `Backup ${name} · found ${freeBytes} bytes of free space · expected ${expected}`,
    {
      hint: 'Nothing was changed. Free space on that disk, then run this again.',
    },
  );
}
