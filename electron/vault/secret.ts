/**
 * A value that must not be seen: printing, serialising or inspecting it shows dots. It is read in one place on purpose,
 * by `reveal()`.
 */
import { inspect } from 'node:util';

const HIDDEN = '••••';

export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return HIDDEN;
  }
  toJSON(): string {
    return HIDDEN;
  }
  [inspect.custom](): string {
    return HIDDEN;
  }
}

/** What a till signs its calls with and is known by at QFPay. */
export type Credentials = { readonly appCode: Secret; readonly clientKey: Secret };
