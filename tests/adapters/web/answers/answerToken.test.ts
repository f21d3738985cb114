import { describe, expect, it } from 'vitest';
import { recordingLog } from '../../../../scripts/simulation/fakes.ts';
import { createAnswerLinks, linkBase } from '../../../../src/adapters/web/answers/signing/answerLinks.ts';
import { answerToken, openToken } from '../../../../src/adapters/web/answers/signing/answerToken.ts';
import { signingKey } from '../../../../src/adapters/web/answers/signing/signingKey.ts';

const key = signingKey('the first secret of the desk, 32+');
const other = signingKey('another secret of the desk, 32 or more');
const mail = {
  recipient: 'Ann <ann@desk.example>',
  sessionDate: '2026-03-03',
  revision: 0,
  expiresAt: new Date('2026-03-03T21:00:00Z'),
};

describe('the token of a link', () => {
  it('says again what was signed', () => {
    const link = openToken([key], answerToken(key, { ...mail, revision: 300 }, 'NET010'));
    expect(link).toMatchObject({
      sessionDate: '2026-03-03',
      revision: 300,
      expiresAt: mail.expiresAt,
      isOfAll: false,
    });
    expect([link?.isTo('ann@DESK.example.'), link?.isTo('bob@desk.example')]).toEqual([true, false]);
    expect([link?.isOf('NET010'), link?.isOf('NET011'), link?.isOf('')]).toEqual([true, false, false]);
  });

  it('of all changes is of no single trader', () => {
    const link = openToken([key], answerToken(key, mail, null));
    expect([link?.isOfAll, link?.isOf(''), link?.isOf('NET010')]).toEqual([true, false, false]);
  });

  it('expires to the minute, in zones east of Greenwich and at midnight too', () => {
    for (const close of ['2026-03-02T19:00:00Z', '2026-03-03T06:00:00Z', '2026-03-04T05:00:00Z']) {
      const expiresAt = new Date(close);
      expect(openToken([key], answerToken(key, { ...mail, expiresAt }, 'A'))?.expiresAt).toEqual(expiresAt);
    }
  });

  it('is short enough for a line of the text part, and names neither trader nor recipient', () => {
    const token = answerToken(key, mail, 'NET010');
    expect(`https://risk.example.com/a/${token}`).toHaveLength(75);
    const bytes = Buffer.from(token, 'base64url').toString('latin1');
    expect(bytes).not.toContain('NET010');
    expect(bytes).not.toContain('ann');
    expect(answerToken(key, { ...mail, sessionDate: '2026-03-04' }, 'NET010').slice(18, 28)).not.toBe(
      token.slice(18, 28),
    );
  });

  it('is refused with any one character changed, cut off, or lengthened', () => {
    const token = answerToken(key, mail, 'NET010');
    for (let place = 0; place < token.length; place++) {
      const changed = token[place] === 'A' ? 'B' : 'A';
      expect(openToken([key], `${token.slice(0, place)}${changed}${token.slice(place + 1)}`)).toBeNull();
    }
    for (const text of [token.slice(0, -1), `${token}A`, `${token}=`, '', token.replace(/^./, '.')])
      expect(openToken([key], text)).toBeNull();
  });

  it('is valid while its key is one of several, and after that no longer', () => {
    const token = answerToken(key, mail, 'NET010');
    expect(openToken([other, key], token)).not.toBeNull();
    expect(openToken([other], token)).toBeNull();
    expect(openToken([], token)).toBeNull();
  });
});

describe('the links of a mail', () => {
  const web = { url: 'https://risk.example.com', basePath: '' } as Parameters<typeof createAnswerLinks>[0];

  it('begin with WEB_URL and the base path, which is not said twice', () => {
    expect(linkBase({ url: 'https://a.example', basePath: '' })).toBe('https://a.example/a/');
    expect(linkBase({ url: 'https://a.example', basePath: '/risk' })).toBe('https://a.example/risk/a/');
    expect(linkBase({ url: 'https://a.example/risk', basePath: '/risk' })).toBe('https://a.example/risk/a/');
  });

  it('are the same for the same mail, and differ by recipient, trader, revision and session', () => {
    const links = createAnswerLinks(web, () => [key], recordingLog());
    const of = (changes = {}, trader = 'A') => links.linksFor({ ...mail, ...changes })?.of(trader);
    expect(of()).toBe(of());
    const texts = [of(), of({}, 'B'), of({ recipient: 'bob@desk.example' }), of({ revision: 1 })];
    const all = links.linksFor(mail)?.all;
    expect(new Set([...texts, of({ sessionDate: '2026-03-04' }), all]).size).toBe(6);
  });

  it('are left out without WEB_URL, and where the key cannot be used, which is logged', () => {
    const log = recordingLog();
    const broken = () => {
      throw new Error('found it empty');
    };
    expect(createAnswerLinks({ ...web, url: null }, () => [key], log).linksFor(mail)).toBeNull();
    expect(log.lines).toEqual([]);
    expect(createAnswerLinks(web, broken, log).linksFor(mail)).toBeNull();
    expect(log.lines.join()).toContain('the signing key cannot be used');
  });
});
