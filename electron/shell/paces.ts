/**
 * How often each command is accepted: far more often than hands can tap, far less often than a script in the page
 * would. A start or a refund moves money, an enquiry uses up calls, an unlock costs 128 MB, an export writes a file.
 */
import type { CommandName, WindowName } from '../../shared/contract/contract.ts';

/** `burst` commands at once, then `perMinute` a minute. */
export type Pace = { readonly burst: number; readonly perMinute: number };
export type Paces<W extends WindowName> = { readonly [K in CommandName<W>]: Pace };

const MONEY: Pace = { burst: 30, perMinute: 40 };
const LOOK: Pace = { burst: 100, perMinute: 200 };
/** A list that a finger throws reads pages as long as it moves. */
const SCROLL: Pace = { burst: 200, perMinute: 1_200 };
/** Each costs a tenth of a second of a core and 32 MB. */
const PIN: Pace = { burst: 20, perMinute: 40 };
const RARE: Pace = { burst: 6, perMinute: 6 };

export const CASHIER_PACES: Paces<'cashier'> = {
  start: MONEY,
  enterCode: MONEY,
  cancel: LOOK,
  next: LOOK,
  longer: LOOK,
  otherWay: LOOK,
  showAgain: LOOK,
  practiseOn: RARE,
  seen: LOOK,
  enquire: { burst: 12, perMinute: 20 },
  history: SCROLL,
  sellers: LOOK,
  story: LOOK,
  payment: LOOK,
  refund: { burst: 12, perMinute: 12 },
  keepLatePayment: LOOK,
  cancelRefundRetry: LOOK,
  decide: { burst: 12, perMinute: 12 },
  day: LOOK,
  exportDay: { burst: 8, perMinute: 10 },
  showExports: RARE,
  settings: LOOK,
  saveSettings: { burst: 20, perMinute: 20 },
  goLive: { burst: 12, perMinute: 6 },
  confirmSettings: RARE,
  acknowledgeRestore: RARE,
  unlock: { burst: 12, perMinute: 20 },
  identifyDisplays: RARE,
  closeTill: RARE,
  tryScanner: { burst: 20, perMinute: 20 },
  stopTryingScanner: LOOK,
  dismissNotice: LOOK,
  changeOver: PIN,
  changeOwnPin: PIN,
  lockTill: LOOK,
  stillHere: LOOK,
  approve: PIN,
  staff: LOOK,
  acts: SCROLL,
  exportActs: { burst: 8, perMinute: 10 },
  setOwner: RARE,
  addPerson: PIN,
  changePerson: PIN,
  setPin: PIN,
  newRecoveryCode: RARE,
  recover: RARE,
  typing: { burst: 200, perMinute: 600 },
};

/** Counts one command and returns whether it is within the pace. @param mono milliseconds that never step */
export function createPacer<Name extends string>(
  paces: { readonly [name in Name]: Pace },
  mono: () => number,
): (name: Name) => boolean {
  const left = new Map<Name, { tokens: number; at: number }>();
  return (name) => {
    const { burst, perMinute } = paces[name];
    const now = mono();
    const before = left.get(name) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + ((now - before.at) * perMinute) / 60_000);
    left.set(name, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
    return tokens >= 1;
  };
}
