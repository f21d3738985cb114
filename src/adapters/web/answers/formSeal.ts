import { createHash, timingSafeEqual } from 'node:crypto';
import type { Answer } from '../../../domain/limits/answer.ts';
import type { AnswerSheet } from '../../../ports/answerSheets.ts';
import { KEY_ID_LENGTH, keyWithId, type SigningKey } from './signing/signingKey.ts';

/** ask: the form with the choices. confirm: the second page, with the answers that it asks to confirm. */
export type FormStage = 'ask' | 'confirm';

/** What a form was made for. */
export interface SealedForm {
  readonly token: string;
  readonly stage: FormStage;
  /** Of `stateOf`: what the form showed. */
  readonly state: Buffer;
  /** The answers that a confirmation is of; empty for `ask`. */
  readonly answers: readonly NamedAnswer[];
}

export interface NamedAnswer {
  readonly trader: string;
  readonly answer: Answer;
}

/** In order: stage (1 byte), key id (2), second of issue (4), state (6), signature (16). */
const AT = { keyId: 1, issued: 3, state: 7, signature: 13, end: 29 };
const SEAL = /^[A-Za-z0-9_-]{39}$/;
const STAGES: Readonly<Record<FormStage, number>> = { ask: 1, confirm: 2 };

/** A form that was opened longer ago is shown again instead of recorded. */
const LONGEST_AGE_MS = 30 * 60_000;

/**
 * The hidden field of a form. It ties a post to one form, its time and what the form showed, so that a copy
 * of a post that is sent later records nothing new.
 */
export function sealForm(key: SigningKey, form: SealedForm, now: Date): string {
  const seal = Buffer.alloc(AT.end);
  seal[0] = STAGES[form.stage];
  key.id.copy(seal, AT.keyId);
  seal.writeUInt32BE(Math.floor(now.getTime() / 1000), AT.issued);
  form.state.copy(seal, AT.state);
  signatureOf(key, seal, form).copy(seal, AT.signature);
  return seal.toString('base64url');
}

/** When a form with this seal was made; null where the seal is of another form, too old, or forged. */
export function openSeal(
  keys: readonly SigningKey[],
  text: string,
  form: SealedForm,
  now: Date,
): Date | null {
  if (!SEAL.test(text)) return null;
  const seal = Buffer.from(text, 'base64url');
  const key = keyWithId(keys, seal.subarray(AT.keyId, AT.keyId + KEY_ID_LENGTH));
  if (key === null || !timingSafeEqual(signatureOf(key, seal, form), seal.subarray(AT.signature)))
    return null;
  if (seal[0] !== STAGES[form.stage] || !seal.subarray(AT.state, AT.signature).equals(form.state))
    return null;
  const issuedAt = new Date(seal.readUInt32BE(AT.issued) * 1000);
  return now.getTime() - issuedAt.getTime() > LONGEST_AGE_MS ? null : issuedAt;
}

function signatureOf(key: SigningKey, seal: Buffer, { token, answers }: SealedForm): Buffer {
  const content = seal.subarray(0, AT.signature);
  return key.sign(AT.end - AT.signature, 'form', token, content, JSON.stringify(answers));
}

/** A digest of what a form shows: it changes with every mail and every answer. */
export function stateOf({ lines }: AnswerSheet): Buffer {
  const shown = lines.map(({ trader, target, revision, given, unconfirmed }) => [
    trader,
    target,
    revision,
    given,
    unconfirmed?.at ?? null,
  ]);
  return createHash('sha256')
    .update(JSON.stringify(shown))
    .digest()
    .subarray(0, AT.signature - AT.state);
}
