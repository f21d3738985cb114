import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebServer } from '../../../../src/adapters/web/server/webServer.ts';
import { prepareDemo } from '../../../../src/commands/web/demoServe.ts';
import { createDeskDoor } from '../../../../src/commands/web/deskDoor.ts';
import { createWebPorts } from '../../../../src/commands/web/webPorts.ts';
import { openStores } from '../../../../src/commands/world.ts';
import { featureIds } from '../../../../src/domain/engines/model/features.ts';
import { quantile } from '../../../../src/domain/statistics/descriptive.ts';
import type { ModelEvidence } from '../../../../src/ports/screens/modelReader.ts';
import { copyDemoDesk, DEMO_SESSION } from '../../../support/demoDesk.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { hasBrowser, screenProblems } from '../../../support/screenInBrowser.ts';
import { temporaryFolder } from '../../../support/stores.ts';
import { signIn } from '../../../support/webDesk.ts';
import { fakeWorld } from '../../../support/world.ts';

const folder = temporaryFolder(afterAll);
const { world } = fakeWorld({ DB_PATH: join(folder, 'daybreak.db') }, `${DEMO_SESSION}T14:00:00Z`);

let evidence: ModelEvidence;
let body: string;
let served: { readonly server: FastifyInstance; readonly key: string };
let closeDesk: () => Promise<void>;
let plain: Awaited<ReturnType<typeof plainFigures>>;

beforeAll(async () => {
  await copyDemoDesk(folder);
  const demo = await prepareDemo(world);
  const door = createDeskDoor(demo.files);
  const ports = createWebPorts(world, door, { isDemo: true });
  const server = await createWebServer(ports);
  const found = await ports.model.read();
  if (found === null) throw new Error('the demo desk has no morning');
  evidence = found;
  const cookie = await signIn(server, demo.signInKey ?? '');
  ({ body } = await server.inject({ url: '/model', headers: { cookie } }));
  plain = await plainFigures(demo.files.dbPath, found.morning.sessionDate);
  served = { server, key: demo.signInKey ?? '' };
  closeDesk = async () => {
    await server.close();
    await door.close();
    demo.release();
  };
});

afterAll(() => closeDesk());

/** The scores of every stored forecast before a session, row by row; those of young traders do not count. */
async function plainFigures(path: string, before: string) {
  const stores = await openStores(path);
  const decisions = await stores.decisions.decisions('0000-01-01', before);
  const days = await stores.ledger.days('0000-01-01', '9999-12-31');
  const drawn = await stores.learning.drawnCloses('9999-12-31');
  await stores.database.close();
  const pnlOf = (day: (typeof days)[number]) => drawn.get(day.sessionDate)?.get(day.trader) ?? day.netPnl;
  const judged = decisions.flatMap((decision) => {
    const { trader, sessionDate, valueAtRisk95, largeLossProbability } = decision;
    const own = days.filter((day) => day.trader === trader);
    const day = own.find((each) => each.sessionDate === sessionDate);
    if (sessionDate === before || day === undefined || valueAtRisk95 === null) return [];
    const past = own.filter((each) => each.sessionDate < sessionDate).map(pnlOf);
    if (past.length < 20) return [];
    const isLargeLoss = pnlOf(day) < (quantile(past.slice(-250), 0.15) ?? Number.NaN);
    return { probability: largeLossProbability ?? 0, isLargeLoss, isBreached: pnlOf(day) < -valueAtRisk95 };
  });
  return {
    days: judged.length,
    expected: judged.reduce((sum, { probability }) => sum + probability, 0),
    came: judged.filter(({ isLargeLoss }) => isLargeLoss).length,
    exceptions: judged.filter(({ isBreached }) => isBreached).length,
  };
}

describe('the screen of the model on the demo desk', () => {
  it('has the figures of a plain computation over all that is stored', () => {
    const { probability, valueAtRisk } = evidence.forecasts;
    expect(plain.days).toBeGreaterThan(100);
    expect(probability).toMatchObject({ days: plain.days, came: plain.came });
    expect(probability.expected).toBeCloseTo(plain.expected, 9);
    expect(valueAtRisk).toMatchObject({ forecasts: plain.days, exceptions: plain.exceptions });
    expect(body).toContain(`The loss was larger than the VaR on ${plain.exceptions} of ${plain.days} `);
  });

  it('shows the gate that the last morning had, and every week before it', () => {
    const { gate, morning } = evidence;
    expect(gate.length).toBeGreaterThan(20);
    expect(gate.map(({ decidedFor }) => decidedFor)).toEqual(
      gate.map(({ decidedFor }) => decidedFor).toSorted(),
    );
    expect(morning.gate).not.toBeNull();
    expect(body).toContain('id="gate-chart-wide-title"');
  });

  it('shows both shadow strategies of the demo, and the weights of the fit in use', () => {
    expect(evidence.shadows.map(({ name }) => name)).toEqual(['mild', 'ungated']);
    expect(evidence.current?.weights).toHaveLength(featureIds.length);
    expect(body).toContain('The largest weights');
  });

  it('is valid HTML', async () => {
    expect(await htmlProblems(body)).toEqual([]);
  });

  it.skipIf(!hasBrowser)('passes axe and fits 375 pixels, with everything open', async () => {
    expect(await screenProblems(served.server, served.key, '/model')).toEqual([]);
  });
});
