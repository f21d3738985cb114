import type { WebPorts } from '../../adapters/web/server/webPorts.ts';
import type { IdempotencyStore } from '../../ports/idempotency.ts';
import type { UnconfirmedAnswers } from '../../ports/unconfirmedAnswers.ts';
import { codeVersion } from '../codeVersion.ts';
import type { World } from '../world.ts';
import { createAnswerSheets } from './answerSheets.ts';
import { createComplianceReader } from './complianceReader.ts';
import { createDeskActions } from './deskActions.ts';
import type { DeskDoor } from './deskDoor.ts';
import { createDeskKeys } from './deskKeys.ts';
import { createDeskRecords } from './deskRecords.ts';
import { createDeskRiskReader } from './deskRiskReader.ts';
import { createDeskSizes } from './deskSizes.ts';
import { createModelReader } from './modelReader.ts';
import { createScreenPorts } from './screenPorts.ts';
import { deskSigningKeys } from './signingKeys.ts';
import { createStressReader } from './stressReader.ts';
import { createTraderHistories } from './traderHistories.ts';

/** What the web server uses, over the stores of one desk. */
export function createWebPorts(
  world: World,
  door: DeskDoor,
  { isDemo }: { readonly isDemo: boolean },
): WebPorts {
  const { clock, log, calendar, config } = world;
  const records = createDeskRecords(world, door);
  return {
    clock,
    log,
    calendar,
    timezone: config.timezone,
    web: config.web,
    version: codeVersion,
    isDemo,
    keys: createDeskKeys(door),
    idempotency: repliesOf(door),
    unconfirmed: unconfirmedOf(door),
    actions: createDeskActions(world, door),
    records,
    answerSheets: createAnswerSheets(world, door),
    signingKeys: deskSigningKeys(config),
    screens: createScreenPorts(world, door),
    traders: createTraderHistories(world, door),
    sizes: createDeskSizes(world, door),
    deskRisk: createDeskRiskReader(world, door),
    model: createModelReader(world, door),
    stress: createStressReader(world, door, records),
    compliance: createComplianceReader(world, door),
    driftLooks: { last: async (session) => (await door.stores()).driftLooks.last(session) },
  };
}

function repliesOf(door: DeskDoor): IdempotencyStore {
  return {
    find: async (owner, key, now) => (await door.stores()).idempotency.find(owner, key, now),
    keep: async (owner, key, reply, at) => (await door.writing()).idempotency.keep(owner, key, reply, at),
  };
}

function unconfirmedOf(door: DeskDoor): UnconfirmedAnswers {
  return {
    add: async (answers) => (await door.writing()).unconfirmed.add(answers),
    of: async (sessionDate) => (await door.stores()).unconfirmed.of(sessionDate),
  };
}
