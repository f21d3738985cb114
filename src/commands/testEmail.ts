import { createMailRenderer } from '../adapters/email/mailRenderer.ts';
import { createMailSealer } from '../adapters/email/mailSealer.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { requireMail } from '../config/config.ts';
import { marketDate } from '../domain/session/marketTime.ts';
import { count } from '../domain/text/words.ts';
import type { SendResult } from '../ports/mail.ts';
import { recipientAddress } from '../shared/mailAddress.ts';
import type { ExitCode, TestEmailOptions } from './commandOptions.ts';
import { configuredTransport } from './mailTransport.ts';
import type { World } from './world.ts';

interface Answer {
  readonly address: string;
  readonly status: SendResult['outcome'];
  readonly response: string;
}

/** The operator waits at the terminal. A slower server would also delay a morning. */
const TIMEOUT_MS = 60_000;

/**
 * `test-email`: sends one message to each recipient and prints the answers. Returns 1 if one was not
 * accepted.
 */
export async function testEmailCommand(world: World, options: TestEmailOptions): Promise<ExitCode> {
  const { host, port, security } = requireMail(world.config);
  const answers = await sendTests(world, recipientsOf(world, options));
  const ok = answers.every(({ status }) => status === 'accepted');
  if (options.json) world.output.json({ ok, server: `${host}:${port}`, security, recipients: answers });
  else print(world, `${host}:${port}`, answers);
  return ok ? 0 : 1;
}

/** Sends one message at a time, so that each answer of the server belongs to one address. */
async function sendTests(world: World, recipients: readonly string[]): Promise<readonly Answer[]> {
  const { config, clock } = world;
  const mail = requireMail(config);
  const now = clock.now();
  const sealer = createMailSealer({ from: mail.from });
  const transport = configuredTransport(world, mail, true);
  const rendered = await createMailRenderer().test({
    at: now,
    timezone: config.timezone,
    server: `${mail.host}:${mail.port}`,
    security: mail.security,
    from: mail.from,
  });
  const answers: Answer[] = [];
  for (const recipient of recipients) {
    const sealed = await sealer.seal(rendered, {
      recipient,
      sessionDate: marketDate(now, config.timezone),
      kind: 'test',
      // Servers drop a second mail with the same Message-ID, and every test must arrive.
      sequence: now.getTime(),
      date: now,
    });
    const { outcome, response } = await transport.send(sealed, TIMEOUT_MS);
    answers.push({ address: recipientAddress(recipient), status: outcome, response });
  }
  return answers;
}

/** Each address once; upper and lower case are the same. */
function recipientsOf({ config }: World, { to }: TestEmailOptions): readonly string[] {
  const requested = to.length > 0 ? to : [...requireMail(config).recipients, ...config.alertRecipients];
  const byAddress = new Map(
    requested.map((recipient) => [recipientAddress(recipient).toLowerCase(), recipient] as const),
  );
  return [...byAddress.values()];
}

function print({ output }: World, server: string, answers: readonly Answer[]): void {
  output.line(
    textTable(
      [{ head: 'ADDRESS' }, { head: '' }, { head: `${server} ANSWERED`, width: 70 }],
      answers.map(({ address, status, response }) => [address, STATUS[status], response]),
    ),
  );
  const accepted = answers.filter(({ status }) => status === 'accepted').length;
  output.line(
    accepted === answers.length
      ? `Accepted for all. Check that ${count(accepted, 'mail')} arrived, also in the spam folder.`
      : `Accepted for ${accepted} of ${answers.length}. npm run doctor checks the server.`,
  );
}

const STATUS: Readonly<Record<SendResult['outcome'], string>> = {
  accepted: '✓ accepted',
  refused: '✗ refused',
  unreachable: '✗ not reached',
  ambiguous: '? unknown',
};
