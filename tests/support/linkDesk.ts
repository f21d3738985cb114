import { answerToken } from '../../src/adapters/web/answers/signing/answerToken.ts';
import { TODAY } from './limitDesk.ts';
import { load } from './linkPage.ts';
import { temporaryFolder } from './stores.ts';
import { OWN_ORIGIN, webDesk } from './webDesk.ts';

export const WEB_URL = 'https://risk.example.com';

const mail = {
  recipient: 'ann@desk',
  sessionDate: TODAY,
  revision: 0,
  expiresAt: new Date(`${TODAY}T21:00:00Z`),
};

/**
 * The web server of the desk of `webDesk` with WEB_URL, and the links of the mail of TODAY to its recipient:
 * NET001 is raised from $3,000 to $5,000, NET002 is lowered from $5,000 to $2,500. The mail was accepted at
 * 05:00, and it is 08:00 in New York.
 */
export async function linkDesk(settings: Readonly<Record<string, string>> = {}, folder = temporaryFolder()) {
  const desk = await webDesk(
    {
      WEB_URL,
      EMAIL_FROM: 'Daybreak <risk@desk.example>',
      EMAIL_RECIPIENTS: 'ann@desk',
      SMTP_HOST: 'localhost',
      ...settings,
    },
    folder,
  );
  const [key] = desk.ports.signingKeys();
  if (key === undefined) throw new Error('no signing key');
  const pathOf = (trader: string | null, changes: Partial<typeof mail> = {}) =>
    `/a/${answerToken(key, { ...mail, ...changes }, trader)}`;
  const get = async (url: string) => load(await desk.server.inject({ url }));
  const post = async (
    url: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = { origin: WEB_URL },
  ) =>
    load(
      await desk.server.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        payload: new URLSearchParams(fields).toString(),
      }),
    );
  return {
    ...desk,
    key,
    ownOrigin: OWN_ORIGIN,
    pathOf,
    get,
    post,
    /** Opens the form, fills in these fields and sends it as a browser does. */
    async fill(url: string, fields: Readonly<Record<string, string>>) {
      return post(url, { ...(await get(url)).hidden, ...fields });
    },
    /** Kind, trader, dollars, author and channel of each event but the mails, oldest first. */
    answers: () =>
      desk.withStores(async ({ limits }) =>
        (await limits.events('9999-12-31'))
          .filter(({ kind }) => kind !== 'mailed')
          .map(({ kind, trader, dollars, reason, by, through }) => ({
            kind,
            trader,
            dollars,
            reason,
            by,
            through,
          })),
      ),
  };
}
