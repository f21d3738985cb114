import type { FillSource } from '../ports/source.ts';
import type { Stores } from './world.ts';

/** The stores and the fill source of a morning, and the session that it decides for. */
export interface MorningDesk {
  readonly sourceName: 'propreports' | 'csv' | 'demo';
  readonly source: FillSource | null;
  readonly stores: Stores;
  readonly sessionDate: string;
  close(): Promise<void>;
}
