/** What the two windows are told and answered: plain values, ready to be shown. How they get there is contract.ts. */
import type { AttemptKind, Verdict, Way } from '../attempt/record.ts';
import type { CashierWord } from '../attempt/word.ts';
import type { Cents, Currency } from '../money.ts';
import type { DisplayChoice, Environment, Language, QfpayHost, ScannerProfile, Settings } from '../settings.ts';
import type { WallMs } from '../time.ts';

/** `training` and `test-gateway` move no money and tint both windows; `live` moves real money. */
/** `live-test` moves real money and does not settle it. */
export type Mode = 'training' | 'test-gateway' | 'live-test' | 'live';

/** What a status code means for a cashier, as a key of the word catalogues (`advice.*`). */
export type Advice =
  | 'waiting-customer'
  | 'processing'
  | 'paid'
  | 'paid-twice'
  | 'fresh-code'
  | 'balance'
  | 'declined'
  | 'expired'
  | 'closed'
  | 'maintenance'
  | 'try-later'
  | 'settings'
  | 'signature'
  | 'not-enabled'
  | 'contact-qfpay'
  | 'amount'
  | 'refund-done'
  | 'refund-limit'
  | 'refund-denied'
  | 'refund-forbidden'
  | 'refund-closed'
  | 'refund-not-now'
  | 'refund-funds'
  | 'refund-only-whole'
  | 'refund-too-much'
  | 'refund-not-found'
  | 'refund-never-came'
  | 'refund-mismatch'
  | 'duplicate'
  | 'number-used'
  | 'slow-network'
  | 'not-found'
  | 'not-sent'
  | 'no-answer'
  | 'mismatch'
  | 'unlisted';

/** One attempt as a screen shows it. Ages are told as wall time for reading only. */
export type AttemptView = {
  readonly number: string;
  readonly readable: string;
  readonly kind: AttemptKind;
  /** The payment a refund belongs to; null for a payment. */
  readonly refundOf: string | null;
  readonly way: Way;
  readonly amount: Cents;
  readonly currency: Currency;
  readonly word: CashierWord;
  /** The code or word behind `advice`, small print for a support call. */
  readonly lastSaid: string | null;
  readonly advice: Advice | null;
  readonly syssn: string | null;
  readonly codeTail: string | null;
  /** The cashier has taken it away or let the customer pay another way: what comes of it now comes late. */
  readonly givenUp: boolean;
  /** Its QR is off the screens and can still be paid. */
  readonly canShowAgain: boolean;
  /** By the machine's clock, for how long ago it was. */
  readonly createdAt: WallMs;
  /** By the gateway's clock where it is known. */
  readonly madeAt: WallMs;
  /** Of the row in the ledger, so that a person decides about what they see and nothing else. */
  readonly version: number;
  /** What of a payment is back with the customer without a refund of this till; null for a part nobody knows. */
  readonly returnedElsewhere: Cents | null;
  /** What moved, where that is not `amount`. */
  readonly movedAmount: Cents | null;
  /** What of a payment is back by refunds of this till, as lists and an opened payment tell it; 0 elsewhere. */
  readonly refunded: Cents;
  /** What a person said in the gateway's place. */
  readonly decision: DecisionView | null;
  /** What a person may say in the gateway's place now. */
  readonly verdicts: readonly Verdict[];
};

/** What somebody saw in QFPay's portal, why they said so, who and when. */
export type DecisionView = {
  readonly verdict: Verdict;
  readonly by: string;
  readonly why: string;
  readonly at: WallMs;
};

/** A payment with everything that was given back of it, as it is opened from a list. */
export type PaymentView = {
  readonly payment: AttemptView;
  /** Oldest first. */
  readonly refunds: readonly AttemptView[];
  /** What can still be refunded; 0 when it was not paid, and while a refund is in doubt. */
  readonly refundable: Cents;
  /** A refund's end is not known yet, or whether a restored ledger has lost one. */
  readonly refundInDoubt: boolean;
  /** Whether somebody has yet to say what becomes of this late payment. */
  readonly toDecide: boolean;
};

/** Why a scanned or typed code was not sent. */
export type CodeRefusal =
  | 'wechat'
  | 'alipay'
  | 'unionpay'
  | 'emv-customer'
  | 'emv-merchant'
  | 'payme-receive'
  | 'url'
  | 'gs1'
  | 'product'
  | 'unreadable'
  | 'too-long'
  | 'control-keys'
  | 'caps-lock'
  | 'input-method'
  | 'used-before';

