import { HtmlValidate } from 'html-validate';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '../../../src/adapters/email/mailRenderer.ts';
import type { RenderedMail } from '../../../src/ports/mail.ts';
import { DecisionError } from '../../../src/shared/errors.ts';
import {
  alert,
  correction,
  failed,
  hostile,
  largeCorrection,
  largeFailed,
  late,
  mailAlert,
  success,
  test as testNotice,
} from '../../support/notices.ts';
import { cut, decision, reason, report } from '../../support/report.ts';

const renderer = createMailRenderer();
const GMAIL_CLIPS_AT = 80 * 1024;
const MARKUP = '<"&>'.repeat(50);

/** Four hundred traders with names and desks of maximal length in HTML. */
const longNames = Array.from({ length: 400 }, (_, index) =>
  cut(`${index}${MARKUP}`, 40, { desk: MARKUP, reasons: [reason({ text: MARKUP })] }),
);

const mails: readonly (readonly [string, () => Promise<RenderedMail>])[] = [
  ['late', () => renderer.late(late())],
  [
    'late, nothing known',
    () => renderer.late(late({ missingAccounts: [], missingSessions: [], limitsOf: null, nextTryAt: null })),
  ],
  ['failed', () => renderer.failed(failed())],
  ['failed, nothing in force', () => renderer.failed(failed({ inForce: null }))],
  ['failed, two hundred traders', () => renderer.failed(largeFailed())],
  [
    'failed, four hundred long names',
    () => renderer.failed(failed({ inForce: { sessionDate: '2026-10-05', decisions: longNames } })),
  ],
  ['correction', () => renderer.correction(correction())],
  [
    'correction that changes nothing',
    () => renderer.correction(correction({ before: correction().report.decisions })),
  ],
  ['correction of two hundred traders', () => renderer.correction(largeCorrection())],
  [
    'correction of four hundred long names',
    () => renderer.correction(correction({ report: report({ decisions: longNames }), before: [] })),
  ],
  ['alert', () => renderer.alert(alert())],
  ['alert about mail', () => renderer.alert(mailAlert())],
  [
    'alert about no session',
    () =>
      renderer.alert(
        alert({ kind: 'backup_failed', sessionDate: null, step: null, attempt: null, logLines: [] }),
      ),
  ],
  ['success', () => renderer.success(success())],
  [
    'success without cuts',
    () => renderer.success(success({ decisions: [decision()], alerts: [], dataQuality: [] })),
  ],
  ['test', () => renderer.test(testNotice())],
  ['hostile late', () => renderer.late(hostile.late())],
  ['hostile failed', () => renderer.failed(hostile.failed())],
  ['hostile correction', () => renderer.correction(hostile.correction())],
  ['hostile alert', () => renderer.alert(hostile.alert())],
  ['hostile success', () => renderer.success(hostile.success())],
  ['hostile test', () => renderer.test(hostile.test())],
];

// Mail needs what these rules forbid in pages: inline styles, attributes and comments for Outlook, MJML's
// doctype, and a title as long as the subject.
const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    'no-inline-style': 'off',
    'long-title': 'off',
    'no-deprecated-attr': 'off',
    'no-conditional-comment': 'off',
    'doctype-style': 'off',
    'prefer-native-element': 'off',
  },
});

describe.each(mails)('the mail %s', (_name, rendered) => {
  it('is valid and accessible HTML that Gmail does not clip', async () => {
    const { html } = await rendered();
    const { results } = await validator.validateString(html);
    expect(
      results.flatMap(({ messages }) => messages.map(({ ruleId, line }) => `${line} ${ruleId}`)),
    ).toEqual([]);
    expect(Buffer.byteLength(html)).toBeLessThan(GMAIL_CLIPS_AT);
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(html).toMatch(/<html lang="en"[\s\S]*<title>[^<]+<\/title>/);
    expect(html).not.toMatch(/display:\s*(flex|grid)|<link|@import|<script[ >]|src="http|\[\[|\u202E/);
    const tables = [...html.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<table[^>]*>\s*(<caption)?/g)];
    expect(
      tables.every(([tag, caption]) => tag.includes('role="presentation"') !== (caption !== undefined)),
    ).toBe(true);
  });

  it('has a text part of at most 80 columns without HTML entities or control characters', async () => {
    const { text, subject } = await rendered();
    expect(text.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([]);
    expect(text).not.toMatch(/&(amp|lt|gt|quot|#)/);
    expect(text).not.toMatch(/[^\n\P{Cc}]|[\u202A-\u202E]/u);
    expect(subject).not.toMatch(/\p{Cc}|&(amp|lt|gt|quot|#)/u);
  });

  it('has the same bytes each time', async () => {
    expect(await rendered()).toEqual(await rendered());
  });
});

it.each(mails.filter(([name]) => !name.startsWith('hostile')))(
  'the preheader of %s has 40 to 90 characters',
  async (_name, rendered) => {
    const { html } = await rendered();
    const preheader = /<div style="display:none[^>]*>([^<]*)<\/div>/.exec(html)?.[1]?.trim() ?? '';
    const length = preheader.replace(/&[#\w]+;/g, '_').length;
    expect([preheader, length >= 40 && length <= 90]).toEqual([preheader, true]);
  },
);

it('a failed notice attaches the limits in force, with their session in the file name', async () => {
  const { attachments } = await renderer.failed(failed());
  expect(attachments.map(({ filename }) => filename)).toEqual(['limits-2026-10-05.csv']);
  expect(attachments[0]?.content.toString()).toContain(
    '\n2026-10-05,NET001,Equities New York,cut,5000,2000,60,',
  );
  expect((await renderer.failed(failed({ inForce: null }))).attachments).toEqual([]);
});

it('a failed notice lists all of two hundred traders, and of four hundred states how many it omits', async () => {
  const notice = largeFailed();
  const { text, html } = await renderer.failed(notice);
  expect(
    notice.inForce?.decisions.filter(({ trader }) => !text.includes(trader) || !html.includes(`>${trader}<`)),
  ).toEqual([]);
  const most = await renderer.failed(
    failed({ inForce: { sessionDate: '2026-10-05', decisions: longNames } }),
  );
  expect(most.text).toContain('340 more traders in the attached file.');
  expect(most.html).toContain('340 more traders in the attached file.');
});

it('a correction shows every change of two hundred traders, and states how many of four hundred it omits', async () => {
  const large = largeCorrection();
  const { attachments, text, html } = await renderer.correction(large);
  expect(attachments.map(({ filename }) => filename)).toEqual(['limits.csv']);
  expect(attachments[0]?.content.toString().split('\n')).toHaveLength(202);
  const missing = large.report.decisions.filter(
    ({ trader }) => !text.includes(trader) || !html.includes(`>${trader}<`),
  );
  expect(missing).toEqual([]);
  const most = await renderer.correction(
    correction({ report: report({ decisions: longNames }), before: [] }),
  );
  expect(most.text).toContain('350 more changes in limits.csv.');
  expect(most.html).toContain('350 more changes in limits.csv.');
});

it('the renderer throws on a correction that contradicts itself', async () => {
  const wrong = report({ decisions: [cut('NET001', 60, { newLimit: 2500 })] });
  await expect(renderer.correction(correction({ report: wrong }))).rejects.toThrow(DecisionError);
});

it('a correction of the demo is marked as demo data', async () => {
  const { text, html } = await renderer.correction(correction({ report: report({ source: 'demo' }) }));
  expect(text).toMatch(/^\*\*\* DEMO DATA/);
  expect(html).toContain('<b>Demo data.</b>');
});
