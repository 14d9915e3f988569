/**
 * What an endpoint works with, and what it may say. Endpoints are functions from parameters to a reply as data; how a
 * reply reaches the wire, broken or whole, is the server's business.
 */

import type { WallMs } from '../../shared/time.ts';
import type { OrderBook } from './order-book.ts';
import type { Params } from './sign.ts';
import type { Switches } from './switches.ts';
import type { WireObject } from './wire.ts';

export type Desk = {
  readonly book: OrderBook;
  readonly now: () => WallMs;
  /** Divides every delay of a scenario. */
  readonly speed: number;
  readonly switches: Switches;
};

export type Reply =
  | { readonly kind: 'answer'; readonly body: WireObject }
  /** `declared`: whether Content-Length tells the half that is sent or the whole that is not. */
  | { readonly kind: 'cut-json'; readonly body: WireObject; readonly declared: 'half' | 'whole' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'http-500' }
  | { readonly kind: 'html-page' };

export type Endpoint = (params: Params, desk: Desk) => Reply;

export const answer = (body: WireObject): Reply => ({ kind: 'answer', body });
