import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../scripts/simulation/fakes.ts';
import { createLimitFiles } from '../../src/adapters/files/profiles/limitFiles.ts';
import { loadProfile } from '../../src/adapters/files/profiles/loadProfiles.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import type { LimitsProfile } from '../../src/domain/limits/profile/limitsProfile.ts';
import { correctMorning } from '../../src/pipeline/daemon/correctMorning.ts';
import { NEVER_STOPPED } from '../../src/pipeline/stop.ts';
import { fakeSource, trade } from '../support/desk.ts';
import { genericProfile } from '../support/limitsProfile.ts';
import {
  accepted,
  history,
  morningPorts,
  request,
  runOwn,
  sessions,
  storePast,
} from '../support/morningDesk.ts';
import { temporaryFolder, temporaryStores } from '../support/stores.ts';

/** A morning of STREAK, who is cut to $2,500, and STEADY at $5,000, with these profiles. */
async function deskWith(profiles: readonly LimitsProfile[], at = '2026-03-03T10:00:00Z') {
  const stores = await temporaryStores();
  const folder = temporaryFolder();
  const mails: string[] = [];
  const fills: Fill[] = history();
  const ports = {
    ...morningPorts(
      stores,
      fakeSource(fills),
      async ({ bytes }) => {
        mails.push(bytes.toString('utf8'));
        return accepted;
      },
      fakeClock(at),
    ),
    limitFiles: createLimitFiles(folder, profiles, { limitBasis: 'realised', baseCurrency: 'USD' }),
  };
  await storePast(stores, fills);
  const session = join(folder, request.sessionDate);
  const names = () => {
    try {
      return readdirSync(session).sort();
    } catch {
      return [];
    }
  };
  return { stores, ports, fills, mails, names, session };
}

describe('a morning with LIMITS_PROFILES', () => {
  it('writes the files before it mails, and the stored report names them', async () => {
    const { stores, ports, names } = await deskWith([genericProfile(), loadProfile('das-worksheet')]);
    await runOwn(ports);
    expect(names().filter((name) => name.endsWith('.csv'))).toEqual([
      'das-worksheet-2026-03-03-r0-restore-2rows-sum10000.00.csv',
      'das-worksheet-2026-03-03-r0-today-1rows-sum2500.00.csv',
      'generic-2026-03-03-r0-restore-2rows-sum10000.00.csv',
      'generic-2026-03-03-r0-today-2rows-sum7500.00.csv',
    ]);
    const stored = await stores.decisions.report(request.sessionDate);
    expect(stored?.platformFiles?.map(({ profile, today }) => [profile, today?.rows, today?.sum])).toEqual([
      ['generic', 2, 7500],
      ['das-worksheet', 1, 2500],
    ]);
  });

  it('writes them in a dry run too, under other names', async () => {
    const { ports, names } = await deskWith([genericProfile()]);
    const { report } = await runOwn(ports, { dryRun: true });
    expect(names()).toContain('dry-run-generic-2026-03-03-r0-today-2rows-sum7500.00.csv');
    expect(report.platformFiles).toHaveLength(1);
  });

  it('writes none after the deadline: the limits are not mailed', async () => {
    const { ports, names, mails } = await deskWith([genericProfile()], '2026-03-03T20:00:00Z');
    await runOwn(ports);
    expect([names(), mails]).toEqual([[], []]);
  });

  it('mails the cuts although a file is refused, and the mail says so', async () => {
    const { ports, names, mails } = await deskWith([loadProfile('tradovate'), genericProfile()]);
    const { report, outcome } = await runOwn(ports);
    expect(outcome).toBe('sent');
    expect(mails).toHaveLength(2);
    expect(report.alerts).toContainEqual({
      code: 'PLATFORM_FILE_REFUSED',
      text: 'no files for the platform by profile tradovate, key the limits in: STREAK is not a whole number, as accountId has to be; list it in accountCodes; 1 more reason',
    });
    expect(names().filter((name) => name.startsWith('generic'))).toHaveLength(3);
  });

  it('mails the cuts although no file can be written', async () => {
    const { ports, session } = await deskWith([genericProfile()]);
    mkdirSync(join(session, '..'), { recursive: true });
    writeFileSync(session, 'a file in the place of the folder');
    const { report, outcome } = await runOwn(ports);
    expect(outcome).toBe('sent');
    expect(report.alerts.map(({ code }) => code)).toContain('PLATFORM_FILE_REFUSED');
  });

  it('is not altered in any way without a profile', async () => {
    const { ports, names } = await deskWith([]);
    const { report } = await runOwn(ports);
    expect(names()).toEqual([]);
    expect('platformFiles' in report).toBe(false);
  });
});

describe('a correction with LIMITS_PROFILES', () => {
  const times = {
    sessionDate: request.sessionDate,
    begins: request.begins,
    remindAt: request.deadline,
    lateAt: request.lateAt,
    close: new Date('2026-03-03T21:00:00Z'),
    deadline: request.deadline,
  };

  it('writes new files with its own revision, and keeps those that were mailed', async () => {
    const { ports, fills, names } = await deskWith([genericProfile()]);
    await runOwn(ports);
    const last = sessions.at(-1) ?? '';
    const corrected = [
      ...fills.filter(({ account, sessionDate }) => account !== 'STREAK' || sessionDate !== last),
      ...trade('STREAK', last, 90),
    ];
    const result = await correctMorning(
      { ...ports, source: fakeSource(corrected) },
      request,
      times,
      'America/New_York',
      NEVER_STOPPED,
    );
    expect(result.outcome).toBe('corrected');
    expect(names().filter((name) => name.includes('-today-'))).toEqual([
      'generic-2026-03-03-r0-today-2rows-sum7500.00.csv',
      'generic-2026-03-03-r1-today-2rows-sum10000.00.csv',
    ]);
  });
});
