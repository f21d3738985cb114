import type { MorningReader } from './morningReader.ts';

/** What the screens read. */
export interface ScreenPorts {
  readonly mornings: MorningReader;
}
