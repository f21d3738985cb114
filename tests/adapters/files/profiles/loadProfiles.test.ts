import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  loadProfile,
  loadProfiles,
  shippedProfiles,
} from '../../../../src/adapters/files/profiles/loadProfiles.ts';
import { DaybreakError } from '../../../../src/shared/errors.ts';
import { temporaryFolder } from '../../../support/stores.ts';

const columns = [
  { name: 'account', value: 'account' },
  { name: 'limit', value: 'limit' },
];
const format = { kind: 'delimited', header: true, delimiter: ',', quoting: 'when-needed', lineEnd: 'lf' };
const smallest = { name: 'own', platform: 'Own', format, columns };

/** The path of a file with this profile. */
function profileFile(profile: unknown): string {
  const path = join(temporaryFolder(), 'own.json');
  writeFileSync(path, typeof profile === 'string' ? profile : JSON.stringify(profile));
  return path;
}

function complaint(work: () => unknown): readonly [string, string] {
  try {
    work();
  } catch (error) {
    if (error instanceof DaybreakError) return [error.code, error.message];
    throw error;
  }
  return ['none', ''];
}

describe('a limits profile', () => {
  it.each(shippedProfiles())(
    '%s comes with Daybreak, under its own name, and says what it was checked against',
    (name) => {
      const { checkedAgainst, notChecked, ...profile } = loadProfile(name);
      expect(profile.name).toBe(name);
      expect([...checkedAgainst, ...notChecked]).not.toEqual([]);
    },
  );

  it('ships as six', () => {
    expect(shippedProfiles()).toEqual([
      'atoti',
      'das-worksheet',
      'generic',
      'sterling',
      'tradovate',
      'tt-credit',
    ]);
  });

  it('of the desk needs four fields; the others have defaults', () => {
    expect(loadProfile(profileFile(smallest))).toMatchObject({
      severalAccounts: 'refuse',
      rows: 'all',
      rowPer: 'account',
      sign: 'positive',
      decimals: 2,
      encoding: 'utf-8',
      basis: 'either',
    });
  });

  it('with an unknown name is refused, with the name that was meant', () => {
    const [code, message] = complaint(() => loadProfile('das-worksheat'));
    expect(code).toBe('unknown_profile');
    expect(message).toContain('did you mean das-worksheet?');
  });

  it.each([
    ['{', 'expected a JSON file that can be read'],
    ['[]', 'expected a limits profile'],
    [{ ...smallest, coloms: [] }, 'found the unknown field coloms'],
    [{ ...smallest, name: 'Own Profile' }, 'name: expected small letters'],
    [{ ...smallest, decimals: 1.5 }, 'decimals: expected a whole number'],
    [{ ...smallest, severalAccounts: 'half' }, 'severalAccounts: expected refuse, each-full or pro-rata'],
    [{ ...smallest, format: { kind: 'fixed' } }, 'expected kind: delimited, json or xml'],
    [{ ...smallest, format: { ...format, delimiter: '::' } }, 'format.delimiter: expected one of'],
    [{ ...smallest, columns: [columns[0], { name: 'limit', value: 'limt' }] }, 'did you mean limit?'],
    [{ ...smallest, columns: [...columns, { name: 'note', text: '{acount}' }] }, 'did you mean account?'],
    [{ ...smallest, columns: [...columns, columns[0]] }, 'columns: found two of one name'],
    [{ ...smallest, columns: [columns[0]] }, 'columns: found none with value limit'],
    [{ ...smallest, columns: [columns[1]] }, 'columns: found none with the account or trader'],
    [
      { ...smallest, format: { kind: 'xml', root: 'a', row: 'b c' } },
      'format.row: expected the name of an XML element',
    ],
    [
      { ...smallest, decimalMark: ',', format: { ...format, quoting: 'never' } },
      'decimalMark: found the delimiter',
    ],
  ])('in a file that has %j is refused with the field and what was expected', (profile, words) => {
    const [code, message] = complaint(() => loadProfile(profileFile(profile)));
    expect(code).toBe('bad_profile');
    expect(message).toContain(words);
  });

  it('that is a folder, or is not there, is refused', () => {
    expect(complaint(() => loadProfile(`${temporaryFolder()}/`))[1]).toContain('found a folder');
    expect(complaint(() => loadProfile('nowhere.json'))[1]).toContain('found nothing');
  });
});

describe('LIMITS_PROFILES', () => {
  it('refuses a profile whose basis contradicts LIMIT_BASIS, and takes it where they agree', () => {
    const [code, message] = complaint(() =>
      loadProfiles({ limitsProfiles: ['sterling'], limitBasis: 'realised' }),
    );
    expect(code).toBe('profile_basis');
    expect(message).toContain('compares total P&L with a limit, and LIMIT_BASIS is realised');
    expect(loadProfiles({ limitsProfiles: ['sterling'], limitBasis: 'total' })).toHaveLength(1);
  });

  it('refuses two profiles of one name, whose files would replace each other', () => {
    const twin = profileFile({ ...smallest, name: 'generic' });
    expect(complaint(() => loadProfiles({ limitsProfiles: ['generic', twin], limitBasis: 'total' }))[0]).toBe(
      'bad_profile',
    );
  });
});

it('a shipped profile leaves no field out, so that it can be copied', () => {
  const fields = (name: string) =>
    Object.keys(JSON.parse(readFileSync(`src/adapters/files/profiles/${name}.json`, 'utf8')));
  for (const name of shippedProfiles()) expect(fields(name)).toEqual(fields('generic'));
});
