import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { SendResult } from '../../ports/mail.ts';
import { failureOutcome, type Progress, redactResponse, type SmtpFailure } from './smtpFailure.ts';

/** One message for one recipient, and the connection for it. */
export interface AttemptOptions {
  readonly connection: SMTPConnectionOptions;
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
  /** Milliseconds after which the attempt ends in any state. */
  readonly timeoutMs: number;
}

type Finish = (result: SendResult) => void;

const PIECE_BYTES = 16_384;

/** One attempt to send a message: connects, logs in, sends it once and closes. Tracks how much was sent. */
export class SmtpAttempt {
  readonly #connection: SMTPConnection;
  readonly #options: AttemptOptions;
  #progress: Progress = 'before';

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#connection = new SMTPConnection(options.connection);
  }

  /** Runs the attempt and returns its outcome; never rejects. Call it once. */
  run(): Promise<SendResult> {
    return new Promise((resolve) => {
      const { timeoutMs } = this.#options;
      const timer = setTimeout(
        () => finish(this.#failed(new Error(`timed out after ${timeoutMs} ms`))),
        timeoutMs,
      );
      const finish: Finish = (result) => {
        clearTimeout(timer);
        resolve(result);
        this.#connection.close();
      };
      // The listener is never removed: a late error without a listener would end the process.
      this.#connection.on('error', (failure) => finish(this.#failed(failure)));
      this.#connection.on('end', () => finish(this.#failed(new Error('connection ended'))));
      this.#connection.connect((failure) => (failure ? finish(this.#failed(failure)) : this.#login(finish)));
    });
  }

  #login(finish: Finish): void {
    const { login } = this.#options;
    if (login === null) {
      this.#sendMessage(finish);
    } else if (!this.#connection.allowsAuth) {
      finish(this.#failed(new Error('server offers no login')));
    } else {
      this.#connection.login({ credentials: { user: login.user, pass: login.password } }, (failure) =>
        failure ? finish(this.#failed(failure)) : this.#sendMessage(finish),
      );
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
    const stream = Readable.from(pieces(this.#options.bytes), { objectMode: false });
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
