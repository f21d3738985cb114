import { describe, expect, it } from 'vitest';
import { auditBody } from '../../../src/adapters/database/auditChain.ts';
import { decisionJson, reportJson } from '../../../src/adapters/database/decisionJson.ts';
import {
  fillTextsJson,
  identitiesJson,
  lowWaterMarksJson,
  symbolsAndStatusesJson,
} from '../../../src/adapters/database/fillJson.ts';
import {
  gateJson,
  jackknifeGroupsJson,
  modelDetailJson,
  sessionDetailJson,
  traderStatesJson,
} from '../../../src/adapters/database/learningJson.ts';
import type { StoredJson } from '../../../src/adapters/database/storedJson.ts';
import { EMPTY_RECORD } from '../../../src/domain/outcome/cutRecord.ts';
import { decision, report } from '../../support/report.ts';
import { temporarySqlite } from '../../support/stores.ts';

const { decisions: _, ...reported } = report();
const score = {
  sessionDate: '2026-03-02',
  modelRegret: 0.1,
  rulesRegret: 0.2,
  modelShortfall: 0.1,
  rulesShortfall: 0.2,
  varForecasts: 5,
  varExceptions: 0,
  pinball: 0.5,
  plainPinball: 0.6,
};
const fit = { intercept: 0, coefficients: [1, 2] };

interface Kind {
  readonly json: StoredJson<never>;
  readonly place: string;
  readonly value: unknown;
  /** Version of the kind, the value as the first version wrote it, and as it is read then. */
  readonly version: number;
  readonly first: unknown;
  readonly readFirst: unknown;
}

const kind = <T>(
  json: StoredJson<T>,
  place: string,
  value: T,
  second?: { readonly first: unknown; readonly readFirst: unknown },
): Kind => ({
  json: json as StoredJson<never>,
  place,
  value,
  version: second === undefined ? 1 : 2,
  first: value,
  readFirst: value,
  ...second,
});

/** Every kind of stored JSON, with a value as the product writes it. */
const kinds: Readonly<Record<string, Kind>> = {
  decision: kind(decisionJson, 'decision.detail', decision()),
  report: kind(reportJson, 'morning_report.report', reported),
  'detail of a learned session': kind(sessionDetailJson, 'learned_session.detail', {
    account: score,
    rulesCuts: 40,
    rulesDeepCuts: 1,
    judged: 5,
    noCutRegret: 1.5,
    cutRecord: EMPTY_RECORD,
  }),
  'traders of a learned session': kind(traderStatesJson, 'learned_session.traders', [
    ['NET001', { exceptionLevel: 0.05, tradeProbability: 0.9, usualShortfall: { meanLog: 7, sessions: 3 } }],
  ]),
  'decision of the gate': kind(gateJson, 'learned_session.gate', {
    decidedFor: '2026-03-02',
    inForce: true,
    why: 'better by 12 %',
    improvement: 0.12,
    lowerBound: 0.01,
    evenImprovement: null,
    evenLowerBound: null,
    sessions: 120,
    zone: 'green',
  }),
  model: kind(modelDetailJson, 'model.detail', {
    features: ['a', 'b'],
    means: [0, 1],
    deviations: [1, 1],
    location: fit,
    logScale: fit,
    penalties: [null, 3],
    curve: { beginsAt: 1, fullAt: 2 },
    rows: 100,
    sessions: 20,
  }),
  'jackknife groups': kind(jackknifeGroupsJson, 'model.stretches', [[1, 2], [3]]),
  'low-water marks': kind(lowWaterMarksJson, 'low_water_marks.marks', {
    realised: [[-10, -12, 36_000, 500]],
    total: [],
  }),
  'texts of fills': kind(
    fillTextsJson,
    'fill_block.texts',
    { symbols: ['AAPL'], orderIds: ['O'], statuses: [], currencies: ['USD'] },
    {
      first: { symbols: ['AAPL'], orderIds: ['O'], statuses: [] },
      readFirst: { symbols: ['AAPL'], orderIds: ['O'], statuses: [], currencies: [] },
    },
  ),
  'symbols and statuses of fills': kind(
    symbolsAndStatusesJson,
    'fill_block.texts',
    { symbols: ['AAPL'], statuses: ['done'] },
    {
      first: { symbols: ['AAPL'], statuses: ['done'] },
      readFirst: { symbols: ['AAPL'], statuses: ['done'] },
    },
  ),
  'identities of fills': kind(identitiesJson, 'fill_block.identities', [7, 'F:1']),
};

