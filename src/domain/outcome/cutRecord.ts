/** Traded days, and those among them that lost more than the trader's own worst 15 %. */
export interface DayCount {
  readonly days: number;
  readonly largeLosses: number;
}

/** The two engines whose cuts are recorded, whichever was in force. */
export type RecordedEngine = 'ridge' | 'rules';

/** What followed the cuts of each engine: by kind of cut, and on its days without a cut. */
export interface CutRecord {
  readonly cuts: Readonly<Record<string, DayCount>>;
  readonly uncut: Readonly<Record<RecordedEngine, DayCount>>;
}

/** From this cut on, percent, a cut of the model is of the deep kind. */
const DEEP_FROM_PCT = 40;

/**
 * The kind of a cut: of the rules the code of the rule with the deepest cut, of the model 10-35 % or 40-80 %.
 */
export function cutKind(engine: RecordedEngine, reductionPct: number, ruleCode: string | null): string {
  if (engine === 'rules') return ruleCode ?? 'none';
  return reductionPct >= DEEP_FROM_PCT ? 'model_deep' : 'model_shallow';
}

/** Adds up what followed the cuts of some sessions. */
export class CutRecordTally {
  readonly #cuts = new Map<string, DayCount>();
  readonly #uncut = new Map<RecordedEngine, DayCount>();

  /** Adds a traded day. `kind` is null on a day that the engine did not cut. */
  add(engine: RecordedEngine, kind: string | null, isLargeLoss: boolean): void {
    const day = { days: 1, largeLosses: isLargeLoss ? 1 : 0 };
    if (kind === null) addTo(this.#uncut, engine, day);
    else addTo(this.#cuts, kind, day);
  }

  addAll({ cuts, uncut }: CutRecord): void {
    for (const [kind, count] of Object.entries(cuts)) addTo(this.#cuts, kind, count);
    addTo(this.#uncut, 'ridge', uncut.ridge);
    addTo(this.#uncut, 'rules', uncut.rules);
  }

  record(): CutRecord {
    return {
      cuts: Object.fromEntries(this.#cuts),
      uncut: {
        ridge: this.#uncut.get('ridge') ?? NONE,
        rules: this.#uncut.get('rules') ?? NONE,
      },
    };
  }
}

const NONE: DayCount = { days: 0, largeLosses: 0 };

export const EMPTY_RECORD: CutRecord = { cuts: {}, uncut: { ridge: NONE, rules: NONE } };

function addTo<Key>(counts: Map<Key, DayCount>, key: Key, { days, largeLosses }: DayCount): void {
  const before = counts.get(key) ?? NONE;
  counts.set(key, { days: before.days + days, largeLosses: before.largeLosses + largeLosses });
}
