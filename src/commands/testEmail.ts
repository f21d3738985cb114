import { createMailRenderer } from '../adapters/email/mailRenderer.ts';
import { createMailSealer } from '../adapters/email/mailSealer.ts';
import { createSmtpTransport } from '../adapters/email/smtpTransport.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { requireMail } from '../config/config.ts';
import { marketDate } from '../domain/session/marketTime.ts';
import { count } from '../domain/text/words.ts';
import type { HandOver } from '../ports/mail.ts';
import { recipientAddress } from '../shared/mailAddress.ts';
import type { ExitCode, TestEmailOptions } from './commandTable.ts';
import type { World } from './world.ts';

interface Answer {
  readonly address: string;
  readonly status: HandOver['outcome'];
  readonly response: string;
}

/** A person watches; a server that takes longer would keep a morning waiting too. */
const PATIENCE_MS = 60_000;

/** `test-email`: one message to each recipient, and what the server said. 1 when one of them was not accepted. */
export async function testEmailCommand(world: World, options: TestEmailOptions): Promise<ExitCode> {
  const { host, port, security } = requireMail(world.config);
  const answers = await sendTests(world, recipientsOf(world, options));
  const ok = answers.every(({ status }) => status === 'accepted');
  if (options.json) world.output.json({ ok, server: `${host}:${port}`, security, recipients: answers });
  else print(world, `${host}:${port}`, answers);
  return ok ? 0 : 1;
}

/** One at a time, so that what the server says stands beside the address that it is about. */
async function sendTests(world: World, recipients: readonly string[]): Promise<readonly Answer[]> {
  const { config, clock } = world;
  const mail = requireMail(config);
  const now = clock.now();
  const sealer = createMailSealer({ from: mail.from });
  const transport = createSmtpTransport(mail);
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
      // Servers drop a Message-ID that they have seen; every test is to arrive.
      sequence: now.getTime(),
      date: now,
    });
    const { outcome, response } = await transport.send(sealed, PATIENCE_MS);
    answers.push({ address: recipientAddress(recipient), status: outcome, response });
  }
  return answers;
}

/** Each address once, however it is written. */
function recipientsOf({ config }: World, { to }: TestEmailOptions): readonly string[] {
  const asked = to.length > 0 ? to : [...requireMail(config).recipients, ...config.alertRecipients];
  const byAddress = new Map(
    asked.map((recipient) => [recipientAddress(recipient).toLowerCase(), recipient] as const),
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
      ? `Accepted for all; look whether ${count(accepted, 'mail')} ${accepted === 1 ? 'has' : 'have'} arrived, also among the spam.`
      : `Accepted for ${accepted} of ${answers.length}. npm run doctor says more about the server.`,
  );
}

const STATUS: Readonly<Record<HandOver['outcome'], string>> = {
  accepted: '✓ accepted',
  refused: '✗ refused',
  unreachable: '✗ not reached',
  ambiguous: '? unknown',
};
