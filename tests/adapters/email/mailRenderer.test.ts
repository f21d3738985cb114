import { HtmlValidate } from 'html-validate';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '../../../src/adapters/email/mailRenderer.ts';
import { DecisionError } from '../../../src/shared/errors.ts';
import { answerUrls } from '../../support/answerUrls.ts';
import { largeDesk, staleMorning, tenthMorning, unknownMorning } from '../../support/limitMornings.ts';
import {
  badMorning,
  calmMorning,
  hostileMorning,
  largeMorning,
  morningByHand,
  withheldMorning,
} from '../../support/mornings.ts';
import { cut, history, reason, report } from '../../support/report.ts';

const renderer = createMailRenderer();
const GMAIL_CLIPS_AT = 80 * 1024;

const mornings = {
  'a bad morning': badMorning,
  'a calm morning': calmMorning,
  'a morning by hand': morningByHand,
  'two hundred traders': largeMorning,
  'the tenth morning': tenthMorning,
  'unknown limits': unknownMorning,
  'old fills': staleMorning,
  'a large desk': largeDesk,
  'hostile names': hostileMorning,
  'two hundred traders who are not proven': withheldMorning,
} as const;

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

describe.each(Object.entries(mornings))('the mail of %s', (_name, morning) => {
  it('is valid HTML', async () => {
    const { html } = await renderer.morning(morning());
    const { results } = await validator.validateString(html);
    expect(
      results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
      ),
    ).toEqual([]);
  });

  it('is accessible to screen readers and supports dark mode', async () => {
    const { html, subject } = await renderer.morning(morning());
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(html).toMatch(/<html lang="en"/);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(subject).not.toBe('');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    const tables = [...html.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<table[^>]*>\s*(<caption)?/g)];
    expect(
      tables.every(([tag, caption]) => tag.includes('role="presentation"') !== (caption !== undefined)),
    ).toBe(true);
    expect([...html.matchAll(/<img [^>]*>/g)].every(([tag]) => /alt="[^"]{20,}"/.test(tag))).toBe(true);
    expect(
      [...html.matchAll(/<th[ >][^>]*>/g)].every(([tag]) => / scope="(row|col|rowgroup)"/.test(tag)),
    ).toBe(true);
  });

  it('uses no flex, grid, script or external resource', async () => {
    const { html } = await renderer.morning(morning());
    expect(html).not.toMatch(/display:\s*(flex|grid)|<link|@import|<script[ >]|src="http|\[\[/);
  });

  it('is small enough that Gmail does not clip it', async () => {
    const { html } = await renderer.morning(morning());
    expect(Buffer.byteLength(html)).toBeLessThan(GMAIL_CLIPS_AT);
  });

  it('has a text part of at most 80 columns without HTML entities', async () => {
    const { text } = await renderer.morning(morning());
    expect(text.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([]);
    expect(text).not.toMatch(/&(amp|lt|gt|quot|#)/);
    expect(text).not.toMatch(/[^\n\P{Cc}]|[\u202A-\u202E]/u);
  });

  it('has the same bytes each time, including the pictures', async () => {
    expect(await renderer.morning(morning())).toEqual(await createMailRenderer().morning(morning()));
  });
});

describe.each([
  ['the tenth morning', tenthMorning, 4],
  ['two hundred traders', largeDesk, 50],
] as const)('the mail of %s with links', (_name, morning, changes) => {
  it('has one link for each change and one for all, in both parts, and the rest as without', async () => {
    const plain = await renderer.morning(morning());
    const { html, text, subject, attachments } = await renderer.morning(morning(), answerUrls);
    const links = [...html.matchAll(/<a href="([^"]+)"/g)].map(([, url]) => url ?? '');
    expect(links).toHaveLength(changes + 1);
    expect(new Set(links).size).toBe(changes + 1);
    expect(links.filter((url) => text.split('\n').includes(url))).toEqual(links);
    expect({ subject, attachments }).toEqual({ subject: plain.subject, attachments: plain.attachments });
    expect(plain.html).not.toContain('<a ');
    expect(Buffer.byteLength(html)).toBeLessThan(GMAIL_CLIPS_AT);
    expect(text.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([]);
    const { results } = await validator.validateString(html);
    expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
  });
});

it('a mail without changes has no link', async () => {
  expect(await renderer.morning(calmMorning(), answerUrls)).toEqual(await renderer.morning(calmMorning()));
});

it('the mail is small enough for Gmail when four hundred traders with long names are cut', async () => {
  const long = Array.from({ length: 400 }, (_, index) =>
    cut(`<${index}>${'"&'.repeat(40)}`, 40, { reasons: [reason({ text: '<'.repeat(500) })] }),
  );
  const { html, text } = await renderer.morning(report({ decisions: long }));
  expect(Buffer.byteLength(html)).toBeLessThan(GMAIL_CLIPS_AT);
  expect(html).toContain('350 more changes in limits.csv.');
  expect(text).toContain('350 more changes in limits.csv.');
});

it('the mail shows every change of two hundred traders, the later ones without reasons', async () => {
  const all = largeMorning(200, 1);
  const { html, text } = await renderer.morning(all);
  const missing = all.decisions.filter(
    ({ trader }) => !html.includes(`>${trader}<`) || !text.includes(trader),
  );
  expect(missing).toEqual([]);
  expect(Buffer.byteLength(html)).toBeLessThan(GMAIL_CLIPS_AT);
});

it('the mail shows text from outside without effect as markup, header or formula', async () => {
  const { html, subject, attachments } = await renderer.morning(hostileMorning());
  expect(html).not.toMatch(/<script|<img src=x|<b>desk|\u202E/);
  expect(html).toContain('{{subject}} {{{html}}}');
  expect(subject).not.toMatch(/[\r\n]/);
  const csv = attachments.find(({ filename }) => filename === 'limits.csv')?.content.toString('utf8') ?? '';
  expect(csv).toContain(`,'=cmd|' /C calc'!A0,`);
  expect(csv).toContain(`,'+desk`);
});

it('the text part shows long names whole, so names that differ only at the end remain different', async () => {
  const names = [
    'ACCOUNT-EQUITIES-NEW-YORK-0001',
    'ACCOUNT-EQUITIES-NEW-YORK-0002',
    '名前名前名前名前名前名前名前名前一',
  ];
  const { text } = await renderer.morning(report({ decisions: names.map((name) => cut(name, 50)) }));
  const joined = text.replace(/ {2,}.*$/gm, '').replace(/\n/g, '');
  expect(names.filter((name) => !joined.includes(name))).toEqual([]);
  expect(text.split('\n').filter((line) => stringWidth(line) > 78)).toEqual([]);
});

it('the mail has a picture for each of the first twelve cuts with a history', async () => {
  const names = Array.from({ length: 15 }, (_, index) => `NET${100 + index}`);
  const mail = await renderer.morning(
    report({
      decisions: names.map((name) => cut(name, 50)),
      histories: names.slice(1).map((name) => history(name, [100, -50, 0])),
    }),
  );
  const pictures = mail.attachments.filter(({ contentId }) => contentId !== undefined);
  expect(pictures.map(({ contentId }) => contentId)).toEqual(
    Array.from({ length: 12 }, (_, index) => `history-${index + 1}`),
  );
  expect(pictures.every(({ content }) => content.subarray(1, 4).toString() === 'PNG')).toBe(true);
  expect([...mail.html.matchAll(/src="cid:(history-\d+)"/g)].map((match) => match[1])).toEqual(
    pictures.map(({ contentId }) => contentId),
  );
});

it('the mail has pictures for a history of one session, of zeroes and of losses only', async () => {
  const shapes = [[-5], [0, 0, 0], [-1, -2, -3]];
  const names = shapes.map((_, index) => `NET${index}`);
  const { attachments } = await renderer.morning(
    report({
      decisions: names.map((name) => cut(name, 50)),
      histories: shapes.map((shape, index) => history(names[index] ?? '', shape)),
    }),
  );
  expect(attachments).toHaveLength(4);
});

it('the mail has no line break between a minus and its dollars', async () => {
  const { html } = await renderer.morning(badMorning());
  const text = html
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*(?:"[^"]*"[^>]*)*>/g, (tag) => (tag === '<span style="white-space:nowrap">' ? '[' : ' '));
  expect([...text.matchAll(/(.)−\$/g)].every((match) => match[1] === '[')).toBe(true);
  expect(html).toContain('<span style="white-space:nowrap">−$41,210</span>');
});

it('the renderer throws on a report that contradicts itself', async () => {
  await expect(
    renderer.morning(report({ decisions: [cut('NET001', 60, { newLimit: 2500 })] })),
  ).rejects.toThrow(DecisionError);
});
