import type {
  DeskNow,
  MorningReader,
  MorningStatus,
  StoredMorning,
} from '../../../../ports/screens/morningReader.ts';
import { Latest } from '../frame/latest.ts';

/** What the screen of a morning shows, read at one version of the store. */
export interface MorningData {
  /** The session that the desk stands at, and the state of its morning. */
  readonly due: MorningStatus;
  /** The morning shown; null: none was decided. */
  readonly morning: StoredMorning | null;
  /** The state of the morning shown. */
  readonly status: MorningStatus;
  readonly now: DeskNow;
  /** The newest decided session: its limits are those of today. */
  readonly current: string | null;
}

/** States are not kept longer than this without a look at the clock. */
const CLOCK_STEP_MS = 10_000;

export interface MorningLoader {
  /** Changes with everything that the screen shows. */
  state(): Promise<string>;
  /** @param sessionDate null: the newest morning. */
  load(sessionDate: string | null): Promise<MorningData>;
}

/**
 * Reads each morning once for all readers, until something is written, or the clock alone changes a state,
 * such as to LATE.
 */
export function createMorningLoader(mornings: MorningReader, now: () => Date): MorningLoader {
  const kept = new Latest<MorningData>(50);
  const keptStates = new Latest<States>(50);
  const load = async (asked: string | null) => {
    const version = await mornings.version();
    const step = Math.floor(now().getTime() / CLOCK_STEP_MS);
    const states = await keptStates.of(`${version} ${step}`, asked ?? '', () => readStates(mornings, asked));
    const { shown, due, status } = states;
    const key = `${shown} ${due.times.sessionDate} ${due.state} ${status.state}`;
    return kept.of(version, key, () => read(mornings, states));
  };
  return {
    async state() {
      const { due, status } = await load(null);
      return `${await mornings.version()} ${due.times.sessionDate} ${due.state} ${status.state}`;
    },
    load,
  };
}

/** What the clock can change: a few short queries. */
interface States extends Pick<MorningData, 'due' | 'status' | 'current'> {
  /** The session that the screen shows. */
  readonly shown: string;
}

async function readStates(mornings: MorningReader, asked: string | null): Promise<States> {
  const dueSession = await mornings.dueSession();
  // A desk may have decided a later session ahead of its time.
  const current = await mornings.lastDecided('9999-12-31');
  const due = await mornings.status(dueSession);
  const shown = asked ?? current ?? dueSession;
  return { shown, current, due, status: shown === dueSession ? due : await mornings.status(shown) };
}

async function read(mornings: MorningReader, { shown, ...states }: States): Promise<MorningData> {
  return { ...states, morning: await mornings.morning(shown), now: await mornings.now() };
}
