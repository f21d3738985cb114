import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '../../src/adapters/email/mailRenderer.ts';
import { largeDesk, staleMorning, steadyMorning, switchedOffMorning, tenthMorning, unknownMorning } from '../support/limitMornings.ts';
import { answerUrls } from '../support/answerUrls.ts';
import { badMorning, calmMorning, hostileMorning, morningByHand } from '../support/mornings.ts';

// UPDATE_GOLDEN=1 rewrites the golden files; read them before a commit. A missing file is a failure.
const folder = new URL('morning/', import.meta.url);
const renderer = createMailRenderer();

function golden(file: string, content: string): string {
  const path = new URL(file, folder);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, content);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : `(no golden file ${file}; run with UPDATE_GOLDEN=1)`;
}

describe.each([
  ['changes', tenthMorning()],
  ['unknown', unknownMorning()],
  ['stale', staleMorning()],
  ['no-changes', steadyMorning()],
  ['stored-before-limit-lines', badMorning()],
  ['no-cuts', calmMorning()],
  ['cuts-switched-off', switchedOffMorning()],
  ['by-hand', morningByHand()],
  ['two-hundred-traders', largeDesk()],
  ['hostile-names', hostileMorning()],
  ['demo', { ...calmMorning(), source: 'demo' as const }],
])('the mail %s', (name, report) => {
  it('has the subject, text and HTML that were last read and approved', async () => {
    const { subject, text, html, attachments } = await renderer.morning(report);
    const limits = attachments.find(({ filename }) => filename === 'limits.csv')?.content.toString('utf8') ?? '';
    expect(`${subject}\n`).toBe(golden(`${name}.subject.txt`, `${subject}\n`));
    expect(text).toBe(golden(`${name}.txt`, text));
    expect(html).toBe(golden(`${name}.html`, html));
    expect(limits).toBe(golden(`${name}.limits.csv`, limits));
  });
});

it('the mail with links has the text and HTML that were last read and approved', async () => {
  const { text, html } = await renderer.morning(tenthMorning(), answerUrls);
  expect(text).toBe(golden('links.txt', text));
  expect(html).toBe(golden('links.html', html));
});
