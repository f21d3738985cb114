export const alertsCodes = {
  CIRCUIT_BREAKER: {
    meaning:
      'ALERT, “the model is switched off today”: the figures of the model were implausible, and the rules decided.',
    whatToDo:
      'Nothing is urgent: the morning was mailed. Read what tripped in the mail; if it returns each morning, report it.',
  },
  CUTS_COST_MORE: {
    meaning:
      'ALERT, “the cuts cost more than they save”: over the last 60 sessions the mailed cuts cost more than they saved.',
    whatToDo:
      'Read `npm run review`, and ask the risk managers to judge each cut themselves until the figure recovers.',
  },
  CUTS_OFF: {
    meaning:
      'ALERT, “cuts were switched off or on”: over 250 sessions the cuts of model and rules cost money and did not make the worst days milder, or with `CUTS_REQUIRE_PROOF=yes` they have not proved themselves. No limit is cut.',
    whatToDo:
      'Nothing is urgent: base limits and overrides hold. Cuts come back by themselves. `npm run backtest` shows when they were off, and why.',
  },
  CUTS_ON: {
    meaning: 'ALERT, “cuts were switched off or on”: what spoke against the cuts no longer holds.',
    whatToDo: 'Nothing: limits are cut again from that morning on.',
  },
  SCORES_DECAYED: {
    meaning:
      'ALERT, “the model forecasts worse than before”: a score of the last 60 sessions is worse than that of the 250 before, at two weekly looks running. The model was fitted again.',
    whatToDo:
      'Read `npm run drift`. Look for wrong fills and for changes of the desk since; the gate leaves the model where the rules are better.',
  },
  backup_failed: {
    meaning:
      'ALERT, “the backup failed”, with the code of the error: the backup after the mails was not made.',
    whatToDo:
      'Look up the code in the subject. `npm run backup` makes a backup now; the next morning makes one again.',
  },
  deadline_passed: {
    meaning:
      'ALERT, “the run failed”: SEND_DEADLINE passed without mailed limits. The risk managers got FAILED.',
    whatToDo:
      'Look up the error of the last try, which the mail names. `npm run morning -- --force` still mails the limits after the deadline.',
  },
  mail_delayed: {
    meaning:
      'ALERT, “mail not delivered”: the mail server has not taken a mail to a risk manager for 30 minutes, or no limits were out at LATE_AT.',
    whatToDo:
      'Read the answer of the mail server in the mail (450 is often greylisting), and ask the listed recipients. Daybreak goes on trying.',
  },
  mail_undelivered: {
    meaning: "ALERT, “mail not delivered”: not every recipient surely has the morning's mail.",
    whatToDo:
      'Ask the listed recipients whether they have it, and forward it if not. Correct a refused address in EMAIL_RECIPIENTS.',
  },
  morning_missed: {
    meaning: 'ALERT, “the run failed”: the daemon did not run between RUN_AT and SEND_DEADLINE.',
    whatToDo:
      'Find out why the host or the service was down. `npm run morning -- --force` mails the limits all the same.',
  },
  notice_undelivered: {
    meaning: 'ALERT, “mail not delivered”: a correction, LATE or FAILED may not have arrived.',
    whatToDo: 'Call the listed recipients. Correct a refused address in EMAIL_RECIPIENTS.',
  },
  unexpected: {
    meaning: 'An error that Daybreak does not recognise, in an ALERT mail, in the log, or after a command.',
    whatToDo: 'Keep the log and report it: this is a fault of the program. The daemon tries again by itself.',
  },
} as const;
