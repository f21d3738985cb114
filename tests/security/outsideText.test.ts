import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createMailRenderer } from '../../src/adapters/email/mailRenderer.ts';
import { createMailSealer } from '../../src/adapters/email/mailSealer.ts';
import { csvText } from '../../src/adapters/files/csv.ts';
import { createOutput } from '../../src/adapters/terminal/output.ts';
import { textTable } from '../../src/adapters/terminal/table.ts';
import { limitsCsv } from '../../src/domain/report/limitsFile.ts';
import type { MorningReport } from '../../src/domain/report/report.ts';
import { visibleText } from '../../src/domain/text/outsideText.ts';
import type { RenderedMail } from '../../src/ports/mail.ts';
import { isRecipient, parseSender, recipientAddress } from '../../src/shared/mailAddress.ts';
import { cut, decision, history, reason, report } from '../support/report.ts';

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "'onmouseover='alert(1)",
  '&lt;b&gt;&amp;',
  '{{{html}}}',
  '-->',
  ']]>',
  '=cmd|calc!A0',
  '+1+1',
  '-2',
  '@SUM(A1)',
  '\u001B[31m',
  '\u009B2J',
  '\u0007',
  '\r\n',
  '\r',
  '\n',
  '\t',
  '\u0000',
  '\u2028',
  '\u2029',
  '\u202E',
  '\u2066',
  '\u200B',
  ';',
  ',',
  '"',
  "'",
  ' ',
  'Bcc: all@desk.example',
  'NET001',
  'ü',
];
const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 4 })), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(''));
const RUNS = { seed: 20261121 };
/** Control characters, and characters that change the reading direction. */
const COMMANDS = /(?!\n)\p{Cc}|\p{Bidi_C}/u;

/** A morning with the text in every place that comes from outside. */
function morningOf(text: string): MorningReport {
  return report({
    decisions: [
      cut(text, 50, { desk: text, reasons: [reason({ text })] }),
      decision({ trader: `${text}2`, desk: text, action: 'review', tier: 'unknown', activeSessions: 3 }),
      decision({
        trader: `${text}3`,
        desk: text,
        action: 'withheld',
        reconciled: false,
        unreconciledBecause: text,
      }),
    ],
    histories: [history(text, [10, -20, 30])],
    alerts: ['ALERT', 'VAR_EXCEPTIONS'].map((code) => ({ code, trader: text, text })),
    dataQuality: [{ code: 'QUALITY', count: 1, text }],
    engineReason: text,
  });
}

describe('text from outside in a mail', () => {
  const renderer = createMailRenderer();
  const sealer = createMailSealer({ from: 'Daybreak <risk@desk.example>' });
  let plain: RenderedMail;
  beforeAll(async () => {
    plain = await renderer.morning(morningOf('NET001'));
  });

  it('adds no tag, no attribute and no entity of its own to the page', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const { html } = await renderer.morning(morningOf(`x${text}`));
        expect(skeleton(html)).toEqual(skeleton(plain.html));
        expect(html).not.toMatch(/(?![\n\t\r])\p{Cc}|\p{Bidi_C}/u);
      }),
      { ...RUNS, numRuns: 40 },
    );
  });

  it('commands no terminal from the text part, and makes no second line of the subject', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const mail = await renderer.morning(morningOf(text));
        expect([mail.text, mail.subject].filter((part) => COMMANDS.test(part))).toEqual([]);
        expect(mail.subject).not.toMatch(/[\r\n]/);
      }),
      { ...RUNS, numRuns: 40 },
    );
  });

  it('adds no header, even as the subject or the sender’s name', async () => {
    const names = await headerNames(plain, 'Daybreak');
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        expect(await headerNames({ ...plain, subject: `x${text}` }, 'Daybreak')).toEqual(names);
        const sender = `${text} <risk@desk.example>`;
        if (isRecipient(sender.trim())) expect(await headerNames(plain, text)).toEqual(names);
        else expect(() => parseSender(sender)).toThrow('EMAIL_FROM · not an address');
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  async function headerNames(mail: RenderedMail, name: string): Promise<readonly string[]> {
    const from = name === 'Daybreak' ? sealer : createMailSealer({ from: `${name} <risk@desk.example>` });
    const { bytes } = await from.seal(mail, {
      kind: 'morning',
      recipient: 'head@desk.example',
      sessionDate: '2026-10-06',
      date: new Date('2026-10-06T09:00:00Z'),
    });
    const head = bytes.toString('latin1').split('\r\n\r\n')[0] ?? '';
    return head
      .split('\r\n')
      .filter((line) => !/^[ \t]/.test(line))
      .map((line) => line.split(':')[0] ?? '');
  }
});

