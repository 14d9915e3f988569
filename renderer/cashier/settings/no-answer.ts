/** Why the gateway could not be asked, as the word that helps. */

/** "Check the network" is no help where the network is right and somebody listens in on it, or the clock is wrong. */
export function noAnswer(why: string): 'no-answer' | 'no-answer-clock' | 'no-answer-certificate' {
  if (/CERT_DATE_INVALID|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/.test(why)) return 'no-answer-clock';
  // The till's own refusal of a root that only this machine knows comes back as a plain ERR_FAILED.
  return /ERR_CERT_|ERR_SSL_|ERR_FAILED|SELF_SIGNED|UNABLE_TO_VERIFY/.test(why) ? 'no-answer-certificate' : 'no-answer';
}
