import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createOutboxFiles } from '../../../src/adapters/email/outboxFiles.ts';
import type { RenderedMail } from '../../../src/ports/mail.ts';
import { MailError } from '../../../src/shared/errors.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outbox-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sealed = { recipient: 'a@b.example', messageId: '<m@b.example>', bytes: Buffer.from('the message') };

function mail(override: Partial<RenderedMail> = {}): RenderedMail {
  return {
    subject: 's',
    text: 'words\n',
    html: '<img src="cid:history-1" alt=""><img src="cid:history-10" alt="">',
    attachments: [
      {
        filename: 'history-1.png',
        contentType: 'image/png',
        content: Buffer.from('one'),
        contentId: 'history-1',
      },
      {
        filename: 'history-10.png',
        contentType: 'image/png',
        content: Buffer.from('ten'),
        contentId: 'history-10',
      },
      { filename: 'limits.csv', contentType: 'text/csv', content: Buffer.from('a,b\n') },
    ],
    ...override,
  };
}

it('the outbox writes four files per session, with the pictures in the page and without temporary files', async () => {
  const files = await createOutboxFiles(folder).write('2026-10-06', mail(), sealed);
  const written = await Promise.all(
    Object.entries(files).map(async ([name, path]) => [name, await readFile(path, 'utf8')]),
  );
  expect(Object.fromEntries(written)).toEqual({
    html: '<img src="data:image/png;base64,b25l" alt=""><img src="data:image/png;base64,dGVu" alt="">',
    text: 'words\n',
    eml: 'the message',
    limits: 'a,b\n',
  });
  expect((await readdir(join(folder, '2026-10-06'))).toSorted()).toEqual([
    'limits.csv',
    'morning.eml',
    'morning.html',
    'morning.txt',
  ]);
  expect(resolve(files.html)).toBe(join(folder, '2026-10-06', 'morning.html'));
});

it('the outbox replaces the files of an earlier run', async () => {
  const files = createOutboxFiles(folder);
  await files.write('2026-10-06', mail({ text: 'old\n' }), sealed);
  const { text } = await files.write('2026-10-06', mail({ text: 'new\n' }), sealed);
  expect(await readFile(text, 'utf8')).toBe('new\n');
});

it('the outbox throws MailError when the folder cannot be made, without the path of the folder', async () => {
  await writeFile(join(folder, 'file'), '');
  const writing = createOutboxFiles(join(folder, 'file')).write('2026-10-06', mail(), sealed);
  await expect(writing).rejects.toThrow(MailError);
  await expect(writing).rejects.not.toThrow(folder);
});

it('the outbox refuses a mail without limits.csv', async () => {
  const writing = createOutboxFiles(folder).write('2026-10-06', mail({ attachments: [] }), sealed);
  await expect(writing).rejects.toThrow('found no limits.csv attached');
});
