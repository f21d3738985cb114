import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { onTestFinished } from 'vitest';
import { fakeClock } from '../../scripts/simulation/fakes.ts';
import { createAnswerLinks } from '../../src/adapters/web/answers/signing/answerLinks.ts';
import { createWebServer } from '../../src/adapters/web/server/webServer.ts';
import { createDeskDoor } from '../../src/commands/web/deskDoor.ts';
import { deskSigningKeys } from '../../src/commands/web/signingKeys.ts';
import { createWebPorts } from '../../src/commands/web/webPorts.ts';
import type { SealedMail } from '../../src/ports/mail.ts';
import { fakeSource } from './desk.ts';
import { accepted, history, morningPorts, request, runOwn, storePast } from './morningDesk.ts';
import { temporaryFolder, temporaryStores } from './stores.ts';
import { fakeWorld } from './world.ts';

/** A desk that mails Tuesday's morning at 05:00 in New York, and its web server at 05:00:20. */
export async function mailedDesk() {
  const path = join(temporaryFolder(), 'daybreak.db');
  const stores = await temporaryStores(path);
  const fills = history();
  await storePast(stores, fills);
  const desk = fakeWorld(
    {
      DB_PATH: path,
      WEB_URL: 'https://risk.example.com',
      WEB_RATE_LIMIT: '0',
      EMAIL_FROM: 'Daybreak <risk@desk.example>',
      EMAIL_RECIPIENTS: request.recipients.join(','),
      SMTP_HOST: 'localhost',
    },
    '2026-03-03T10:00:20Z',
  );
  const { config, log } = desk.world;
  const answerLinks = createAnswerLinks(config.web, deskSigningKeys(config), log);
  const morning = async (sessionDate: string, source: ReturnType<typeof history>) => {
    const sent: SealedMail[] = [];
    const send = async (mail: SealedMail) => {
      sent.push(mail);
      return accepted;
    };
    const clock = fakeClock(`${sessionDate}T10:00:00Z`);
    const [begins, deadline] = [new Date(`${sessionDate}T10:00:00Z`), new Date(`${sessionDate}T14:25:00Z`)];
    const closesAt = new Date(`${sessionDate}T21:00:00Z`);
    const ports = { ...morningPorts(stores, fakeSource(source), send, clock), answerLinks };
    await runOwn(ports, { sessionDate, begins, deadline, lateAt: deadline, closesAt });
    const [mail] = sent;
    return simpleParser(mail?.bytes ?? Buffer.alloc(0));
  };
  const door = createDeskDoor(config);
  const ports = createWebPorts(desk.world, door, { isDemo: false });
  const server = await createWebServer(ports);
  onTestFinished(async () => {
    await server.close();
    await door.close();
  });
  return { ...desk, stores, fills, morning, ports, server };
}
