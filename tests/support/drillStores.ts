import { onTestFinished } from 'vitest';
import { type DrillStores, postgresDrillStores, sqliteDrillStores } from '../../scripts/drill/drillStores.ts';
import { clusterUrl } from '../../scripts/postgres/throwawayCluster.ts';
import { sharedCluster } from './postgres.ts';
import { testsPostgres } from './stores.ts';

/** The stores of a drill in the dialect under test. */
export async function drillStores(): Promise<DrillStores> {
  if (!testsPostgres) return sqliteDrillStores;
  const stores = postgresDrillStores(clusterUrl(await sharedCluster()));
  onTestFinished(() => stores.close());
  return stores;
}
