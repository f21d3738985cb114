/**
 * The states of today's morning, as /health reports them. none: no session today · ahead: it has not begun ·
 * under way: it runs, is retried after an error that may pass, or is being mailed · failing: the operator or
 * the risk managers were notified that no limits come, or no mail was taken for half an hour; limits may
 * still come · mailed: every recipient has it · partly mailed: some mails may not have arrived, or wait for
 * half an hour · failed: no limits were mailed in time · missed: no process ran the morning · unknown: after
 * a restore, or because the database was never read.
 */
export type MorningState =
  | 'none'
  | 'ahead'
  | 'under way'
  | 'failing'
  | 'mailed'
  | 'partly mailed'
  | 'failed'
  | 'missed'
  | 'unknown';
