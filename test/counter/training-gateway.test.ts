/** Every user of the machine can reach the training gateway, but it answers only the till. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TRAINING_APP_CODE, TRAINING_CLIENT_KEY } from '../../electron/simulator/server.ts';
import { startTrainingGateway } from '../../electron/counter/training-gateway.ts';
import { Secret } from '../../electron/vault/secret.ts';
import { newFolder } from '../support/folders.ts';
import { gatewayTo } from '../support/local-server.ts';
import { NOVEMBER, NUMBER } from '../support/samples.ts';

let place: ReturnType<typeof newFolder>;
beforeEach(() => {
  place = newFolder();
});
afterEach(() => {
  place.remove();
});

const enquire = async (url: string, credentials: { readonly appCode: Secret; readonly clientKey: Secret }) => {
  const gateway = gatewayTo(url, { credentials });
  const answer = await gateway.enquire({ by: 'number', numbers: [NUMBER], window: NOVEMBER }, 1);
  gateway.close();
  return answer;
};

it('the gateway recognises the till by a code and a key that are new for each run', async () => {
  const runs = await Promise.all([1, 2].map(() => startTrainingGateway(place.folder, () => undefined)));
  for (const [index, { url, credentials }] of runs.entries()) {
    expect(await enquire(url, credentials)).toMatchObject({ kind: 'answered', rows: [] });
    const other = runs[1 - index]?.credentials ?? credentials;
    const known = { appCode: new Secret(TRAINING_APP_CODE), clientKey: new Secret(TRAINING_CLIENT_KEY) };
    for (const strange of [other, known, { ...credentials, clientKey: other.clientKey }]) {
      expect(await enquire(url, strange)).toMatchObject({ kind: 'enquiry-refused', code: '1108' });
    }
  }
});

it.each(['books', 'switches', 'customer/pay'])('the gateway has no page for other programs: %s', async (page) => {
  const { url } = await startTrainingGateway(place.folder, () => undefined);
  for (const method of ['GET', 'POST']) {
    const { status } = await fetch(`${url}/${page}`, { method });
    expect(status).toBe(404);
  }
});
