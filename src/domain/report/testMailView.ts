import type { TestNotice } from './notices.ts';
import { clockWords, type NoticeView, shortened } from './noticeView.ts';

const SECURITY: Readonly<Record<TestNotice['security'], string>> = {
  starttls: 'STARTTLS, certificate verified',
  tls: 'TLS from the start, certificate verified',
  none: 'None: the server is on the same machine',
};

const LONGEST = 200;

/** The view of the test mail: it needs no action, and shows the signs that the other mails use. */
export function testMailView(notice: TestNotice): NoticeView {
  return {
    subject: '[Daybreak] Test: mail reaches you',
    preheader: 'A test that a person started. It carries no limits, and nothing needs to be done.',
    kicker: 'Daybreak test mail',
    headline: 'Mail reaches you',
    lead: 'A person asked Daybreak for this test. It carries no limits: nothing to key in.',
    isGrave: false,
    factsCaption: `Written ${clockWords(notice.at, notice.timezone, null)}`,
    facts: [
      { label: 'Server', text: shortened(notice.server, LONGEST) },
      { label: 'Security', text: SECURITY[notice.security] },
      { label: 'Sender', text: shortened(notice.from, LONGEST) },
      {
        label: 'Signs',
        text: '$5,000 → $2,000, −60%, ▲ HIGH, ● MEDIUM, ▽ LOW; all of them should be legible.',
      },
    ],
  };
}
