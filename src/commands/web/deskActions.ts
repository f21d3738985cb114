import { answerEach } from '../../pipeline/limits/answerEach.ts';
import { type AnsweredLine, answerMail } from '../../pipeline/limits/answerMail.ts';
import { confirmAnswer } from '../../pipeline/limits/confirmAnswer.ts';
import type { LimitTerms } from '../../pipeline/limits/deskLimits.ts';
import {
  approveOverride,
  endOverride,
  endOverrides,
  giveOverride,
} from '../../pipeline/limits/overrideLimit.ts';
import { previewOverride } from '../../pipeline/limits/planOverride.ts';
import type { DeskActions, DeskAnswered, DeskOverride } from '../../ports/deskActions.ts';
import { limitTerms } from '../limitTerms.ts';
import type { World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';

/** What risk managers can do over the web, by the same functions as the commands. */
export function createDeskActions(world: World, door: DeskDoor): DeskActions {
  const { calendar, clock } = world;
  const opened = async () => {
    const stores = await door.writing();
    return { ports: { ...stores, calendar }, terms: await limitTerms(world, stores) };
  };
  return {
    dueSession: async () => (await limitTerms(world, await door.stores())).dueSession,
    async answer(request) {
      const { ports, terms } = await opened();
      const lines = await answerMail(ports, terms, { ...request, at: clock.now() });
      return lines.map(answered);
    },
    async answerEach(request) {
      const { ports, terms } = await opened();
      const results = await answerEach(ports, terms, { ...request, at: clock.now() });
      return results.map((each) =>
        'refused' in each ? each : { trader: each.trader, answered: answered(each.line) },
      );
    },
    async confirmAnswer(request) {
      const { ports, terms } = await opened();
      return answered(await confirmAnswer(ports, terms, { ...request, at: clock.now() }));
    },
    async previewOverride(request) {
      const stores = await door.stores();
      const terms = await limitTerms(world, stores);
      const asked = { ...withSessions(request, terms), at: clock.now() };
      return previewOverride({ ...stores, calendar }, terms, asked);
    },
    async giveOverride(request) {
      const { ports, terms } = await opened();
      return giveOverride(ports, terms, { ...withSessions(request, terms), at: clock.now() });
    },
    async approveOverride(id, by) {
      const { ports, terms } = await opened();
      return approveOverride(ports, terms, { id, by, at: clock.now() });
    },
    async endOverride(id, by) {
      const { ports, terms } = await opened();
      return endOverride(ports, terms, { id, by, at: clock.now() });
    },
    async endOverrides(trader, by) {
      const { ports, terms } = await opened();
      return endOverrides(ports, terms, { trader, by, at: clock.now() });
    },
  };
}

/** Without sessions, an override covers the one that is due. */
function withSessions(request: DeskOverride, { dueSession }: LimitTerms) {
  const firstSession = request.firstSession ?? dueSession;
  return { ...request, firstSession, lastSession: request.lastSession ?? firstSession };
}

function answered({ trader, mailed, now }: AnsweredLine): DeskAnswered {
  return { trader, mailed, inForce: now?.inForce ?? null };
}
