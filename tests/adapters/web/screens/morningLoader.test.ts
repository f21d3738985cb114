import { expect, it } from 'vitest';
import { createMorningLoader } from '../../../../src/adapters/web/screens/morning/morningData.ts';
import { webDesk } from '../../../support/webDesk.ts';

it('reads a morning again after a write, and where the clock alone changed its state', async () => {
  const desk = await webDesk();
  try {
    const { mornings } = desk.ports.screens;
    let reads = 0;
    const counted = {
      ...mornings,
      morning: (sessionDate: string) => {
        reads += 1;
        return mornings.morning(sessionDate);
      },
    };
    const loader = createMorningLoader(counted, desk.clock.now);
    const first = await loader.load(null);
    desk.clock.set('2026-03-03T13:30:00Z');
    expect(await loader.load(null)).toBe(first);
    expect(reads).toBe(1);
    await desk.withStores(({ roster }) => roster.set({ trader: 'NET001', baseLimit: 6000 }));
    const second = await loader.load(null);
    expect([second === first, reads]).toEqual([false, 2]);
    desk.clock.set('2026-03-04T15:30:00Z');
    const late = await loader.load(null);
    expect([late.due.times.sessionDate, reads]).toEqual(['2026-03-04', 3]);
  } finally {
    await desk.close();
  }
});