export type CashierStage =
  | { readonly kind: 'keypad' }
  | {
      readonly kind: 'armed';
      readonly amount: Cents;
      readonly refusal: CodeRefusal | null;
      /** How many codes were refused for this sale: two refusals in a row may read the same. */
      readonly refusals: number;
    }
  | { readonly kind: 'attempt'; readonly attempt: AttemptView; readonly qrShown: boolean; readonly leftMs: number };

/** What stops the till from taking payments, in words that say what to do. */
export type Trouble =
  | { readonly kind: 'locked' }
  | { readonly kind: 'ledger'; readonly cause: LedgerTrouble; readonly path: string }
  | ({ readonly kind: 'ledger-work' } & LedgerWork)
  | ({ readonly kind: 'ledger-restored' } & RestoredView)
  | ({ readonly kind: 'ledger-moved' } & MovedFrom)
  | { readonly kind: 'no-credentials' }
  /** The system's keystore does not give the credentials out now; it is asked again by itself. */
  | { readonly kind: 'keystore-away' }
  /** The settings could not be read whole: a manager has to say whether the till may open as this one, at this gateway. */
  | {
      readonly kind: 'settings-lost';
      /** Where the file was put; null when there was none. */
      readonly keptAs: string | null;
      readonly tillId: string;
      readonly environment: Environment;
    };

/** `share`: what the folder lies on cannot hold a ledger, as a network share. */
export type LedgerTrouble = 'full' | 'read-only' | 'disk' | 'share' | 'damaged' | 'newer' | 'in-use';

/** What is being done to the ledger before it can be used; `percent` is null while nobody can say. */
export type LedgerWork = { readonly work: 'checking' | 'restoring'; readonly percent: number | null };

/** The ledger was restored; a manager has to read this before payments are taken again. */
export type RestoredView = {
  /** It was damaged or lost; or it was older than its own backups: put back, or laid over the newer one. */
  readonly reason: 'damaged' | 'put-back';
  readonly quarantine: string;
  /** When the backup was taken that was opened in its place; null when there was no good one. */
  readonly backupAt: WallMs | null;
  readonly kept: number;
  /** Of the kept attempts: being asked about at the gateway. */
  readonly inDoubt: number;
  /** Found in the damaged ledger, but contradicting what is kept. */
  readonly leftOut: number;
  /** The gateway has been asked for all that may be missing. */
  readonly asked: boolean;
};

/** Where the ledger was opened the last time before: a till that was moved, or a copy of one that may still be in use. */
export type MovedFrom = {
  /** What that machine was called. */
  readonly machine: string;
  readonly folder: string;
  readonly isOtherMachine: boolean;
};

/** Something the cashier should know once; it does not stop payments. */
export type Notice =
  /** The settings file was damaged: where the settings come from in its place. `keptAs` is '' when the file was gone. */
  | { readonly kind: `settings-${'good-parts' | 'last-good' | 'standard'}`; readonly keptAs: string }
  /** The program was started a second time; this is the one that was open. */
  | { readonly kind: 'already-open' }
  | { readonly kind: 'source-variables-ignored' }
  /** The program was started with switches or variables that a packed till does not take. */
  | { readonly kind: 'start-line-ignored'; readonly names: string }
  /** The gateway's certificate is vouched for by a root of this machine and not by one of the world's. */
  | { readonly kind: 'certificate-refused' }
  /** The gateway's certificate is not valid at this machine's time, which is wrong then. */
  | { readonly kind: 'certificate-clock' }
  /** The credentials were taken, and payments move real money. */
  | { readonly kind: 'went-live' }
  /** An error of the program's own. */
  | { readonly kind: 'bug' }
  /** A scanner typed so slowly that its first keys went into the amount, which was emptied then. */
  | { readonly kind: 'slow-scanner' }
  | { readonly kind: 'clock-skew'; readonly seconds: number }
  | { readonly kind: 'backup-failed'; readonly why: LedgerTrouble; readonly folder: string }
  /** The gateway knows this number of a lost part of the ledger, which could not take it in. */
  | { readonly kind: 'left-out'; readonly readable: string }
  /** The gateway knows so many payments and refunds under this till's id that its ledger does not, since this time. */
  | { readonly kind: 'strangers'; readonly tillId: string; readonly count: number; readonly since: string }
  /** After a restore: the gateway would not list this month ("2026-11"), and what is missing of it nobody knows. */
  | { readonly kind: 'unlisted-month'; readonly month: string }
  /** The gateway shows several payments under one number: the customer may have been charged twice. */
  | { readonly kind: 'paid-twice'; readonly readable: string }
  /** More of this payment is back with the customer than was paid. */
  | { readonly kind: 'over-returned'; readonly readable: string };

