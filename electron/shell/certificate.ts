/** What the till makes of a gateway's certificate; see `believeKnownRootsOnly`. */

export type CertificateFacts = { readonly hostname: string; readonly verificationResult: string };

export const BY_CHROMIUM = -3;
/** net::ERR_FAILED, which no switch and no policy turns into trust. */
export const REFUSED = -2;
const FOUND_GOOD = 'net::OK';

/**
 * What Chromium refuses by itself it names better than we could; what it would take from an unknown root is refused.
 *
 * @param isIgnoring Chromium was told to take what it has refused. A packed till is never started so; see start-line.ts
 */
export function certificateRefusal(
  { isIssuedByKnownRoot, verificationResult }: CertificateFacts & { readonly isIssuedByKnownRoot: boolean },
  isIgnoring: boolean,
): typeof BY_CHROMIUM | typeof REFUSED {
  if (verificationResult === FOUND_GOOD) return isIssuedByKnownRoot ? BY_CHROMIUM : REFUSED;
  return isIgnoring ? REFUSED : BY_CHROMIUM;
}

export const isFoundGood = ({ verificationResult }: CertificateFacts): boolean => verificationResult === FOUND_GOOD;

/** A certificate that only the time is wrong for: the machine's clock is, far more often than a gateway's certificate. */
export const isOfClock = ({ verificationResult }: CertificateFacts): boolean =>
  verificationResult === 'net::ERR_CERT_DATE_INVALID';
