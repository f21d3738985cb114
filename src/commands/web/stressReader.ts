import { Latest } from '../../adapters/web/screens/frame/latest.ts';
import { SCENARIOS } from '../../domain/risk/stress/scenario.ts';
import { type StressResult, stress } from '../../domain/risk/stress/stressResult.ts';
import type { DeskRecords } from '../../ports/deskRecords.ts';
import type { StressReader } from '../../ports/screens/stressReader.ts';
import { readDeskStress, sessionToStress, stressPorts } from '../stress/deskStress.ts';
import type { World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';

/** Closes whose results are kept: reading takes a while, and several screens show the last one. */
const MOST_KEPT = 8;

/** Stress tests over the stores of one desk. A result is kept until something stored changes. */
export function createStressReader(
  world: World,
  door: DeskDoor,
  records: Pick<DeskRecords, 'mark' | 'dueSession'>,
): StressReader {
  const kept = new Latest<StressResult | null>(MOST_KEPT);

  async function readNow(asked: string | null, where: string): Promise<StressResult | null> {
    const ports = stressPorts(world, await door.stores());
    const session = await sessionToStress(ports, asked, where);
    return session === null ? null : stress(await readDeskStress(world, ports, session), SCENARIOS);
  }

  return {
    async read(session, where) {
      const version = `${await records.mark()} ${await records.dueSession()}`;
      return kept.of(version, session ?? '', () => readNow(session, where));
    },
  };
}
