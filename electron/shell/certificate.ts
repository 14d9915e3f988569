/** Decides about a gateway's certificate; see `believeKnownRootsOnly`. */

export type CertificateFacts = { readonly hostname: string; readonly verificationResult: string };

export const BY_CHROMIUM = -3;
/** net::ERR_FAILED: no switch and no policy turns it into trust. */
export const REFUSED = -2;
const FOUND_GOOD = 'net::OK';

/**
 * Leaves a refusal to Chromium, which names the reason better. Refuses what Chromium would accept from an unknown root.
 *
 * @param isIgnoring Chromium was told to accept what it has refused. A packed till never starts so; see start-line.ts
 */
export function certificateRefusal(
  { isIssuedByKnownRoot, verificationResult }: CertificateFacts & { readonly isIssuedByKnownRoot: boolean },
  isIgnoring: boolean,
): typeof BY_CHROMIUM | typeof REFUSED {
  if (verificationResult === FOUND_GOOD) return isIssuedByKnownRoot ? BY_CHROMIUM : REFUSED;
  return isIgnoring ? REFUSED : BY_CHROMIUM;
}

export const isFoundGood = ({ verificationResult }: CertificateFacts): boolean => verificationResult === FOUND_GOOD;

/** Only the time makes this certificate invalid: mostly the machine's clock is wrong, not the certificate. */
export const isOfClock = ({ verificationResult }: CertificateFacts): boolean =>
  verificationResult === 'net::ERR_CERT_DATE_INVALID';
