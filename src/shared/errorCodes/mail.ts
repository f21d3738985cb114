export const mailCodes = {
  limits_missing: {
    meaning: 'A morning mail has no limits.csv attached.',
    whatToDo: 'Report it with the log: this is a fault of the program. Nothing was sent.',
  },
  mail_server: {
    meaning: '`npm run doctor` could not connect or log in to the mail server.',
    whatToDo: 'Check SMTP_HOST, SMTP_PORT, SMTP_SECURITY, SMTP_USER and EMAIL_PASSWORD.',
  },
  mailed_unknown: {
    meaning: 'A backup was restored, and it is unknown whether the mails of this morning had been sent.',
    whatToDo: 'Ask a risk manager whether the mail arrived. If it did not, run `npm run morning -- --force`.',
  },
  message_id_invalid: {
    meaning: 'A correction answers a mail without a valid Message-ID.',
    whatToDo: 'Report it with the log: this is a fault of the program. Nothing was sent.',
  },
  outbox_unwritable: {
    meaning: 'The files of a mail cannot be written under data/outbox.',
    whatToDo: 'Check free space and permissions of the data folder, then run the morning again.',
  },
  recipient_invalid: {
    meaning: 'A recipient is not one plain address.',
    whatToDo: 'Correct EMAIL_RECIPIENTS or ALERT_RECIPIENTS, or the address given with --to.',
  },
  sequence_invalid: {
    meaning: 'A notice has a number that is not a whole number.',
    whatToDo: 'Report it with the log: this is a fault of the program. Nothing was sent.',
  },
  template_unusable: {
    meaning: 'A template of a mail or a page is missing or does not compile.',
    whatToDo: 'Restore the templates folder of this version.',
  },
} as const;
