import { requireWritable, writeFileAtomically } from '../adapters/files/atomicFile.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { driftPage } from '../adapters/web/pages/driftPage.ts';
import type { DriftLook } from '../domain/evaluation/driftLook.ts';
import { decayWords } from '../domain/report/decayWords.ts';
import { driftDocument } from '../domain/report/driftDocument.ts';
import {
  byDrift,
  fitsSentence,
  indicatorLabel,
  indicatorsHeadline,
  levelWords,
  moverWords,
  scoresHeadline,
} from '../domain/report/driftWords.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { longDay } from '../domain/text/dates.ts';
import { type DriftRequest, readDriftLook } from '../pipeline/drift/readDriftLook.ts';
import { updateLedger } from '../pipeline/updateLedger.ts';
import type { DriftOptions, ExitCode } from './commandOptions.ts';
import { openDemoDesk } from './demoDesk.ts';
import { openStoredDesk } from './desk.ts';
import { requireSession } from './sessionDates.ts';
import { walkOptions } from './walkOptions.ts';
import type { Stores, World } from './world.ts';

/** Indicators that the terminal lists. */
const MOST_SHOWN = 12;

/**
 * `drift`: whether the indicators of the desk, or the model's scores, have changed. It stores no look and
 * changes no limit.
 */
export async function driftCommand(world: World, options: DriftOptions): Promise<ExitCode> {
  if (options.date !== undefined) requireSession(world.calendar, '--date', options.date);
  if (options.out !== undefined) requireWritable([options.out]);
  const desk = await openDesk(world, options);
  try {
    const ports = { ...world, ...desk.stores };
    await updateLedger(ports);
    const look = await readDriftLook(ports, driftRequest(world, desk.sessionDate));
    if (options.out !== undefined) await writeFileAtomically(options.out, driftPage(look, desk.isDemo));
    if (options.json) world.output.json(driftDocument(look));
    else print(world, look, options);
    return 0;
  } finally {
    await desk.close();
  }
}

/** The request of a look, from the configuration. */
export function driftRequest({ config }: Pick<World, 'config'>, sessionDate: string): DriftRequest {
  return {
    sessionDate,
    defaultLimit: config.defaultLimit,
    limitBasis: config.limitBasis,
    limitLifetime: config.limitLifetime,
    walk: walkOptions(config),
  };
}

interface OpenDesk {
  readonly stores: Stores;
  readonly sessionDate: string;
  readonly isDemo: boolean;
  close(): Promise<void>;
}

async function openDesk(world: World, { demo, date }: DriftOptions): Promise<OpenDesk> {
  if (!demo) {
    const desk = await openStoredDesk(world, date);
    return { ...desk, isDemo: desk.sourceName === 'demo' };
  }
  const { clock, calendar, config } = world;
  const due = sessionDueNow(clock.now(), calendar, config.timezone);
  return { ...(await openDemoDesk(world, due)), sessionDate: date ?? due, isDemo: true };
}

function print({ output }: World, look: DriftLook, { out }: DriftOptions): void {
  output.line(`Drift on the morning of ${longDay(look.session)}`);
  output.line(indicatorsHeadline(look));
  if (look.indicators.length > 0) output.line(indicatorTable(look));
  output.line(scoresHeadline(look));
  if (look.scores.length > 0) output.line(scoreTable(look));
  output.line(fitsSentence(look));
  if (out !== undefined) output.line(`Written: ${out}`);
}

function indicatorTable({ indicators }: DriftLook): string {
  return textTable(
    [
      { head: 'indicator' },
      { head: 'level' },
      { head: 'index', align: 'right' },
      { head: 'week before', align: 'right' },
      { head: 'watch above', align: 'right' },
      { head: 'alarm above', align: 'right' },
      { head: 'moved most by' },
    ],
    byDrift(indicators)
      .slice(0, MOST_SHOWN)
      .map((drift) => [
        indicatorLabel(drift.id),
        levelWords(drift),
        drift.psi.toFixed(2),
        drift.psiBefore?.toFixed(2) ?? 'n/a',
        drift.watchAbove.toFixed(2),
        drift.alarmAbove.toFixed(2),
        moverWords(drift),
      ]),
  );
}

function scoreTable({ scores }: DriftLook): string {
  return textTable(
    [
      { head: 'score' },
      { head: 'now', align: 'right' },
      { head: 'before', align: 'right' },
      { head: 'difference, 95%', align: 'right' },
      { head: 'decayed' },
    ],
    scores.map(({ id, now, before, interval, decayed }) => {
      const { label, figure } = decayWords[id];
      return [
        label,
        now === null ? 'n/a' : figure(now),
        before === null ? 'n/a' : figure(before),
        interval === null ? 'n/a' : `${figure(interval[0])} to ${figure(interval[1])}`,
        decayed ? 'yes' : 'no',
      ];
    }),
  );
}
