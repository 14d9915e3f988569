/**
 * The till's own number for one attempt (`out_trade_no` at the wire). QFPay requires it to be unique in the whole
 * merchant account, for payments and refunds together. People read it out on the telephone, so it has sixteen letters
 * and digits, fixed parts at fixed places, and a check character at the end.
 *
 *     01 K7QF3M 000123 1 X
 *     |  |      |      | check character (ISO 7064 MOD 37,36)
 *     |  |      |      attempt of this sale, 1 to 9 and then A to Z
 *     |  |      sequence under this epoch
 *     |  epoch, drawn at random each time a ledger is opened
 *     till id
 */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Without I, L, O and U, which are easily misheard or miswritten. */
const EPOCH_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const TILL_LENGTH = 2;
export const EPOCH_LENGTH = 6;
const SEQUENCE_LENGTH = 6;
export const LAST_SEQUENCE = 10 ** SEQUENCE_LENGTH - 1;
const NUMBER = new RegExp(`^[0-9A-Z]{${TILL_LENGTH + EPOCH_LENGTH}}[0-9]{${SEQUENCE_LENGTH}}[1-9A-Z][0-9A-Z]$`);

declare const numberBrand: unique symbol;
/** An attempt's number whose check character is right. */
export type AttemptNumber = string & { readonly [numberBrand]: true };

export function isTillId(text: string): boolean {
  return new RegExp(`^[0-9A-Z]{${TILL_LENGTH}}$`).test(text);
}

/** Makes an epoch of thirty random bits. @param random at least six bytes from a good source */
export function epochFrom(random: Uint8Array): string {
  if (random.length < EPOCH_LENGTH) throw new RangeError(`An epoch needs ${EPOCH_LENGTH} random bytes`);
  return [...random.subarray(0, EPOCH_LENGTH)].map((byte) => EPOCH_ALPHABET[byte % EPOCH_ALPHABET.length]).join('');
}

export function isEpoch(text: string): boolean {
  return text.length === EPOCH_LENGTH && [...text].every((character) => EPOCH_ALPHABET.includes(character));
}

/** The id of the till that drew this number. */
export function tillIdOf(number: AttemptNumber): string {
  return number.slice(0, TILL_LENGTH);
}

/** The epoch under which a ledger drew this number. */
export function epochOf(number: AttemptNumber): string {
  return number.slice(TILL_LENGTH, TILL_LENGTH + EPOCH_LENGTH);
}

/**
 * @param parts.sequence 1 to 999,999
 * @param parts.attempt 1 to 35
 * @throws RangeError when a part does not fit its place, because a malformed number could equal another till's
 */
export function attemptNumber(parts: {
  readonly tillId: string;
  readonly epoch: string;
  readonly sequence: number;
  readonly attempt: number;
}): AttemptNumber {
  const { tillId, epoch, sequence, attempt } = parts;
  if (!isTillId(tillId) || epoch.length !== EPOCH_LENGTH) throw new RangeError('No such till or epoch');
  if (sequence < 1 || sequence > LAST_SEQUENCE || attempt < 1) throw new RangeError('No such sequence or attempt');
  const payload = tillId + epoch + String(sequence).padStart(SEQUENCE_LENGTH, '0') + (ALPHABET[attempt] ?? '?');
  const number = payload + checkCharacter(payload);
  if (!isAttemptNumber(number)) throw new RangeError(`Not an attempt number: ${number}`);
  return number;
}

export function isAttemptNumber(text: string): text is AttemptNumber {
  return NUMBER.test(text) && checkCharacter(text.slice(0, -1)) === text.slice(-1);
}

/** Parses a number as a person types it, with dashes or small letters; null if the check character is wrong. */
export function numberFrom(text: string): AttemptNumber | null {
  const plain = text.replaceAll('-', '').toUpperCase();
  return isAttemptNumber(plain) ? plain : null;
}

/** "01K7QF3M0001231X" -> "01-K7QF3M-000123-1X": groups that a person can read aloud. */
export function readableNumber(number: AttemptNumber): string {
  const epochEnd = TILL_LENGTH + EPOCH_LENGTH;
  const sequenceEnd = epochEnd + SEQUENCE_LENGTH;
  return `${number.slice(0, TILL_LENGTH)}-${number.slice(TILL_LENGTH, epochEnd)}-${number.slice(epochEnd, sequenceEnd)}-${number.slice(sequenceEnd)}`;
}

/** ISO 7064 MOD 37,36: detects every single wrong character and nearly every swap of two neighbours. */
function checkCharacter(payload: string): string {
  let sum = 36;
  for (const character of payload) {
    sum = (sum + ALPHABET.indexOf(character)) % 36 || 36;
    sum = (sum * 2) % 37;
  }
  return ALPHABET[(37 - sum) % 36] ?? '';
}
