import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOutboxFiles } from '../../src/adapters/email/outboxFiles.ts';
import { requireWritable, writeFileAtomically } from '../../src/adapters/files/atomicFile.ts';
import { createRejectSink } from '../../src/adapters/files/rejects.ts';
import { readTableText } from '../../src/adapters/sources/tableText.ts';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { readSettingsFile } from '../../src/config/settingsFile.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';

function pipe(): string {
  const path = join(temporaryFolder(), 'a-pipe');
  execFileSync('mkfifo', ['-m', '0666', path]);
  return path;
}

const canMakeDevices = process.getuid?.() === 0;

describe('a special file where a file or folder is expected', () => {
  it.each([
    ['DB_PATH', 'a named pipe; expected a file'],
    ['CALENDAR_OVERRIDES', 'a named pipe; expected a file'],
    ['BACKUP_DIR', 'a named pipe; expected a folder'],
    ['EMAIL_PASSWORD_FILE', 'a named pipe; expected a file'],
  ])('in %s is a wrong setting, and is not opened', (setting, problem) => {
    expect(() => loadConfig({ [setting]: pipe() })).toThrow(problem);
  });

  it('as the audit head next to the database is a wrong setting', () => {
    const path = pipe();
    expect(() => loadConfig({ DB_PATH: path.replace(/a-pipe$/, 'desk.db') })).not.toThrow();
    const desk = join(temporaryFolder(), 'desk.db');
    execFileSync('mkfifo', [`${desk}.audit-head`]);
    expect(() => loadConfig({ DB_PATH: desk })).toThrow('desk.db.audit-head is a named pipe');
  });

  it('as .env, as an import and as a result is refused', async () => {
    expect(() => readSettingsFile(pipe())).toThrow('found a named pipe');
    await expect(readTableText(pipe())).rejects.toThrow('found a named pipe');
    expect(() => requireWritable([pipe()])).toThrow('found a named pipe');
  });

  it('ends commands at once, with the reason', async () => {
    const folder = temporaryFolder();
    for (const args of [
      ['import', pipe()],
      ['roster', 'import', pipe()],
      ['restore', pipe()],
    ]) {
      const { exitCode, stderr } = await cli(args, {}, folder);
      expect([args[0], exitCode, stderr.includes('a named pipe')]).toEqual([args[0], 1, true]);
    }
    const { exitCode, stderr } = await cli(['doctor'], { DB_PATH: pipe() }, folder);
    expect([exitCode, stderr]).toEqual([1, '']);
  });

  // Only root can make a device.
  it.skipIf(!canMakeDevices)('a device as DB_PATH keeps its mode', async () => {
    const device = join(temporaryFolder(), 'null');
    execFileSync('mknod', ['-m', '0666', device, 'c', '1', '3']);
    for (const command of ['import tests/security/fills.csv', 'backup', 'migrate', 'morning --dry-run']) {
      const { exitCode, stderr } = await cli(command.split(' '), { DB_PATH: device });
      expect([exitCode, stderr.includes('a device; expected a file')]).toEqual([2, true]);
    }
    expect(statSync(device).mode & 0o777).toBe(0o666);
  });

  it('a text file as DB_PATH is refused, and keeps its mode and content', async () => {
    const file = join(temporaryFolder(), 'notes.txt');
    writeFileSync(file, 'not a database, but more than a hundred bytes long: '.repeat(20), { mode: 0o644 });
    const { exitCode } = await cli(['migrate'], { DB_PATH: file });
    expect([exitCode, statSync(file).mode & 0o777]).toEqual([1, 0o644]);
    expect(readFileSync(file, 'utf8')).toMatch(/^not a database/);
  });
});

describe('a symbolic link under a name that Daybreak writes', () => {
  function linked(name: string) {
    const folder = temporaryFolder();
    const other = join(temporaryFolder(), 'other');
    writeFileSync(other, 'keep');
    mkdirSync(join(folder, 'in'), { recursive: true });
    symlinkSync(other, join(folder, 'in', name));
    return { folder: join(folder, 'in'), kept: () => expect(readFileSync(other, 'utf8')).toBe('keep') };
  }

  it('as the folder of rejected rows is refused, and nothing behind it changes', () => {
    const elsewhere = temporaryFolder();
    writeFileSync(join(elsewhere, 'fills.csv.rejects.csv'), 'keep');
    const link = join(temporaryFolder(), 'rejects');
    symlinkSync(elsewhere, link);
    expect(() => createRejectSink(link, 'fills.csv')).toThrow('found a symbolic link');
    expect(readFileSync(join(elsewhere, 'fills.csv.rejects.csv'), 'utf8')).toBe('keep');
  });

  it.each(['fills.csv.rejects.csv.part', 'fills.csv.rejects.csv'])('as %s is replaced', (name) => {
    const { folder, kept } = linked(name);
    const sink = createRejectSink(folder, 'fills.csv');
    sink.add([
      {
        where: 'fills.csv',
        line: 2,
        column: 'B/S',
        value: '?',
        reason: 'no',
        account: null,
        sessionDate: null,
        raw: 'row',
      },
    ]);
    const path = sink.close() ?? '';
    kept();
    expect(readFileSync(path, 'utf8')).toContain('row');
  });

  it.each([`out.csv.${process.pid}.tmp`, 'out.csv'])('as the result %s is replaced', async (name) => {
    const { folder, kept } = linked(name);
    await writeFileAtomically(join(folder, 'out.csv'), 'new');
    kept();
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('new');
  });

  it('in the outbox is replaced', async () => {
    const { folder, kept } = linked(`morning.txt.${process.pid}.tmp`);
    const mail = {
      subject: 's',
      text: 'text',
      html: '<p>',
      attachments: [{ filename: 'limits.csv', contentType: 'text/csv', content: Buffer.from('a') }],
    };
    const sealed = { recipient: 'a@desk.example', messageId: '<a@b>', bytes: Buffer.from('x') };
    await createOutboxFiles(join(folder, '..')).write('in', mail, sealed);
    kept();
    expect(existsSync(join(folder, 'morning.txt'))).toBe(true);
  });
});
