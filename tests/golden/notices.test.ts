import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '../../src/adapters/email/mailRenderer.ts';
import type { RenderedMail } from '../../src/ports/mail.ts';
import { answerUrls } from '../support/answerUrls.ts';
import { badMorning } from '../support/mornings.ts';
import {
  alert,
  correction,
  failed,
  hostile,
  late,
  mailAlert,
  reminder,
  standing,
  success,
  test as testNotice,
} from '../support/notices.ts';

// UPDATE_GOLDEN=1 rewrites the golden files; read them before a commit. A missing file is a failure.
const folder = new URL('notices/', import.meta.url);
const renderer = createMailRenderer();

function golden(file: string, content: string): string {
  const path = new URL(file, folder);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, content);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : `(no golden file ${file}; run with UPDATE_GOLDEN=1)`;
}

const mails: readonly (readonly [string, () => Promise<RenderedMail>])[] = [
  ['late', () => renderer.late(late())],
  ['failed', () => renderer.failed(failed())],
  ['late-in-force', () => renderer.late(late({ standing: standing() }))],
  [
    'failed-in-force',
    () =>
      renderer.failed(
        failed({
          inForce: { sessionDate: '2026-10-05', decisions: badMorning().decisions, standing: standing() },
        }),
      ),
  ],
  ['failed-nothing-in-force', () => renderer.failed(failed({ inForce: null }))],
  ['correction', () => renderer.correction(correction())],
  ['reminder', () => renderer.reminder(reminder(), answerUrls)],
  ['reminder-without-links', () => renderer.reminder(reminder())],
  ['alert', () => renderer.alert(alert())],
  ['alert-mail', () => renderer.alert(mailAlert())],
  ['success', () => renderer.success(success())],
  ['test', () => renderer.test(testNotice())],
  ['hostile-late', () => renderer.late(hostile.late())],
  ['hostile-failed', () => renderer.failed(hostile.failed())],
  ['hostile-correction', () => renderer.correction(hostile.correction())],
  ['hostile-alert', () => renderer.alert(hostile.alert())],
];

describe.each(mails)('the mail %s', (name, rendered) => {
  it('has the subject, text, HTML and attachments that were last read and approved', async () => {
    const { subject, text, html, attachments } = await rendered();
    expect(`${subject}\n`).toBe(golden(`${name}.subject.txt`, `${subject}\n`));
    expect(text).toBe(golden(`${name}.txt`, text));
    expect(html).toBe(golden(`${name}.html`, html));
    for (const { filename, content } of attachments) {
      const attached = content.toString('utf8');
      expect(attached).toBe(golden(`${name}.${filename}`, attached));
    }
  });
});
