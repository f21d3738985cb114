import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../src/adapters/demo/simulation/random.ts';
import { openDrillDesk } from './drillDesk.ts';
import { type DrilledMorning, describeKills, drillMorning } from './drilledMorning.ts';
import type { DrillStores } from './drillStores.ts';
import { killPlan } from './moments.ts';

export interface KillDrillPlan {
  /** An empty folder for the drill only. */
  readonly folder: string;
  readonly stores: DrillStores;
  readonly kills: number;
  readonly seed: number;
  /** Mornings run in parallel. */
  readonly lanes: number;
  readonly logProgress: (text: string) => void;
  /** The arguments of node that start the product; left out: from its source. */
  readonly program?: readonly string[];
}

/**
 * Runs mornings, each on its own database, until this many kills have ended a process. The seed fixes the
 * moments; what a random kill interrupts depends on the machine.
 */
export async function killDrill(plan: KillDrillPlan): Promise<readonly DrilledMorning[]> {
  const { folder, stores, kills, seed, lanes, logProgress, program } = plan;
  mkdirSync(folder, { recursive: true });
  logProgress('creating a desk with history, and running an undisturbed morning');
  const desk = await openDrillDesk(folder, stores, program);
  try {
    const undisturbed = await drillMorning(desk, 'undisturbed', [], null);
    const moments = killPlan(createRandom(seed, 'kill drill'), undisturbed.milliseconds);
    const mornings = [undisturbed];
    let planned = 0;
    const lane = async () => {
      while (planned < kills) {
        const next = moments.next(kills - planned);
        planned += next.length;
        const name = `m${mornings.length}-${planned}`;
        const morning = await drillMorning(desk, name, next, undisturbed.results);
        // A kill that came too late is planned again.
        planned -= next.length - morning.kills.length;
        mornings.push(morning);
        if (morning.violations.length === 0) await stores.remove(join(folder, name));
        logProgress(progressOf(mornings, kills));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return mornings;
  } finally {
    await desk.close();
  }
}

function progressOf(mornings: readonly DrilledMorning[], kills: number): string {
  const struck = mornings.reduce((sum, morning) => sum + morning.kills.length, 0);
  const last = mornings.at(-1);
  const bad = last?.violations.map(({ check, found }) => `\n  ${check}: ${found}`).join('') ?? '';
  return `${struck} of ${kills} kills · killed at: ${describeKills(last?.kills ?? [])}${bad}`;
}
