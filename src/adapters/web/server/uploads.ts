/** A platform's export of limits for thousands of accounts has less. */
export const MOST_UPLOAD_BYTES = 5_242_880;
