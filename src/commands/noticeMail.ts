import { join } from 'node:path';
import { createUnrecordedMails } from '../adapters/files/unrecordedMails.ts';
import type { MailConfig } from '../config/config.ts';
import type { MorningPorts } from '../pipeline/morning.ts';
import { sendOnce } from '../pipeline/notices/sendOnce.ts';
import { configuredTransport } from './mailTransport.ts';
import { dataDirectory, type World } from './world.ts';

/** How a morning sends its mails, and what it remembers of those that the database could not record. */
export type MorningMail = Pick<MorningPorts, 'transport' | 'unrecorded'>;

/** The mail of a morning or a daemon, which sends no mail twice because its database failed. */
export function createMorningMail(world: World, mail: MailConfig, triesLoginAgain = false): MorningMail {
  const { config, clock } = world;
  const unrecorded = createUnrecordedMails(join(dataDirectory(config), 'unrecorded-mails'), clock.now());
  return { unrecorded, transport: sendOnce(configuredTransport(world, mail, triesLoginAgain), unrecorded) };
}
