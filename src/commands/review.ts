import { join } from 'node:path';
import { createMailRenderer } from '../adapters/email/mailRenderer.ts';
import { createMailSealer } from '../adapters/email/mailSealer.ts';
import { requireWritable } from '../adapters/files/atomicFile.ts';
import { backtestPage } from '../adapters/web/pages/backtestPage.ts';
import { reviewPage } from '../adapters/web/pages/reviewPage.ts';
import { type MailConfig, requireMail } from '../config/config.ts';
import type { BacktestResult } from '../domain/evaluation/backtestResult.ts';
import { summaryDocument } from '../domain/evaluation/backtestSummary.ts';
import type { ReviewNotice } from '../domain/report/notices.ts';
import type { ReviewedCompliance } from '../domain/report/review/reviewInput.ts';
import { SCENARIOS } from '../domain/risk/stress/scenario.ts';
import { type StressResult, stress } from '../domain/risk/stress/stressResult.ts';
import { lastFullMonth, type ReviewedResult, reviewMonth } from '../pipeline/review.ts';
import { ConfigurationError, DaybreakError } from '../shared/errors.ts';
import { recipientAddress } from '../shared/mailAddress.ts';
import { backtestRequest, filesIn, onStoredDesk, writeWalk } from './backtest.ts';
import { printReview, type ReviewDelivery } from './backtestOutput.ts';
import type { ExitCode, ReviewOptions } from './commandOptions.ts';
import { readPeriod } from './compliance.ts';
import { configuredTransport } from './mailTransport.ts';
import type { MorningDesk } from './morningDesk.ts';
import { readDeskStress, stressPorts } from './stress/deskStress.ts';
import { dataDirectory, type World } from './world.ts';

/**
 * `review`: compares the backtest of a month with the decisions made in it. Writes files and, with `--send`,
 * sends mail. Returns 1 if a recipient did not get it.
 */
export async function reviewCommand(world: World, options: ReviewOptions): Promise<ExitCode> {
  const mail = options.send ? requireMail(world.config, 'omit --send and open the page') : null;
  const began = world.clock.now().getTime();
  const { result, document, pages, files } = await onStoredDesk(
    world,
    async (ports, desk) => {
      const month = options.month ?? (await lastFullMonth(ports));
      const folder = options.out ?? join(dataDirectory(world.config), 'reviews', month);
      const written = { ...filesIn(folder), appendix: join(folder, 'appendix.html') };
      requireWritable(Object.values(written));
      const request = { ...backtestRequest(world, desk, {}), month };
      const reviewed = await writeWalk(
        written,
        (sink) => reviewMonth(ports, request, sink),
        (walked) => summaryDocument(walked, world.clock.now().getTime() - began),
        async (walked) => {
          const content = await contentOf(world, desk, walked);
          const { page, appendix } = content;
          const files = [
            { path: written.report, html: page },
            { path: written.appendix, html: appendix },
          ];
          return { content, files };
        },
      );
      return { ...reviewed, files: written };
    },
    mail === null ? undefined : refuseToMailTheDemo,
  );
  const delivery = mail === null ? null : await send(world, mail, pages.content);
  if (options.json) world.output.json({ ...document, delivery });
  else
    printReview(
      world.output,
      { ...pages.content, review: result.review },
      { files: Object.values(files), delivery },
    );
  return (delivery ?? []).every(({ status }) => status === 'accepted') ? 0 : 1;
}

/** What a review is mailed with. */
type ReviewContent = Omit<ReviewNotice, 'at' | 'timezone'>;

async function contentOf(world: World, desk: MorningDesk, result: ReviewedResult): Promise<ReviewContent> {
  const stress = await stressAtEnd(world, desk, result);
  const compliance = await complianceOf(world, desk, result);
  const { review } = result;
  return {
    result,
    stress,
    compliance,
    page: reviewPage({ result, review, stress, compliance }),
    appendix: backtestPage(result, stress, compliance),
  };
}

/** The stress test at the close of the month, from what mornings stored of it. */
async function stressAtEnd(
  world: World,
  { stores }: MorningDesk,
  { period }: BacktestResult,
): Promise<StressResult> {
  const ports = stressPorts(world, stores);
  return stress(await readDeskStress(world, ports, period.last), SCENARIOS);
}

/**
 * What the audit trail says of the month. A trail that does not hold, or that has no decision of the month,
 * must not keep the review from its readers: the page says so.
 */
async function complianceOf(
  world: World,
  { stores }: MorningDesk,
  { period }: BacktestResult,
): Promise<ReviewedCompliance> {
  try {
    return (await readPeriod(world, stores, { from: period.first, to: period.last }, false)).report;
  } catch (error) {
    if (!(error instanceof DaybreakError)) throw error;
    world.log.warn('the review has no compliance report', { problem: error.message });
    return {
      refused: error.code === 'no_compliance' ? 'no morning of the month was mailed.' : error.message,
    };
  }
}

/** Sends to one recipient after another. If the server refuses one, the next still gets the review. */
async function send(
  world: World,
  mail: MailConfig,
  content: ReviewContent,
): Promise<readonly ReviewDelivery[]> {
  const { clock, config } = world;
  const at = clock.now();
  const sealer = createMailSealer({ from: mail.from });
  const transport = configuredTransport(world, mail);
  const rendered = await createMailRenderer().review({ ...content, at, timezone: config.timezone });
  const delivered: ReviewDelivery[] = [];
  for (const recipient of mail.recipients) {
    const sealed = await sealer.seal(rendered, {
      recipient,
      sessionDate: content.result.period.last,
      kind: 'review',
      // A month may be reviewed again after corrections. Servers drop a second mail with the same Message-ID.
      sequence: at.getTime(),
      date: at,
    });
    const { outcome, response } = await transport.send(sealed, TIMEOUT_MS);
    delivered.push({ address: recipientAddress(recipient), status: outcome, response });
  }
  return delivered;
}

/** The operator waits at the terminal. */
const TIMEOUT_MS = 60_000;

function refuseToMailTheDemo(): void {
  throw new ConfigurationError(
    'demo_mail',
    'Mail · the fills are those of the demo desk · expected imported or fetched fills',
    { hint: 'Import fills, or omit --send and open the page.' },
  );
}
