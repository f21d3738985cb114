import { timingSafeEqual } from 'node:crypto';
import { mailboxOf } from '../../../../domain/text/mailbox.ts';
import type { LinkedMail, OpenedLink } from '../../../../ports/answerLinks.ts';
import { KEY_ID_LENGTH, keyWithId, type SigningKey } from './signingKey.ts';

/**
 * The token of a link: 36 bytes, 48 characters of base64url. In order: purpose (1 byte), key id (2), session
 * (2), revision (2), expiry (2), recipient (5), trader (6), signature (16). A line of a mail with a usual
 * address stays below 78 characters.
 *
 * Recipient and trader are keyed hashes, so that a link in a log or a history names neither. The signature
 * is HMAC-SHA-256 cut to 128 bits, the shortest that RFC 2104 recommends.
 */
const AT = { keyId: 1, session: 3, revision: 5, expiry: 7, recipient: 9, trader: 14, signature: 20, end: 36 };

const TOKEN = /^[A-Za-z0-9_-]{48}$/;

/** The first byte. A later format has other values. */
const PURPOSES = { one: 1, all: 2 } as const;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Sessions are counted in days from here. */
const FIRST_DAY_MS = Date.UTC(2000, 0, 1);

/**
 * The token of one link.
 * @param trader null: every change of the mail.
 */
export function answerToken(key: SigningKey, mail: LinkedMail, trader: string | null): string {
  const token = Buffer.alloc(AT.end);
  token[0] = trader === null ? PURPOSES.all : PURPOSES.one;
  key.id.copy(token, AT.keyId);
  token.writeUInt16BE(dayOf(mail.sessionDate), AT.session);
  token.writeUInt16BE(mail.revision, AT.revision);
  token.writeUInt16BE(minutesOf(mail), AT.expiry);
  recipientHash(key, mail.sessionDate, mail.recipient).copy(token, AT.recipient);
  traderHash(key, mail.sessionDate, trader ?? '').copy(token, AT.trader);
  signatureOf(key, token).copy(token, AT.signature);
  return token.toString('base64url');
}

/** What a token says; null where its signature is not right. */
export function openToken(keys: readonly SigningKey[], text: string): OpenedLink | null {
  if (!TOKEN.test(text)) return null;
  const token = Buffer.from(text, 'base64url');
  const key = keyWithId(keys, token.subarray(AT.keyId, AT.keyId + KEY_ID_LENGTH));
  if (key === null || !timingSafeEqual(signatureOf(key, token), token.subarray(AT.signature))) return null;
  const sessionDate = sessionOf(token.readUInt16BE(AT.session));
  const isOfAll = token[0] === PURPOSES.all;
  if (!isOfAll && token[0] !== PURPOSES.one) return null;
  const recipient = token.subarray(AT.recipient, AT.trader);
  const trader = token.subarray(AT.trader, AT.signature);
  return {
    sessionDate,
    revision: token.readUInt16BE(AT.revision),
    expiresAt: expiryOf(token),
    isOfAll,
    isTo: (address) => recipientHash(key, sessionDate, address).equals(recipient),
    isOf: (name) => !isOfAll && traderHash(key, sessionDate, name).equals(trader),
  };
}

/** Until when a token claims to answer, its signature unchecked; null: no token of this format. */
export function linkExpiry(text: string): Date | null {
  if (!TOKEN.test(text)) return null;
  const token = Buffer.from(text, 'base64url');
  return token[0] === PURPOSES.one || token[0] === PURPOSES.all ? expiryOf(token) : null;
}

function expiryOf(token: Buffer): Date {
  const sessionDate = sessionOf(token.readUInt16BE(AT.session));
  return new Date(dayBefore(sessionDate) + token.readUInt16BE(AT.expiry) * MINUTE_MS);
}

function signatureOf(key: SigningKey, token: Buffer): Buffer {
  return key.sign(AT.end - AT.signature, 'link', token.subarray(0, AT.signature));
}

function recipientHash(key: SigningKey, sessionDate: string, recipient: string): Buffer {
  return key.sign(AT.trader - AT.recipient, 'recipient', sessionDate, mailboxOf(recipient));
}

function traderHash(key: SigningKey, sessionDate: string, trader: string): Buffer {
  return key.sign(AT.signature - AT.trader, 'trader', sessionDate, trader);
}

function dayOf(sessionDate: string): number {
  return (Date.parse(sessionDate) - FIRST_DAY_MS) / DAY_MS;
}

function sessionOf(day: number): string {
  return new Date(FIRST_DAY_MS + day * DAY_MS).toISOString().slice(0, 10);
}

/** The expiry in minutes. A market east of Greenwich can close on the day before, in UTC. */
function minutesOf({ sessionDate, expiresAt }: LinkedMail): number {
  return Math.floor((expiresAt.getTime() - dayBefore(sessionDate)) / MINUTE_MS);
}

function dayBefore(sessionDate: string): number {
  return Date.parse(sessionDate) - DAY_MS;
}
