import { noticeAbout } from '../../../shared/contract/notice-about.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import type { Notice } from '../../../shared/contract/support.ts';

/** A payment that changes from "not paid" to "paid" is news again, so the word is part of the key. */
export const newsKey = ({ number, word }: AttemptView): string => `${number} ${word}`;

/** There may be several notices of one kind, each about its own payment or month. */
export const noticeKey = (notice: Notice): string => `${notice.kind} ${noticeAbout(notice)}`;
