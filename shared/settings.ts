/** A shop's settings with their defaults. Credentials are not settings: the keystore holds them. */
import { LIVE_GAPS, type Gaps } from './gaps.ts';
import { cents, type Cents } from './money.ts';

export const LANGUAGES = ['en', 'zh-HK', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** `training` uses the simulator inside the program; the others are QFPay's three hosts. */
export const ENVIRONMENTS = ['training', 'production', 'live-test', 'sandbox'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];
export type QfpayHost = Exclude<Environment, 'training'>;
/** Production is first, because a shop that goes live nearly always means it. */
export const QFPAY_HOSTS = ['production', 'live-test', 'sandbox'] as const satisfies readonly QfpayHost[];

export const SIGN_TYPES = ['MD5', 'SHA256'] as const;
export type SignType = (typeof SIGN_TYPES)[number];

/** Describes a screen so that the till finds it after a reboot, when the system may have changed its id. */
export type DisplayChoice = {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** How a keyboard scanner types, as measured. */
export type ScannerProfile = {
  /** Time between two keys, in milliseconds: the average, and below it the longest. */
  readonly gapMs: number;
  readonly longestGapMs: number;
  /** What it sends after each label; `both` is Enter and Tab. */
  readonly ending: ScannerEnding;
};
export const SCANNER_ENDINGS = ['enter', 'tab', 'both', 'none'] as const;
export type ScannerEnding = (typeof SCANNER_ENDINGS)[number];

export type Settings = {
  /** Two letters or digits, different for every till of the merchant. */
  readonly tillId: string;
  /** How many tills the merchant has in all places. They share the calls that QFPay allows the merchant. */
  readonly tills: number;
  readonly shopName: { readonly [language in Language]: string };
  readonly cashierLanguage: Language;
  readonly customerLanguage: Language;
  readonly environment: Environment;
  /** How long a QR can be paid, in minutes. QFPay accepts 5 to 120. Whether PayMe obeys it is not known. */
  readonly expiredMinutes: number;
  /** The largest amount that the keypad accepts. PayMe's own limit is not published. */
  readonly limit: Cents;
  /** The text in the customer's PayMe and the merchant portal; '' sends none. */
  readonly goodsName: string;
  readonly udid: string;
  /** Only if QFPay issued one; '' sends none. Like the app code and the key, it belongs to one host. */
  readonly mchid: { readonly [host in QfpayHost]: string };
  readonly returnUrl: string;
  readonly signType: SignType;
  /** Accept only answers that are signed with the shop's key. Whether QFPay signs all answers is not known. */
  readonly answersMustBeSigned: boolean;
  /** Time between enquiries about a payment, by its age. */
  readonly enquiryGaps: Gaps;
  readonly sounds: boolean;
  /** The cashier's window fills its screen and hides the system's own controls. */
  readonly fullScreen: boolean;
  /** The customer's screen; null uses the first screen that is not the cashier's. */
  readonly customerDisplay: DisplayChoice | null;
  /** The profile of a keyboard scanner that was tested in the settings; null accepts any scanner. */
  readonly scanner: ScannerProfile | null;
  /** A prefix that the scanner adds to each label for another system of the shop; it is not part of a code. */
  readonly scannerPrefix: string;
  /** Marks long numbers in an exported file so that Excel does not round them; other programs see the mark. */
  readonly exportForExcel: boolean;
  /** Everybody who works at the till has a name, a role and a PIN. A shop of one person may do without. */
  readonly usesRoles: boolean;
  /** The till locks itself after so many minutes without a touch; 0 never. */
  readonly lockAfterMinutes: number;
};

/** A field's name, used to show which field was refused. */
export type SettingsField = keyof Settings | `shopName.${Language}`;

/** Credentials that this machine stores for a gateway. */
export type StoredCredentials = {
  readonly environment: Environment;
  /** How this machine protects the stored key. */
  readonly protection: 'keystore' | 'passphrase';
  readonly appCodeTail: string;
};

export const DEFAULT_SETTINGS: Settings = {
  tillId: '01',
  tills: 1,
  shopName: { en: 'My shop', 'zh-HK': '我的店舖', 'zh-CN': '我的店铺' },
  cashierLanguage: 'zh-HK',
  customerLanguage: 'zh-HK',
  environment: 'training',
  expiredMinutes: 30,
  limit: cents(5_000_000),
  goodsName: '',
  udid: 'harbour-till-01',
  mchid: { production: '', 'live-test': '', sandbox: '' },
  returnUrl: '',
  signType: 'MD5',
  answersMustBeSigned: false,
  enquiryGaps: LIVE_GAPS,
  sounds: true,
  fullScreen: true,
  customerDisplay: null,
  scanner: null,
  scannerPrefix: '',
  exportForExcel: false,
  usesRoles: true,
  lockAfterMinutes: 0,
};

/** The mchid of the gateway in use; '' in training, because the simulator has none. */
export function mchidOf({ environment, mchid }: Settings): string {
  return environment === 'training' ? '' : mchid[environment];
}
