import { manualRepeater, recordingLog } from '../../scripts/simulation/fakes.ts';
import { createMailSealer } from '../../src/adapters/email/mailSealer.ts';
import type { Stores } from '../../src/commands/world.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import { alertMailView } from '../../src/domain/report/alertMailView.ts';
import { correctionView } from '../../src/domain/report/correctionView.ts';
import { failedView } from '../../src/domain/report/failedView.ts';
import { subjectLine } from '../../src/domain/report/headline.ts';
import { lateView } from '../../src/domain/report/lateView.ts';
import { reminderView } from '../../src/domain/report/reminderView.ts';
import { SHOWN } from '../../src/domain/report/rowsShown.ts';
import { successView } from '../../src/domain/report/successView.ts';
import { DaemonLoop } from '../../src/pipeline/daemon/daemonLoop.ts';
import type { DaemonPorts, DaemonSettings } from '../../src/pipeline/daemon/daemonPorts.ts';
import type { MorningRequest } from '../../src/pipeline/morning.ts';
import type { Problem } from '../../src/pipeline/notices/problem.ts';
import { sendOnce } from '../../src/pipeline/notices/sendOnce.ts';
import type { MailRenderer, SealedMail, SendResult } from '../../src/ports/mail.ts';
import type { Clock } from '../../src/ports/runtime.ts';
import type { FillSource } from '../../src/ports/source.ts';
import { DaybreakError, SourceError, StoreError } from '../../src/shared/errors.ts';
import { fakeSource } from './desk.ts';
import { accepted, history, morningPorts, request, storePast, unrecordedInMemory } from './morningDesk.ts';
import { temporaryStores } from './stores.ts';

const MINUTE_MS = 60_000;

/** A mail that the server accepted, with its time in New York, kind and recipient. */
export interface Taken {
  readonly at: string;
  readonly kind: string;
  readonly to: string;
  readonly text: string;
  readonly bytes: string;
}

export interface DayOptions {
  readonly source?: (clock: Clock) => FillSource;
  /** The server's answer at a time such as `05:03`. */
  readonly send?: (mail: SealedMail, time: string) => SendResult;
  readonly settings?: Partial<Omit<DaemonSettings, 'request'>>;
  /** What a run or a look is asked beyond the usual, each time. */
  readonly request?: () => Partial<MorningRequest>;
  readonly ports?: Partial<DaemonPorts>;
  /** Thrown when the database is opened at a time. */
  readonly unopenable?: (time: string) => Error | null;
  readonly fills?: Fill[];
  /** 04:55 in New York on Tuesday 3 March 2026, if not given. */
  readonly starts?: string;
}

/** Times around the beginning, LATE_AT and the deadline, at which the day moves minute by minute. */
const isEventful = (time: string) => /^(?:04:5[89]|05:0|08:3|09:2)/.test(time);

/**
 * A day of daemons on a clock of its own. The clock moves by minutes and wakes every daemon each time, also
 * while a run waits for a server. The store and the sealed mails are real; the texts are those of the views,
 * without MJML.
 */
