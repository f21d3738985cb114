import { answerEach } from '../../pipeline/limits/answerEach.ts';
import { type AnsweredLine, answerMail } from '../../pipeline/limits/answerMail.ts';
import { confirmAnswer } from '../../pipeline/limits/confirmAnswer.ts';
import {
  approveOverride,
  endOverride,
  endOverrides,
  giveOverride,
} from '../../pipeline/limits/overrideLimit.ts';
import type { DeskActions, DeskAnswered } from '../../ports/deskActions.ts';
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
    async giveOverride({ firstSession, lastSession, ...request }) {
      const { ports, terms } = await opened();
      const first = firstSession ?? terms.dueSession;
      return giveOverride(ports, terms, {
        ...request,
        firstSession: first,
        lastSession: lastSession ?? first,
        at: clock.now(),
      });
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

function answered({ trader, mailed, now }: AnsweredLine): DeskAnswered {
  return { trader, mailed, inForce: now?.inForce ?? null };
}
