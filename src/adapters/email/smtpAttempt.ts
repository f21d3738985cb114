import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { SendResult } from '../../ports/mail.ts';
import {
  failureOutcome,
  isLoginRefusal,
  type Progress,
  redactResponse,
  type SmtpFailure,
} from './smtpFailure.ts';

/** One message for one recipient, and the connection for it. */
export interface AttemptOptions {
  readonly connection: SMTPConnectionOptions;
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
  /** Milliseconds after which the attempt ends in any state. */
  readonly timeoutMs: number;
  /** As `MailTransport.send` says; undefined: nothing is asked. */
  readonly mayEnd?: (() => Promise<boolean>) | undefined;
}

/** What the server answered to the login; null: it was not asked, or did not answer. */
export type LoginAnswer = 'accepted' | 'refused' | null;

type Finish = (result: SendResult) => void;

const PIECE_BYTES = 16_384;
/** The longest wait for the answer to QUIT. */
const QUIT_MS = 1_000;

/** One attempt to send a message: connects, logs in, sends it once and quits. Tracks how much was sent. */
export class SmtpAttempt {
  readonly #connection: SMTPConnection;
  readonly #options: AttemptOptions;
  #progress: Progress = 'before';
  #loginAnswer: LoginAnswer = null;
  /** The server did not answer in time, so it will not answer QUIT. */
  #isSilent = false;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#connection = new SMTPConnection(options.connection);
  }

  get loginAnswer(): LoginAnswer {
    return this.#loginAnswer;
  }

  /** Runs the attempt and returns its outcome; never rejects. Call it once. */
  run(): Promise<SendResult> {
    return new Promise((resolve) => {
      const { timeoutMs } = this.#options;
      const connection = this.#connection;
      let isFinished = false;
      const finish: Finish = (result) => {
        if (isFinished) return;
        isFinished = true;
        clearTimeout(timer);
        void this.#quit().then(() => resolve(result));
      };
      const timer = setTimeout(() => {
        this.#isSilent = true;
        finish(this.#failed(new Error(`timed out after ${timeoutMs} ms`)));
      }, timeoutMs);
      // The listener is never removed: a late error without a listener would end the process.
      connection.on('error', (failure) => finish(this.#failed(failure)));
      connection.on('end', () => finish(this.#failed(new Error('connection ended'))));
      connection.connect((failure) => (failure ? finish(this.#failed(failure)) : this.#login(finish)));
    });
  }

  /**
   * Ends the session with QUIT, whatever the server answered (RFC 5321 §4.1.1.10). In the middle of a message
   * QUIT would be a line of it, so the connection is closed instead.
   */
  #quit(): Promise<void> {
    const connection = this.#connection;
    return new Promise((resolve) => {
      if (connection.destroyed) return resolve();
      const timer = setTimeout(() => connection.close(), QUIT_MS);
      connection.once('end', () => {
        clearTimeout(timer);
        resolve();
      });
      if (this.#isSilent || this.#progress === 'during' || connection.stage === 'init') connection.close();
      else connection.quit();
    });
  }

  #login(finish: Finish): void {
    const { login } = this.#options;
    if (login === null) {
      this.#sendMessage(finish);
    } else if (!this.#connection.allowsAuth) {
      finish(this.#failed(new Error('server offers no login')));
    } else {
      this.#connection.login({ credentials: { user: login.user, pass: login.password } }, (failure) => {
        this.#loginAnswer = failure ? (isLoginRefusal(failure) ? 'refused' : null) : 'accepted';
        if (failure) finish(this.#failed(failure));
        else this.#sendMessage(finish);
      });
    }
  }

  #sendMessage(finish: Finish): void {
    const { from, to, bytes } = this.#options;
    this.#connection.send({ from, to: [to], size: bytes.length }, this.#trackedBytes(), (failure, info) =>
      finish(failure ? this.#failed(failure) : { outcome: 'accepted', response: this.#shown(info.response) }),
    );
  }

  /**
   * The message as a stream that sets the progress. The final dot can only follow after the stream's last
   * byte.
   */
  #trackedBytes(): Readable {
    const { bytes, mayEnd } = this.#options;
    const stream =
      mayEnd === undefined
        ? Readable.from(pieces(bytes), { objectMode: false })
        : // Nothing is read ahead: the last piece is asked for once the server has taken the others.
          Readable.from(piecesWithQuestion(bytes, mayEnd), { objectMode: false, highWaterMark: 1 });
    stream.once('data', () => {
      this.#progress = 'during';
    });
    stream.pause();
    stream.once('end', () => {
      this.#progress = 'after';
    });
    return stream;
  }

  #failed(failure: SmtpFailure): SendResult {
    return failureOutcome(failure, this.#progress, this.#secrets());
  }

  #shown(response: string | undefined): string {
    return redactResponse(response ?? '', this.#secrets());
  }

  /** The password, alone and in the form that AUTH PLAIN encodes. */
  #secrets(): readonly string[] {
    const { login } = this.#options;
    return login === null ? [] : [`\u0000${login.user}\u0000${login.password}`, login.password];
  }
}

/**
 * The message in pieces. A slow server then delays the last piece, and a failure before it is known as
 * `during`.
 */
function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

/** The same pieces, two at least. Asks before the last one, and throws where the message must not end. */
async function* piecesWithQuestion(bytes: Buffer, mayEnd: () => Promise<boolean>): AsyncGenerator<Buffer> {
  const last = bytes.subarray(-1);
  yield* pieces(bytes.subarray(0, -1));
  if (!(await mayEnd())) throw new Error('not sent: another process has taken the mail');
  yield last;
}
