export const decisionCodes = {
  bad_base_limit: {
    meaning: 'The base limit of a trader is not above 0.',
    whatToDo: 'Correct it: `npm run roster set -- TRADER --limit DOLLARS`.',
  },
  bootstrap: {
    meaning: 'A bootstrap interval was requested for a period without usable sessions.',
    whatToDo: 'Choose a period that has sessions. In a morning, report it with the log.',
  },
  coverage: {
    meaning: 'The VaR test was requested without forecasts, or its counts are impossible.',
    whatToDo: 'Choose a period in which at least one VaR was tested.',
  },
  disordered_days: {
    meaning: 'The sessions of a trader reached the indicators in the wrong order.',
    whatToDo: 'Report it with the log: this is a fault of the program. The limits in force stay.',
  },
  distribution: {
    meaning: 'A probability was computed from impossible counts.',
    whatToDo: 'Run the backtest or review again. If it lasts, report it with the log.',
  },
  doubled_trader: {
    meaning: 'A trader reached the indicators twice.',
    whatToDo: 'Report it with the log: this is a fault of the program. The limits in force stay.',
  },
  foreign_day: {
    meaning: 'A session of one trader reached the indicators of another.',
    whatToDo: 'Report it with the log: this is a fault of the program. The limits in force stay.',
  },
  indicator_not_finite: {
    meaning: 'An indicator is not a finite number.',
    whatToDo:
      'Import or fetch the sessions of the trader again, so that the facts are computed again. If it lasts, report it with the log.',
  },
  look_ahead: {
    meaning: 'A session of the day decided for, or later, reached the indicators. No decision may use it.',
    whatToDo: 'Report it with the log: this is a fault of the program. The limits in force stay.',
  },
  moment_sums: {
    meaning: 'The training sums of the model have another length than this version needs.',
    whatToDo: 'Report it with the log. The rules decide until the model has learned the history again.',
  },
  no_engine: {
    meaning: 'Neither the model nor the rules gave a proposal.',
    whatToDo: 'Keep the limits in force, look at the log of the run, and report it.',
  },
  no_review: {
    meaning: 'A review mail was requested from a backtest without a review.',
    whatToDo: 'Report it with the log: this is a fault of the program. The limits in force stay.',
  },
  report_unsound: {
    meaning: 'The finished report contradicts itself; the message has the figure. Nothing was sent.',
    whatToDo:
      'Run the morning again with --dry-run, compare its figures with the stored decisions, and report it.',
  },
  ridge_not_finite: {
    meaning: 'The regression of the model has no finite solution.',
    whatToDo:
      'Import or fetch the sessions of the trader again, so that the facts are computed again. If it lasts, report it with the log.',
  },
  scale: {
    meaning: 'The scale of a trader cannot be computed from the stored days or the base limit.',
    whatToDo: "Correct the base limit on the roster, or import the trader's sessions again.",
  },
  score: {
    meaning: 'A recorded forecast has a probability or quantile that cannot be.',
    whatToDo: 'Run the backtest again. If it lasts, report it with the log.',
  },
  seed: {
    meaning: 'A random computation was started with a seed that is not a whole number.',
    whatToDo: 'Report it with the log: this is a fault of the program. The limits in force stay.',
  },
  statistics: {
    meaning: 'A statistic was computed from a value that is not a finite number.',
    whatToDo:
      'Import or fetch the sessions of the trader again, so that the facts are computed again. If it lasts, report it with the log.',
  },
  trader_without_proposal: {
    meaning: 'The engine gave no proposal for a trader.',
    whatToDo: 'Report it with the log: this is a fault of the program. The limits in force stay.',
  },
  var_test: {
    meaning: 'The VaR test was given impossible counts.',
    whatToDo: 'Report it with the log: this is a fault of the program. The limits in force stay.',
  },
  weight_stability: {
    meaning: 'The coefficients of two trainings cannot be compared.',
    whatToDo: 'Report it with the log: this is a fault of the program. The limits in force stay.',
  },
  wilson_interval: {
    meaning: 'An interval was requested for a share of nothing.',
    whatToDo: 'Report it with the log: this is a fault of the program. The limits in force stay.',
  },
} as const;
