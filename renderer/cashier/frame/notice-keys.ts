import { noticeAbout } from '../../../shared/contract/notice-about.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import type { Notice } from '../../../shared/contract/support.ts';

/** What was not paid and is paid after all is told anew. */
export const newsKey = ({ number, word }: AttemptView): string => `${number} ${word}`;

/** There may be several of a kind, each about a payment or a month of its own. */
export const noticeKey = (notice: Notice): string => `${notice.kind} ${noticeAbout(notice)}`;
