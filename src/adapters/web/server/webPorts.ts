import type { WebConfig } from '../../../config/config.ts';
import type { Calendar } from '../../../domain/session/calendar.ts';
import type { AccessKeyStore } from '../../../ports/accessKeys.ts';
import type { AnswerSheets } from '../../../ports/answerSheets.ts';
import type { DeskActions } from '../../../ports/deskActions.ts';
import type { DeskRecords } from '../../../ports/deskRecords.ts';
import type { DeskSizes } from '../../../ports/deskSizes.ts';
import type { DriftLooks } from '../../../ports/driftLooks.ts';
import type { IdempotencyStore } from '../../../ports/idempotency.ts';
import type { Clock, Log } from '../../../ports/runtime.ts';
import type { ComplianceReader } from '../../../ports/screens/complianceReader.ts';
import type { DeskRiskReader } from '../../../ports/screens/deskRisk.ts';
import type { ModelReader } from '../../../ports/screens/modelReader.ts';
import type { ScreenPorts } from '../../../ports/screens/screenPorts.ts';
import type { StressReader } from '../../../ports/screens/stressReader.ts';
import type { TraderHistories } from '../../../ports/screens/traderHistories.ts';
import type { UnconfirmedAnswers } from '../../../ports/unconfirmedAnswers.ts';
import type { SigningKey } from '../answers/signing/signingKey.ts';

/** What every part of the web server uses. Each part adds ports of its own. */
export interface WebPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly calendar: Calendar;
  readonly timezone: string;
  readonly web: WebConfig;
  readonly version: string;
  /** The desk is the demo desk. */
  readonly isDemo: boolean;
  readonly keys: AccessKeyStore;
  readonly idempotency: IdempotencyStore;
  readonly unconfirmed: UnconfirmedAnswers;
  readonly actions: DeskActions;
  readonly screens: ScreenPorts;
  readonly records: DeskRecords;
  readonly answerSheets: AnswerSheets;
  /** The keys of links and of their forms. @throws ConfigurationError where they cannot be used. */
  readonly signingKeys: () => readonly SigningKey[];
  readonly traders: TraderHistories;
  readonly sizes: DeskSizes;
  readonly deskRisk: DeskRiskReader;
  readonly model: ModelReader;
  readonly stress: StressReader;
  readonly compliance: ComplianceReader;
  readonly driftLooks: Pick<DriftLooks, 'last'>;
}