describe('text from outside in an address', () => {
  it.each([
    'a@desk.example\r\nBcc: b@desk.example',
    'a@desk.example\nDATA',
    'a@desk.example\u0000',
    'a@desk.example, b@desk.example',
    'Risk\r\nBcc: b@desk.example <a@desk.example>',
    'Risk\u0000 <a@desk.example>',
    'Risk\u2028Bcc: b@desk.example <a@desk.example>',
    'Risk\u2029 <a@desk.example>',
    'Risk\u0085 <a@desk.example>',
    `${'x'.repeat(500)} <a@desk.example>`,
    `${'x'.repeat(300)}@desk.example`,
    '<a@desk.example> <b@desk.example>',
    'a@desk.example>\r\nRCPT TO:<b@desk.example',
    '"a b"@desk.example',
    'a@desk..example',
    'a@[127.0.0.1]',
  ])('%j is refused as a recipient and as the sender', (address) => {
    expect(isRecipient(address)).toBe(false);
    expect(() => recipientAddress(address)).toThrow('expected one plain address');
    expect(() => parseSender(address)).toThrow('EMAIL_FROM · not an address');
  });

  it('keeps a name before an address on one visible line', () => {
    expect(parseSender('A\u202EB "Daybreak" <risk@desk.example>').name).toBe('A<U+202E>B "Daybreak"');
  });
});

describe('text from outside in a CSV file', () => {
  /** The cells when split at commas, and when another program splits at semicolons or line breaks. */
  function cells(csv: string): readonly string[] {
    const byCommas: string[][] = parse(csv, { relax_column_count: true });
    return [...byCommas.flat(), ...csv.split(/[;\r\n]/).map((cell) => cell.replace(/^\s*"/, ''))];
  }
  const runs = (cell: string) => /^\s*[=+\-@＝＋－＠]|^[\t\r]/u.test(cell) && !/^-?\d+(?:\.\d+)?$/.test(cell);

  it('begins no cell like a formula, whichever separator the reader is used to', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const csv of [csvText([['a', text, -5]]), limitsCsv(morningOf(text))])
          expect(cells(csv).filter(runs)).toEqual([]);
      }),
      { ...RUNS, numRuns: 500 },
    );
  });

  it('comes back with its invisible characters shown, and numbers as numbers', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const [[back, number] = []] = parse(csvText([[text, -5.25]]), {
          relax_column_count: true,
        }) as string[][];
        expect([back?.replaceAll("'", ''), number]).toEqual([visibleText(text).replaceAll("'", ''), '-5.25']);
      }),
      RUNS,
    );
  });
});

describe('text from outside on a terminal', () => {
  it('commands nothing, as a line, in a table or in JSON, and JSON means the same', () => {
    const written: string[] = [];
    const write = process.stdout.write;
    try {
      process.stdout.write = ((text: string) => Boolean(written.push(text))) as typeof write;
      fc.assert(
        fc.property(hostileText, (text) => {
          written.length = 0;
          const output = createOutput();
          output.line(text);
          output.line(textTable([{ head: 'X', width: 20 }], [[text]]));
          output.json({ text });
          expect(written.filter((each) => /(?![\n\t])\p{Cc}|\p{Bidi_C}/u.test(each))).toEqual([]);
          expect(JSON.parse(written[2] ?? '')).toEqual({ text });
        }),
        { ...RUNS, numRuns: 300 },
      );
    } finally {
      process.stdout.write = write;
    }
  });
});

/** Every tag of a page with its attribute names, without contents and values. */
function skeleton(html: string): readonly string[] {
  return [...html.matchAll(/<!--[\s\S]*?-->|<[^\s>"'=]+(?:\s+[^\s>"'=]+(?:="[^"]*")?)*\s*\/?>|</g)].map(
    ([tag]) => (tag.startsWith('<!--') ? '<!-- -->' : tag.replace(/="[^"]*"/g, '=')),
  );
}
