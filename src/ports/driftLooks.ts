import type { DriftLook } from '../domain/evaluation/driftLook.ts';

/** The weekly looks at drift. A look stays as it was found, also after a correction. */
export interface DriftLooks {
  /** The last look for a session or an earlier one; null: none was made. */
  last(session: string): Promise<DriftLook | null>;
  /** Replaces a look for the same session. */
  save(look: DriftLook): Promise<void>;
}
