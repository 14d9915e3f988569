/** A value that must not be seen: printing, serialising or inspecting it shows dots. Only `reveal()` reads it. */
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

/** A till signs its calls with these, and QFPay knows it by them. */
export type Credentials = { readonly appCode: Secret; readonly clientKey: Secret };
