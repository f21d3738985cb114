import type { StressResult } from '../../domain/risk/stress/stressResult.ts';

/** What the shipped scenarios would cost the desk, from what is stored. */
export interface StressReader {
  /**
   * At the close of a session, or of the last stored one; null: nothing is stored yet.
   * @param where the route, for messages.
   * @throws InputError `session_without_days`
   */
  read(session: string | null, where: string): Promise<StressResult | null>;
}
