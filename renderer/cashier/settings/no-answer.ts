/**
 * Which help to show when the gateway gave no answer. "Check the network" does not help if the clock is wrong or
 * somebody intercepts the connection.
 */
export function noAnswer(why: string): 'no-answer' | 'no-answer-clock' | 'no-answer-certificate' {
  if (/CERT_DATE_INVALID|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/.test(why)) return 'no-answer-clock';
  // When the till refuses a root that only this machine trusts, Chromium reports a plain ERR_FAILED.
  return /ERR_CERT_|ERR_SSL_|ERR_FAILED|SELF_SIGNED|UNABLE_TO_VERIFY/.test(why) ? 'no-answer-certificate' : 'no-answer';
}