export async function daemonDay(options: DayOptions = {}) {
  const stores = await temporaryStores();
  const fills = options.fills ?? history();
  await storePast(stores, fills);
  const taken: Taken[] = [];
  const pings: string[] = [];
  const repeater = manualRepeater();
  // As the files of the data folder, it outlives a process.
  const unrecorded = unrecordedInMemory();
  const observations: string[] = [];
  const daemons = new Map<string, DaemonLoop>();
  const logs = new Map<string, ReturnType<typeof recordingLog>>();
  let now = Date.parse(options.starts ?? '2026-03-03T09:55:00Z');
  const time = () => newYork(new Date(now));
  const clock: Clock = {
    now: () => new Date(now),
    wait: async (milliseconds, signal) => {
      const until = now + milliseconds;
      while (now < until && !signal?.aborted) await move(Math.min(MINUTE_MS, until - now));
    },
  };
  const source = (options.source ?? (() => fakeSource(fills)))(clock);

  async function move(milliseconds: number): Promise<void> {
    now += milliseconds;
    for (const daemon of daemons.values()) await daemon.wakeUp();
    await repeater.fire();
  }

  async function send(mail: SealedMail): Promise<SendResult> {
    const end = options.send?.(mail, time()) ?? accepted;
    const bytes = mail.bytes.toString();
    const [, kind = ''] = /^<([a-z]+)/.exec(mail.messageId) ?? [];
    if (end.outcome === 'accepted')
      taken.push({ at: time(), kind, to: mail.recipient, text: decoded(bytes), bytes });
    return end;
  }

  /** Starts a daemon; it wakes up at once. */
  async function start(owner = 'host:1:a', itsStores: Stores = stores): Promise<DaemonLoop> {
    const log = recordingLog();
    logs.set(owner, log);
    const transport = sendOnce({ send }, unrecorded);
    const given = morningPorts(itsStores, source, send);
    const desk = { ...given, repeater, clock, log, renderer: quickRenderer, transport, unrecorded };
    const ports: DaemonPorts = {
      clock,
      log,
      repeater,
      calendar: desk.calendar,
      renderer: quickRenderer,
      sealer: createMailSealer({ from: 'Daybreak <risk@desk.example>' }),
      transport,
      unrecorded,
      heartbeat: { ping: async (what) => void pings.push(`${time()} ${what}`) },
      lastLines: () => log.lines.slice(-5),
      problemOf,
      open: async () => {
        const refusal = options.unopenable?.(time()) ?? null;
        if (refusal !== null) throw refusal;
        return {
          ports: desk,
          requireReady: async () => undefined,
          observe: async () => void observations.push(time()),
          close: async () => undefined,
        };
      },
      runMaintenance: async () => undefined,
      ...options.ports,
    };
    const daemon = new DaemonLoop(ports, daemonSettings(owner, options));
    daemons.set(owner, daemon);
    await daemon.wakeUp();
    return daemon;
  }

  return {
    stores,
    fills,
    taken,
    pings,
    /** When a daemon read from the store what /health reports. */
    observations,
    start,
    clock,
    /** Time, kind and recipient of each accepted mail. */
    mails: () => taken.map(({ at, kind, to }) => `${at} ${kind} ${to.split('@')[0]}`),
    log: (owner = 'host:1:a') => logs.get(owner)?.lines ?? [],
    /** Lets the day go on until a time in New York. */
    async until(target: string): Promise<void> {
      while (time() < target) await move(isEventful(time()) ? MINUTE_MS : 5 * MINUTE_MS);
    },
    /** Sets the clock, backwards or forwards, without waking a daemon. */
    set(instant: string): void {
      now = Date.parse(instant);
    },
    /** Ends a daemon: it gets no further wake-up. */
    kill: (owner: string) => daemons.delete(owner),
    /** Moves the clock by minutes, past midnight too. */
    async pass(minutes: number): Promise<void> {
      for (let minute = 0; minute < minutes; minute++) await move(MINUTE_MS);
    },
  };
}

function daemonSettings(owner: string, { settings: changes, request: asked }: DayOptions): DaemonSettings {
  const settings = {
    timezone: 'America/New_York',
    runAt: '05:00',
    lateAt: '08:30',
    sendDeadline: '09:25',
    correctionEveryMs: 30 * MINUTE_MS,
    owner,
    leaseMs: 90_000,
    recipients: ['ann@desk.example', 'bob@desk.example'],
    alertRecipients: ['op@desk.example'],
    notifySuccess: false,
    limitLifetime: 'until-changed' as const,
    defaultLimit: 5000,
    remindUnanswered: false,
    isOneShot: false,
    ...changes,
  };
  return {
    ...settings,
    request: (sessionDate) => ({
      ...request,
      sessionDate,
      begins: new Date(`${sessionDate}T10:00:00Z`),
      deadline: new Date(`${sessionDate}T14:25:00Z`),
      closesAt: new Date(`${sessionDate}T21:00:00Z`),
      lateAt: new Date(`${sessionDate}T13:30:00Z`),
      owner,
      recipients: settings.recipients,
      waitsForOther: false,
      retriesRefused: false,
      ...asked?.(),
    }),
  };
}

const clockFace = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/New_York',
  hour: '2-digit',
  minute: '2-digit',
});
export const newYork = (instant: Date) => clockFace.format(instant);

export function decoded(bytes: string): string {
  return bytes
    .replace(/=\r\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (codes) => Buffer.from(codes.replaceAll('=', ''), 'hex').toString());
}

export function problemOf(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const { code, hint, retryable } =
    error instanceof DaybreakError ? error : { code: 'unexpected', hint: 'a fault', retryable: false };
  const origin = error instanceof SourceError ? 'source' : error instanceof StoreError ? 'store' : 'other';
  return { code, message, hint, retryable, origin };
}

/** The text of each message, one fact a line, without pictures or HTML. */
export const quickRenderer: MailRenderer = {
  morning: async (report) => plain(subjectLine(report), report.alerts),
  late: async (notice) => noticed(lateView(notice)),
  failed: async (notice) => noticed(failedView(notice)),
  correction: async (correction) => {
    const { subject, changeGroups, otherChanges, facts } = correctionView(correction, SHOWN);
    return plain(subject, [changeGroups, otherChanges, facts]);
  },
  reminder: async (notice, links = null) => noticed(reminderView(notice, 30, links)),
  alert: async (notice) => noticed(alertMailView(notice)),
  success: async (notice) => noticed(successView(notice)),
  review: async () => plain('review', null),
  test: async () => plain('test', null),
};

function noticed({ subject, ...view }: { readonly subject: string }) {
  return plain(subject, view);
}

function plain(subject: string, content: unknown) {
  const text = JSON.stringify(content, null, 1);
  return { subject, text, html: `<p>${subject}</p>`, attachments: [] };
}
