/** The published calendar of a year, as MM-DD: weekdays without trading, and sessions that end at 13:00. */
export interface PublishedYear {
  readonly year: number;
  readonly closures: string;
  readonly earlyCloses: string;
}

/**
 * Source: the yearly "Holiday and Early Closings Calendar" announcements of NYSE Group for 2012-2028, plus
 * closures announced later: Hurricane Sandy and the days of mourning of 2018 and 2025.
 */
export const PUBLISHED_YEARS: readonly PublishedYear[] = [
  {
    year: 2012,
    closures: '01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25',
    earlyCloses: '07-03 11-23 12-24',
  },
  {
    year: 2013,
    closures: '01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25',
    earlyCloses: '07-03 11-29 12-24',
  },
  {
    year: 2014,
    closures: '01-01 01-20 02-17 04-18 05-26 07-04 09-01 11-27 12-25',
    earlyCloses: '07-03 11-28 12-24',
  },
  {
    year: 2015,
    closures: '01-01 01-19 02-16 04-03 05-25 07-03 09-07 11-26 12-25',
    earlyCloses: '11-27 12-24',
  },
  {
    year: 2016,
    closures: '01-01 01-18 02-15 03-25 05-30 07-04 09-05 11-24 12-26',
    earlyCloses: '11-25',
  },
  {
    year: 2017,
    closures: '01-02 01-16 02-20 04-14 05-29 07-04 09-04 11-23 12-25',
    earlyCloses: '07-03 11-24',
  },
  {
    year: 2018,
    closures: '01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25',
    earlyCloses: '07-03 11-23 12-24',
  },
  {
    year: 2019,
    closures: '01-01 01-21 02-18 04-19 05-27 07-04 09-02 11-28 12-25',
    earlyCloses: '07-03 11-29 12-24',
  },
  {
    year: 2020,
    closures: '01-01 01-20 02-17 04-10 05-25 07-03 09-07 11-26 12-25',
    earlyCloses: '11-27 12-24',
  },
  {
    year: 2021,
    closures: '01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24',
    earlyCloses: '11-26',
  },
  {
    year: 2022,
    closures: '01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26',
    earlyCloses: '11-25',
  },
  {
    year: 2023,
    closures: '01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25',
    earlyCloses: '07-03 11-24',
  },
  {
    year: 2024,
    closures: '01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25',
    earlyCloses: '07-03 11-29 12-24',
  },
  {
    year: 2025,
    closures: '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25',
    earlyCloses: '07-03 11-28 12-24',
  },
  {
    year: 2026,
    closures: '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25',
    earlyCloses: '11-27 12-24',
  },
  {
    year: 2027,
    closures: '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24',
    earlyCloses: '11-26',
  },
  {
    year: 2028,
    closures: '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25',
    earlyCloses: '07-03 11-24',
  },
];
