import { readAnswerSheet } from '../../pipeline/limits/answerSheet.ts';
import type { AnswerSheets } from '../../ports/answerSheets.ts';
import type { World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';

/** What the links of the desk's mails concern. */
export function createAnswerSheets({ config, clock }: World, door: DeskDoor): AnswerSheets {
  const { defaultLimit, limitLifetime: lifetime } = config;
  const deskRecipients = config.mail?.recipients ?? [];
  return {
    async read(link) {
      const stores = await door.stores();
      return readAnswerSheet(stores, { defaultLimit, lifetime, deskRecipients, now: clock.now() }, link);
    },
  };
}
