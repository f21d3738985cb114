import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadProfile } from '../../src/adapters/files/profiles/loadProfiles.ts';
import { profileText } from '../../src/adapters/files/profiles/profileText.ts';
import { platformRows } from '../../src/domain/limits/profile/platformRows.ts';
import { platformLimit } from '../support/limitsProfile.ts';
import { readPage } from '../support/markdown.ts';
import { temporaryFolder } from '../support/stores.ts';

it('the example of docs/profiles.md is a profile, and writes the rows that the page says', () => {
  const page = readPage('docs/profiles.md');
  const path = join(temporaryFolder(), 'example.json');
  writeFileSync(path, /```json\n(.+?)```/s.exec(page)?.[1] ?? '');
  const profile = loadProfile(path);
  const { rows } = platformRows(profile, 'today', [platformLimit({ accounts: ['A1', 'A2'], target: 3201 })], {
    session: '2026-11-30',
    revision: 0,
    currency: 'USD',
    basis: 'realised',
  });
  const [, ...lines] = profileText(profile, rows, '').trimEnd().split('\r\n');
  expect(lines).toEqual(['A1;-1600', 'A2;-1600']);
  for (const line of lines) expect(page).toContain(`\`${line}\``);
});
