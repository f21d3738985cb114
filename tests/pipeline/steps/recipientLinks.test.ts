import { expect, it } from 'vitest';
import type { MorningPorts, MorningRequest } from '../../../src/pipeline/morning.ts';
import type { AnswerLinks } from '../../../src/ports/answerLinks.ts';
import type { SealedMail } from '../../../src/ports/mail.ts';
import { fakeSource } from '../../support/desk.ts';
import { accepted, history, morningPorts, runOwn, storePast } from '../../support/morningDesk.ts';
import { temporaryStores } from '../../support/stores.ts';

/** Links that name what they were made of. */
const answerLinks: AnswerLinks = {
  linksFor: ({ recipient, sessionDate, revision, expiresAt }) => {
    const [who = ''] = recipient.split('@');
    const place = `https://risk.example.com/${who}/${sessionDate}/${revision}/${expiresAt.getTime()}`;
    return { all: `${place}/all`, of: (trader) => `${place}/${trader}` };
  },
};

async function mailed(ports: Partial<MorningPorts>, request: Partial<MorningRequest> = {}) {
  const stores = await temporaryStores();
  const fills = history();
  await storePast(stores, fills);
  const sent: SealedMail[] = [];
  const send = async (mail: SealedMail) => {
    sent.push(mail);
    return accepted;
  };
  const result = await runOwn({ ...morningPorts(stores, fakeSource(fills), send), ...ports }, request);
  const linksOf = (text: string) =>
    [...text.matchAll(/https:\/\/risk\.example\.com\/[^\s"<]+/g)].map(([url]) => url);
  return {
    result,
    mails: sent.map(({ recipient, messageId, bytes }) => ({
      recipient,
      messageId,
      links: [...new Set(linksOf(bytes.toString().replace(/=\r\n/g, '')))],
    })),
  };
}

const close = Date.parse('2026-03-03T21:00:00Z');

it('each recipient of the desk gets links of their own, valid until the close', async () => {
  const { mails } = await mailed({ answerLinks });
  expect(mails.map(({ links }) => links.toSorted())).toEqual(
    ['ann', 'bob'].map((who) => [
      `https://risk.example.com/${who}/2026-03-03/0/${close}/STREAK`,
      `https://risk.example.com/${who}/2026-03-03/0/${close}/all`,
    ]),
  );
});

it('a recipient outside EMAIL_RECIPIENTS gets the mail without links', async () => {
  const recipients = ['ann@desk.example', 'guest@elsewhere.example'];
  const { mails } = await mailed({ answerLinks }, { recipients });
  expect(mails.map(({ links }) => links.length)).toEqual([2, 0]);
});

it('the mail has the Message-ID that it has without links', async () => {
  const ids = async (ports: Partial<MorningPorts>) =>
    (await mailed(ports)).mails.map(({ messageId }) => messageId);
  expect(await ids({ answerLinks })).toEqual(await ids({ answerLinks: null }));
});

it('a dry run writes no link to its files: each would be valid', async () => {
  const { result } = await mailed({ answerLinks }, { dryRun: true });
  expect(result.mail?.html).not.toContain('risk.example.com');
  expect(result.mail?.text).not.toContain('risk.example.com');
});

it('a mail goes out without links where they cannot be made', async () => {
  const { mails } = await mailed({ answerLinks: { linksFor: () => null } });
  expect(mails.map(({ links }) => links)).toEqual([[], []]);
});
