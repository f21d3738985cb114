import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { HandOver } from '../../ports/mail.ts';
import { handOverOf, type Progress, type SmtpFailure, withoutSecrets } from './handOver.ts';

/** One message for one recipient, and the connection it goes over. */
export interface AttemptOptions {
  readonly connection: SMTPConnectionOptions;
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
  /** Milliseconds until the attempt is given up, whatever it is doing. */
  readonly patience: number;
}

type Finish = (handOver: HandOver) => void;

const PIECE_BYTES = 16_384;

/** Connects, logs in, offers the message once and hangs up; keeps account of how far the message had come. */
export class SmtpAttempt {
  readonly #connection: SMTPConnection;
  readonly #options: AttemptOptions;
  #progress: Progress = 'before';

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#connection = new SMTPConnection(options.connection);
  }

  outcome(): Promise<HandOver> {
    return new Promise((resolve) => {
      const { patience } = this.#options;
      const timer = setTimeout(
        () => finish(this.#failed(new Error(`no end after ${patience} ms`))),
        patience,
      );
      const finish: Finish = (handOver) => {
        clearTimeout(timer);
        resolve(handOver);
        this.#connection.close();
      };
      // Stays for good: an error that comes after the end must not bring the process down.
      this.#connection.on('error', (failure) => finish(this.#failed(failure)));
      this.#connection.on('end', () => finish(this.#failed(new Error('connection ended'))));
      this.#connection.connect((failure) => (failure ? finish(this.#failed(failure)) : this.#login(finish)));
    });
  }

  #login(finish: Finish): void {
    const { login } = this.#options;
    if (login === null) {
      this.#offer(finish);
    } else if (!this.#connection.allowsAuth) {
      finish(this.#failed(new Error('server offers no login')));
    } else {
      this.#connection.login({ credentials: { user: login.user, pass: login.password } }, (failure) =>
        failure ? finish(this.#failed(failure)) : this.#offer(finish),
      );
    }
  }

  #offer(finish: Finish): void {
    const { from, to, bytes } = this.#options;
    this.#connection.send({ from, to: [to], size: bytes.length }, this.#watchedBytes(), (failure, info) =>
      finish(failure ? this.#failed(failure) : { outcome: 'accepted', response: this.#shown(info.response) }),
    );
  }

  /** The message as a stream that tells when its last byte was taken; only then can the final dot follow. */
  #watchedBytes(): Readable {
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

  #failed(failure: SmtpFailure): HandOver {
    return handOverOf(failure, this.#progress, this.#secrets());
  }

  #shown(response: string | undefined): string {
    return withoutSecrets(response ?? '', this.#secrets());
  }

  /** The password, and what AUTH PLAIN makes of it. */
  #secrets(): readonly string[] {
    const { login } = this.#options;
    return login === null ? [] : [`\u0000${login.user}\u0000${login.password}`, login.password];
  }
}

/** In pieces, so that a slow server holds the last byte back and a loss before it is known to be one. */
function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
