/** Each kind of event: what happened, the limit in force afterwards, and the source that it has then. */
export const limitEventKinds = {
  mailed: {
    event: 'a mail that the server accepted asked for a change',
    inForce: 'the mailed target',
    source: 'assumed',
  },
  applied: { event: 'answer: applied', inForce: 'the mailed target', source: 'answered' },
  different: { event: 'answer: another limit', inForce: 'the amount given', source: 'answered' },
  'not-applied': {
    event: 'answer: not applied',
    inForce: 'what was in force before that mail',
    source: 'answered',
  },
  set: { event: '`limits set TRADER DOLLARS`', inForce: 'the amount', source: 'set' },
  readback: {
    event: "read-back of the platform's own export",
    inForce: "the platform's amount",
    source: 'readback',
  },
  unknown: { event: 'a restore, or the upgrade', inForce: 'unknown', source: 'unknown' },
} as const;

/**
 * What happened to a limit on the platform, as far as it is known. mailed: a mail asked for it. applied,
 * different, not-applied: the answer to a mail. set, readback: a fact of a risk manager or of the platform.
 * unknown: an upgrade or a restore; it concerns every trader.
 */
export type LimitEventKind = keyof typeof limitEventKinds;

/** The way on which an event arrived. */
export type EventChannel = 'mail' | 'command' | 'link' | 'page' | 'api' | 'file' | 'restore' | 'upgrade';

/** One event. Events are stored once and never changed. */
export interface LimitEvent {
  readonly id: number;
  readonly kind: LimitEventKind;
  /** null: every trader. */
  readonly trader: string | null;
  /** The first session for which it holds. */
  readonly sessionDate: string;
  readonly recordedAt: Date;
  /** The mailed target, or the amount given; null for `not-applied` and `unknown`. */
  readonly dollars: number | null;
  /** The base limit of the trader when the event was recorded, dollars; null for `unknown`. */
  readonly baseLimit: number | null;
  /** The revision of the decision that was mailed or answered; null for other kinds. */
  readonly revision: number | null;
  readonly reason: string | null;
  /** The individual, or `daybreak` for a mail. */
  readonly by: string;
  readonly through: EventChannel;
}

export type NewLimitEvent = Omit<LimitEvent, 'id'>;

/** until-changed: the platform keeps a limit. session: it returns to the base limit every night. */
export type LimitLifetime = 'until-changed' | 'session';
