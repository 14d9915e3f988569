import type { Notice } from './support.ts';

/** Tells notices of one kind apart: the payment or month of each; '' if a kind has only one notice. */
export function noticeAbout(notice: Notice): string {
  if ('readable' in notice) return notice.readable;
  return 'month' in notice ? notice.month : '';
}
