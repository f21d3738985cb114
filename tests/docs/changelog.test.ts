import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const changelog = readFileSync('CHANGELOG.md', 'utf8');
const versions = changelog.split(/^## /m).slice(1);

describe('the changelog', () => {
  it('begins with the version of the package, and dates each version, newest first', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    expect([lock.version, lock.packages[''].version]).toEqual([version, version]);
    expect(versions[0]).toMatch(new RegExp(`^${version.replaceAll('.', '\\.')} - \\d{4}-\\d{2}-\\d{2}\\n`));
    const dates = versions.map((text) => /^\d+\.\d+\.\d+ - (\d{4}-\d{2}-\d{2})\n/.exec(text)?.[1]);
    expect(dates).toEqual([...dates].sort().reverse());
  });

  it.each(versions.map((text) => [text.split('\n')[0], text]))('has the four parts in %s', (_, text) => {
    expect([...(text ?? '').matchAll(/^### (.+)$/gm)].map((match) => match[1])).toEqual([
      'Added',
      'Changed',
      'Fixed',
      'You must',
    ]);
  });
});
