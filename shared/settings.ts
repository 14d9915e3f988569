/** What a shop can set, with the values a new till starts with. Credentials are not settings: they live in the keystore. */
import { LIVE_GAPS, type Gaps } from './gaps.ts';
import { cents, type Cents } from './money.ts';

export const LANGUAGES = ['en', 'zh-HK', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** `training` talks to the simulator inside the program; the others are QFPay's three hosts. */
export const ENVIRONMENTS = ['training', 'production', 'live-test', 'sandbox'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];
export type QfpayHost = Exclude<Environment, 'training'>;
/** Real money first: a shop that goes live nearly always means production. */
export const QFPAY_HOSTS = ['production', 'live-test', 'sandbox'] as const satisfies readonly QfpayHost[];

export const SIGN_TYPES = ['MD5', 'SHA256'] as const;
export type SignType = (typeof SIGN_TYPES)[number];

/** A screen as it can be found again after a reboot, when the system has given it another id. */
export type DisplayChoice = {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** How a scanner in keyboard mode was seen to type. */
export type ScannerProfile = {
  /** Between two keys, on average and at most, in milliseconds. */
  readonly gapMs: number;
  readonly longestGapMs: number;
  /** What it sends behind each label; `both` is Enter and Tab. */
  readonly ending: ScannerEnding;
};
export const SCANNER_ENDINGS = ['enter', 'tab', 'both', 'none'] as const;
export type ScannerEnding = (typeof SCANNER_ENDINGS)[number];

export type Settings = {
  /** Two letters or digits, different for every till of the merchant. */
  readonly tillId: string;
  /** How many tills the merchant has, wherever they are: they share the calls that QFPay allows it. */
  readonly tills: number;
  readonly shopName: { readonly [language in Language]: string };
  readonly cashierLanguage: Language;
  readonly customerLanguage: Language;
  readonly environment: Environment;
  /** How long a QR can be paid, in minutes; QFPay takes 5 to 120. Whether PayMe honours it is not known. */
  readonly expiredMinutes: number;
  /** The largest amount the keypad takes. PayMe's own limit is not published. */
  readonly limit: Cents;
  /** What the customer's PayMe and the merchant portal show; '' sends none. */
  readonly goodsName: string;
  readonly udid: string;
  /** Only if QFPay issued one; '' sends none. It belongs to one host, as the app code and the key do. */
  readonly mchid: { readonly [host in QfpayHost]: string };
  readonly returnUrl: string;
  readonly signType: SignType;
  /** An answer of the gateway counts only when it is signed with the shop's key. Whether QFPay signs every one is not known. */
  readonly answersMustBeSigned: boolean;
  /** How far apart the gateway is asked about a payment, by its age. */
  readonly enquiryGaps: Gaps;
  readonly sounds: boolean;
  /** The cashier's window fills its screen, with nothing of the system around it. */
  readonly fullScreen: boolean;
  /** The customer's screen; null takes the first screen that is not the cashier's. */
  readonly customerDisplay: DisplayChoice | null;
  /** Of a scanner in keyboard mode that was tried in the settings; null takes any. */
  readonly scanner: ScannerProfile | null;
  /** What the scanner puts before each label for another system of the shop; it is no part of a code. */
  readonly scannerPrefix: string;
  /** Puts a mark before each long number of an exported file, which keeps Excel from rounding it; other programs see the mark. */
  readonly exportForExcel: boolean;
};

/** A field as it is named to whoever fills it in. */
export type SettingsField = keyof Settings | `shopName.${Language}`;

/** Credentials that this machine keeps for a gateway. */
export type StoredCredentials = {
  readonly environment: Environment;
  /** How the stored key is protected on this machine. */
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
};

/** Of the gateway in use; the simulator of the training knows none. */
export function mchidOf({ environment, mchid }: Settings): string {
  return environment === 'training' ? '' : mchid[environment];
}
