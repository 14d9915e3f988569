/**
 * What an endpoint works with, and which replies it may give. Endpoints turn parameters into a reply as data; the
 * server sends that reply, whole or broken.
 */

import type { WallMs } from '../../shared/time.ts';
import type { OrderBook } from './order-book.ts';
import type { Params } from './sign.ts';
import type { Switches } from './switches.ts';
import type { WireObject } from './wire.ts';

export type Desk = {
  readonly book: OrderBook;
  readonly now: () => WallMs;
  /** Every delay of a scenario is divided by this. */
  readonly speed: number;
  readonly switches: Switches;
};

export type Reply =
  | { readonly kind: 'answer'; readonly body: WireObject }
  /** `declared`: whether Content-Length gives the length of the half that is sent or of the whole body. */
  | { readonly kind: 'cut-json'; readonly body: WireObject; readonly declared: 'half' | 'whole' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'http-500' }
  | { readonly kind: 'html-page' };

export type Endpoint = (params: Params, desk: Desk) => Reply;

export const answer = (body: WireObject): Reply => ({ kind: 'answer', body });
