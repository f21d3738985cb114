import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { configuredSecrets } from '../../src/config/secretFiles.ts';
import { createRedactor } from '../../src/config/secrets.ts';
import { temporaryFolder } from '../support/stores.ts';
import { formsOf, leaksIn, tracesOf } from './secretForms.ts';

const API = { API_URL: 'https://firm.example', API_USER: 'me' };

function secretFile(text: string, mode = 0o600): string {
  const file = join(temporaryFolder(), 'secret');
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

describe('a redactor', () => {
  it('finds any secret in every form, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc
          .string({ minLength: 6, maxLength: 30, unit: 'grapheme' })
          .filter((text) => text.trim().length >= 6),
        fc.string({ maxLength: 12 }),
        (secret, around) => {
          const forms = formsOf(secret, 'risk');
          const traces = tracesOf(secret, 'risk');
          const safely = createRedactor([secret]);
          for (const form of forms)
            expect(leaksIn({ text: safely(`${around} ${form} ${around}`) }, traces)).toEqual([]);
        },
      ),
      { numRuns: 300, seed: 20261121 },
    );
  });

  it.each([
    ['hunter-two', 'password hunter-two!', 'password [secret]!'],
    ['a b&c', 'q=a+b%26c and a%20b%26C', 'q=[secret] and a%20b%26C'],
    ['a b/ü', 'a%20b%2f%c3%bc a%20b/%C3%BC', '[secret] [secret]'],
    [
      'hunter-two',
      `AUTH PLAIN ${Buffer.from('\u0000risk\u0000hunter-two').toString('base64')}.`,
      'AUTH PLAIN [secret].',
    ],
    ['say "hi"', JSON.stringify({ said: 'say "hi"' }), '{"said":"[secret]"}'],
    ['a<b>c', 'value="a&lt;b&gt;c" a&#60;b&#x3E;c', 'value="[secret]" [secret]'],
    ['pw', 'pw and cHc=', '[secret] and [secret]'],
    ['.*', 'anything but .*', 'anything but [secret]'],
    ['', 'nothing to hide', 'nothing to hide'],
  ])('of %j turns %j into %j', (secret, text, expected) => {
    expect(createRedactor([secret])(text)).toBe(expected);
  });

  it('takes the longer of two secrets first, so that no half of it stays', () => {
    expect(createRedactor(['word', 'password'])('password word')).toBe('[secret] [secret]');
  });
});

describe('a secret in a file', () => {
  it.each([
    ['without a line break', 'open sesame'],
    ['with one', 'open sesame\n'],
    ['with one of Windows', 'open sesame\r\n'],
  ])('%s is taken', (_, text) => {
    expect(loadConfig({ ...API, API_PASS_FILE: secretFile(text) }).source?.password).toBe('open sesame');
  });

  it.each([
    ['is empty', { API_PASS_FILE: () => secretFile('\n') }, /API_PASS_FILE names \/.*, an empty file/],
    [
      'has several lines',
      { API_PASS_FILE: () => secretFile('one\ntwo\n') },
      /API_PASS_FILE names \/.*, a file of several lines/,
    ],
    ['is not there', { API_PASS_FILE: () => '/nowhere/at/all' }, /cannot be read \(ENOENT\)/],
    ['is a folder', { API_PASS_FILE: () => temporaryFolder() }, /API_PASS_FILE names \/.*, a folder/],
  ])('is refused when it %s', (_, { API_PASS_FILE }, expected) => {
    expect(() => loadConfig({ ...API, API_PASS_FILE: API_PASS_FILE() })).toThrow(expected);
  });

  it('is refused if the environment has the same secret, and neither is shown', () => {
    const both = () => loadConfig({ ...API, API_PASS: 'hunter2', API_PASS_FILE: secretFile('hunter3') });
    expect(both).toThrow('API_PASS and API_PASS_FILE are both set; expected one of them');
    expect(both).not.toThrow(/hunter/);
  });

  it.each([
    [0o600, []],
    [0o640, []],
    [0o644, [', which every user of this machine can read; chmod 600 it']],
  ])('of mode %o warns %j', (mode, warnings) => {
    const file = secretFile('x', mode);
    expect(loadConfig({ ...API, API_PASS_FILE: file }).warnings).toEqual(
      warnings.map((words) => `API_PASS_FILE names ${file}${words}`),
    );
  });

  it.each(['hunter2', 'hun/ter2', '/hunter2'])(
    'is not shown when %s is set in place of its file name',
    (secret) => {
      const mistaken = () => loadConfig({ ...API, API_PASS_FILE: secret });
      expect(mistaken).toThrow('API_PASS_FILE names a file, which cannot be read (ENOENT)');
    },
  );

  it('is redacted like a secret of the environment', () => {
    expect(
      configuredSecrets({ API_PASS_FILE: secretFile('from a file\n'), EMAIL_PASSWORD: 'from the air' }),
    ).toEqual(['from a file', 'from the air']);
    const address = 'postgres://desk:p%40ss@db.example:5432/desk';
    expect(configuredSecrets({ DATABASE_URL: address })).toEqual([address, 'p%40ss', 'p@ss']);
    expect(configuredSecrets({ DATABASE_URL: 'postgres://desk:%@db.example/desk' })).toHaveLength(2);
    expect(configuredSecrets({ API_PASS_FILE: '/nowhere/at/all' })).toEqual([]);
  });

  it('are searched in one pass through a text that shares sixty characters with one of them', () => {
    // With two equal ways to write a letter, the search would try 2^60 combinations.
    const shared = 'postgres:///daybreak?user=daybreak&host=/run/postgresql/main';
    const text = `Database ${shared} · no answer`;
    expect(createRedactor([`${shared}&sslmode=disable`])(text)).toBe(text);
  });
});

it('a login inside API_URL is not shown when the address is refused', () => {
  for (const API_URL of [
    'ftp://me:hunter2@firm.example',
    'http://me:hunt@er2@firm.example',
    'me:hunter2//x:hunter2@y',
  ])
    expect(() => loadConfig({ ...API, API_PASS: 'x', API_URL })).not.toThrow(/hunt|er2/);
});
