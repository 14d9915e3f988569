/** The connections to the gateway, separate for each use, and the report of a certificate that is refused. */
import type { GatewayOptions } from '../gateway/client.ts';
import type { Log } from '../till/ports/world.ts';
import { isOfClock, type CertificateFacts } from './certificate.ts';
import { gatewaySession } from './security.ts';

type Fetches = Pick<GatewayOptions, 'payFetch' | 'askFetch'>;

export type GatewayFetches = {
  /** For the open till. Payments have their own connections, so that none is sent over one that enquiries have used. */
  ofTill(host: string): Fetches;
  /** For the one enquiry before a till goes live. */
  ofTrial(host: string): Fetches;
};

/** @param onRefused gets the notice for the cashier at each refusal */
export function createGatewayFetches(
  onRefused: (notice: 'certificate-clock' | 'certificate-refused') => void,
  log: Log,
): GatewayFetches {
  let refusedBefore = '';
  const refused = (facts: CertificateFacts): void => {
    const said = Object.values(facts).join(' ');
    // Every enquiry is refused: logging each would fill the log.
    if (said !== refusedBefore) log('security.certificate-refused', facts);
    refusedBefore = said;
    onRefused(isOfClock(facts) ? 'certificate-clock' : 'certificate-refused');
  };
  const fetchOver = (name: string, host: string): Fetches['payFetch'] => {
    const own = gatewaySession(name, host, refused);
    return (url, init) => own.fetch(url, init);
  };
  return {
    ofTill: (host) => ({ payFetch: fetchOver('gateway-pay', host), askFetch: fetchOver('gateway-ask', host) }),
    ofTrial(host) {
      const fetch = fetchOver('gateway-trial', host);
      return { payFetch: fetch, askFetch: fetch };
    },
  };
}