/** `unseen`: none was found, and none has typed yet; `keyboard`: one types like a keyboard; `absent`: it was pulled out. */
export type ScannerLamp = 'ready' | 'keyboard' | 'unseen' | 'absent' | 'failed';

/** A label that was scanned to try the scanner. */
export type TriedLabel = {
  readonly characters: number;
  /** Its last four. */
  readonly tail: string;
  /** What the till would make of it. */
  readonly reading: 'code' | CodeRefusal;
};
export type ScannerTrial =
  | (TriedLabel & {
      readonly kind: 'understood';
      readonly profile: ScannerProfile;
      /** How late a hand's keys are with it. */
      readonly pauseMs: number;
    })
  /** Of a scanner that is read directly. */
  | (TriedLabel & { readonly kind: 'direct' })
  | {
      readonly kind: 'not-understood';
      readonly why: 'by-hand' | 'broken' | 'control-keys' | 'caps-lock' | 'input-method';
    }
  | { readonly kind: 'stopped' };

/**
 * The customer's screen: there; not there, in a shop that has none; gone, in a shop that had one; the same picture as the
 * cashier's; there, but this system puts windows where it likes.
 */
export type CustomerScreenLamp = 'own' | 'none' | 'gone' | 'mirrored' | 'unplaceable';

export type CashierState = {
  readonly language: Language;
  readonly shopName: string;
  readonly mode: Mode;
  readonly currency: Currency;
  readonly limit: Cents;
  readonly sounds: boolean;
  /** The sale that a start belongs to; used up by the first start, so a second tap starts nothing. */
  readonly saleId: string;
  readonly stage: CashierStage;
  /** Attempts that are being checked behind the present sale, oldest first. */
  readonly checking: readonly AttemptView[];
  /** Ended behind the cashier's back (paid, not paid, paid late) and not yet seen, oldest first. */
  readonly news: readonly AttemptView[];
  /** What the gateway does not settle, so that somebody has to look into QFPay's portal; oldest first. */
  readonly forPerson: readonly AttemptView[];
  /** Refunds the gateway refused for now, to be asked for again later; oldest first. */
  readonly refundsToDo: readonly AttemptView[];
  /** The sale that left the screens last, as it stands now. */
  readonly lastSale: AttemptView | null;
  readonly scanner: ScannerLamp;
  readonly customerScreen: CustomerScreenLamp;
  /** What the customer's window would show, while there is no screen for it: the cashier turns this one. */
  readonly turned: CustomerState | null;
  readonly trouble: Trouble | null;
  readonly notices: readonly Notice[];
  /** The till could take real payments and is in training: somebody is asked whether that is meant. */
  readonly stillPractising: boolean;
};

export type CustomerScreen =
  | { readonly kind: 'idle' }
  /** The till takes no payment now. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'show-code'; readonly amount: Cents }
  | { readonly kind: 'wait'; readonly amount: Cents }
  | { readonly kind: 'qr'; readonly amount: Cents; readonly qr: string; readonly leftMs: number }
  | { readonly kind: 'checking'; readonly amount: Cents }
  /** The QR has gone, and nobody can say that the customer has done anything. */
  | { readonly kind: 'time-over'; readonly amount: Cents }
  /** The cashier gave up on this order: it is not to be paid any more. */
  | { readonly kind: 'given-up'; readonly amount: Cents }
  | { readonly kind: 'paid'; readonly amount: Cents }
  | { readonly kind: 'not-paid'; readonly amount: Cents };

export type CustomerState = {
  readonly language: Language;
  readonly shopName: string;
  readonly mode: Mode;
  readonly currency: Currency;
  readonly screen: CustomerScreen;
};

/** Whether the gateway said anything when it was asked about one attempt now. */
export type EnquireAnswer = 'answered' | 'unanswered';

export type StartAnswer = 'started' | 'already-started' | 'busy' | 'amount' | 'trouble' | 'cannot-record';
export type CodeAnswer = 'accepted' | 'not-armed' | 'cannot-record' | CodeRefusal;

export type RefundAnswer =
  | 'started'
  /** This very tap, or one on an older screen, has started a refund already. */
  | 'already-started'
  | 'in-doubt'
  | 'not-refundable'
  | 'amount'
  | 'trouble'
  | 'cannot-record';
