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

/** The clock alone changes a state, such as to LATE, so it is not kept longer. */
const CLOCK_STEP_MS = 10_000;

export interface MorningLoader {
  /** Changes with everything that the screen shows. */
  state(): Promise<string>;
  /** @param sessionDate null: the newest morning. */
  load(sessionDate: string | null): Promise<MorningData>;
}

/** Reads each morning once for all readers, until something is written. */
export function createMorningLoader(mornings: MorningReader, now: () => Date): MorningLoader {
  const kept = new Latest<MorningData>(50);
  const version = async () => `${await mornings.version()} ${Math.floor(now().getTime() / CLOCK_STEP_MS)}`;
  const load = async (sessionDate: string | null) =>
    kept.of(await version(), sessionDate ?? '', () => read(mornings, sessionDate));
  return {
    async state() {
      const { due, status } = await load(null);
      return `${await mornings.version()} ${due.times.sessionDate} ${due.state} ${status.state}`;
    },
    load,
  };
}

async function read(mornings: MorningReader, asked: string | null): Promise<MorningData> {
  const dueSession = await mornings.dueSession();
  // A desk may have decided a later session ahead of its time.
  const current = await mornings.lastDecided('9999-12-31');
  const due = await mornings.status(dueSession);
  const shown = asked ?? current ?? dueSession;
  return {
    due,
    current,
    morning: await mornings.morning(shown),
    status: shown === dueSession ? due : await mornings.status(shown),
    now: await mornings.now(),
  };
}
