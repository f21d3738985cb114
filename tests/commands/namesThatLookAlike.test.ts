import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FILLS_HEADER, fillRow } from '../support/fillsFile.ts';
import { residentCli } from '../support/residentCli.ts';
import { workplace } from '../support/workplace.ts';

const LONG = 'DESK-'.padEnd(90, 'x');
const NAMES = [
  'NET001',
  'NET\u200B001',
  '\u202ENET001',
  'NET\u0007001',
  'NET\u00A0001',
  `${LONG}A`,
  `${LONG}B`,
];
const SHOWN = ['NET001', 'NET<U+200B>001', '<U+202E>NET001', 'NET<U+0007>001', 'NET<U+00A0>001'];

it('traders whose names look alike are told apart in the mail, the files and on the terminal', async () => {
  const place = workplace();
  const rows = NAMES.flatMap((name, at) =>
    ['25', '26', '27'].flatMap((day) => [
      fillRow({ 'Date/Time': `11/${day}/2026 10:00:00`, Account: name }, `${at}${day}1`),
      fillRow({ 'Date/Time': `11/${day}/2026 11:00:00`, Account: name, 'B/S': 'S' }, `${at}${day}2`),
    ]),
  );
  const twoLines = fillRow({ 'Date/Time': '11/27/2026 10:00:00', Account: '"DESK\n01"' }, '990');
  const imported = await place.json('import', place.write('fills.csv', FILLS_HEADER, ...rows, twoLines));
  expect(imported.files[0]).toMatchObject({ rejected: 1 });
  expect(imported.traders).toBe(NAMES.length);
  const run = (...args: string[]) => residentCli(args, { CALENDAR: 'everyday' }, place.folder);
  const morning = await run('morning', '--dry-run', '--date', '2026-11-28');
  expect(morning.exitCode).toBe(0);
  const outbox = (file: string) => readFileSync(join(place.folder, 'data/outbox/2026-11-28', file), 'utf8');
  const limits = outbox('limits.csv');
  const exported = (await run('export', 'trader-days')).stdout;
  const outputs = {
    limits,
    exported,
    html: outbox('morning.html').replaceAll('&lt;', '<').replaceAll('&gt;', '>'),
    terminal: morning.stdout + (await run('roster', 'list')).stdout,
  };
  for (const [where, text] of Object.entries(outputs)) {
    for (const name of SHOWN) expect([where, name, text.includes(name)]).toEqual([where, name, true]);
    expect([where, /(?![\n\r\t])[\p{Cc}\p{Bidi_C}]|[\u200B\u00A0]/u.test(text)]).toEqual([where, false]);
  }
  // Files have whole names; a mail and a terminal have short ones that differ.
  for (const name of [`${LONG}A`, `${LONG}B`]) expect(limits).toContain(`,${name},`);
  expect(new Set(outputs.html.match(/DESK-x+…x+[AB]#[0-9a-f]{4}/g)).size).toBe(2);
  expect(outputs.html).not.toContain(LONG);
});