describe.each(Object.entries(kinds))(
  'stored JSON: %s',
  (_, { json, place, value, version, first, readFirst }) => {
    const read = (text: string) => json.read(text, '2026-03-03 NET001');
    const refused = (found: RegExp) =>
      expect.objectContaining({
        code: 'stored_json',
        message: expect.stringMatching(
          new RegExp(`^Database, ${place.replace('.', '\\.')} of 2026-03-03 NET001 · found ${found.source}`),
        ),
        hint: expect.stringContaining('npm run restore'),
      });

    it('is read as it was written, keys in their order', () => {
      expect(JSON.stringify(read(json.write(value as never)))).toBe(JSON.stringify(value));
    });

    it('is read as release 0.2.0 wrote it, without a version', () => {
      expect(JSON.stringify(read(JSON.stringify(first)))).toBe(JSON.stringify(readFirst));
    });

    it('is refused in an unknown version', () => {
      const next = version + 1;
      const newer = Array.isArray(value)
        ? { version: next, values: value }
        : { ...Object(value), version: next };
      expect(() => read(JSON.stringify(newer))).toThrow(
        refused(new RegExp(`version ${next} · expected JSON of version ${version}`)),
      );
      expect(() => read(JSON.stringify({ ...newer, version: '1' }))).toThrow(refused(/version "1"/));
    });

    it.each([
      ['null', null],
      ['a number', 5],
      ['an empty object', {}],
      ['a list of something else', [[true]]],
      ['an entry of another type', Array.isArray(value) ? [...value, null] : withoutFirstKey(first)],
    ])('is refused as %s', (__, other) => {
      expect(() => read(JSON.stringify(other))).toThrow(refused(/at /));
    });

    it('is refused where it is not JSON', () => {
      expect(() => read('{"version":')).toThrow(refused(/a text that is not JSON/));
    });
  },
);

describe('a body of the audit trail', () => {
  const row = { sequence: 7, at: '', kind: 'run', subject: '', previous_hash: '', hash: '' };

  it('is an object with any keys', () => {
    expect(auditBody({ ...row, body: '{"version":3}' })).toEqual({ version: 3 });
  });

  it('is refused as anything else', () => {
    expect(() => auditBody({ ...row, body: '[1]' })).toThrow('audit_entry.body of entry 7');
  });
});

describe('a stored row of an unknown version', () => {
  it('is named by the store that reads it', async () => {
    const stores = await temporarySqlite();
    const at = new Date('2026-03-03T10:00:00Z');
    const acquired = await stores.runs.acquire(
      '2026-03-03',
      'host:1:a',
      at,
      new Date('2026-03-03T11:00:00Z'),
    );
    if (acquired.kind === 'held') throw new Error('held');
    await stores.decisions.save(
      acquired.lease,
      { report: report({ sessionDate: '2026-03-03' }), decidedAt: at },
      [],
    );
    const [known] = await stores.decisions.decisions('2026-03-03', '2026-03-03');
    const { driver } = stores.database;
    driver
      .prepare(`UPDATE decision SET detail = json_set(detail, '$.version', 9) WHERE trader = ?`)
      .run(known?.trader);
    await expect(stores.decisions.decisions('2026-03-03', '2026-03-03')).rejects.toThrow(
      `Database, decision.detail of 2026-03-03 ${known?.trader} · found version 9`,
    );
  });
});

function withoutFirstKey(value: unknown): unknown {
  const [, ...entries] = Object.entries(Object(value));
  return Object.fromEntries(entries);
}