/** What somebody who has looked into QFPay's portal wants to be recorded. */
export type Ruling = {
  readonly number: string;
  /** Of the row they saw. */
  readonly version: number;
  readonly verdict: Verdict;
  /** In cents: what moved, or of `returned` what went back; of the others what was asked for. */
  readonly amount: number;
  readonly by: string;
  readonly why: string;
};
export type DecideAnswer =
  | 'decided'
  /** It is not what the screen showed any more, as when the gateway has answered meanwhile: nothing was recorded. */
  | 'moved-on'
  | 'amount'
  /** Nobody is named, or no reason. */
  | 'words'
  | 'trouble'
  | 'cannot-record';

/** `not-understood`: the text is neither a number of ours or QFPay's nor an amount. */
export type LookUpAnswer =
  { readonly kind: 'found'; readonly attempts: readonly AttemptView[] } | { readonly kind: 'not-understood' };

export type DayTotal = { readonly word: CashierWord; readonly count: number; readonly amount: Cents };
export type DayList = {
  readonly day: string;
  readonly today: string;
  readonly currency: Currency;
  /** Newest first. */
  readonly attempts: readonly AttemptView[];
  readonly totals: readonly DayTotal[];
  /** What went back of the day's payments without a refund of this till, as far as it is known. */
  readonly returnedElsewhere: Cents;
  /** Of so many payments a part went back, and nobody has said yet how much. */
  readonly returnedUnclear: number;
  /** What came in less what was given back; below zero on a day that only returned. */
  readonly net: Cents;
};
export type ExportAnswer =
  | { readonly kind: 'written'; readonly path: string }
  | {
      readonly kind: 'failed';
      readonly why: 'full' | 'read-only' | 'in-use' | 'disk' | 'unread' | 'empty';
      readonly path: string;
    };

export type DisplayView = DisplayChoice & { readonly id: number; readonly role: 'cashier' | 'customer' | 'free' };

export type CredentialsView = {
  readonly environment: Environment;
  /** How the stored key is protected on this machine. */
  readonly protection: 'keystore' | 'passphrase';
  readonly appCodeTail: string;
};

/** A row of the simulator's table: which last two digits of the amount give which outcome. */
export type OutcomeView = { readonly cents: string; readonly id: string };

export type SettingsView = {
  readonly settings: Settings;
  readonly displays: readonly DisplayView[];
  readonly credentials: readonly CredentialsView[];
  /** Whether storing credentials on this machine needs a passphrase. */
  readonly needsPassphrase: boolean;
  readonly outcomes: readonly OutcomeView[];
  /** The same for a refund of a part, by the refund's amount. */
  readonly refundOutcomes: readonly OutcomeView[];
  readonly folder: string;
  readonly version: string;
  readonly runtime: string;
};

export type SettingsField = keyof Settings | `shopName.${Language}`;
export type SaveAnswer =
  | { readonly kind: 'saved' }
  | { readonly kind: 'refused'; readonly fields: readonly SettingsField[] }
  /** A sale is under way, or payments are still being checked at another gateway. */
  | { readonly kind: 'busy' }
  /** The person who was asked said no. */
  | { readonly kind: 'declined' }
  | { readonly kind: 'cannot-write'; readonly path: string };

export type GoLive = {
  readonly environment: QfpayHost;
  readonly appCode: string;
  readonly clientKey: string;
  readonly mchid: string;
  /** Only where the machine has no keystore. */
  readonly passphrase: string;
};
export type GoLiveAnswer =
  /** The gateway took the signature and answered the enquiry; the till is live now. */
  | { readonly kind: 'live' }
  /** What the gateway said against it; nothing was changed. */
  | { readonly kind: 'gateway-refused'; readonly code: string; readonly text: string; readonly advice: Advice }
  | { readonly kind: 'no-answer'; readonly why: string }
  /** `keystore`: the system's keystore is there and did not take the key. `declined`: the person who was asked said no. */
  | { readonly kind: 'weak-passphrase' | 'bad-credentials' | 'busy' | 'keystore' | 'declined' }
  | { readonly kind: 'cannot-write'; readonly path: string };
export type UnlockAnswer =
  | { readonly kind: 'unlocked' | 'damaged' }
  /** `too-soon`: it was not looked at. No guess is looked at for `waitSeconds`. */
  | { readonly kind: 'wrong-passphrase' | 'too-soon'; readonly waitSeconds: number };
