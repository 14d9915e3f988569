import type { Notice } from './support.ts';

/** What tells notices of one kind apart: the payment or the month each is about; '' where there is one of the kind. */
export function noticeAbout(notice: Notice): string {
  if ('readable' in notice) return notice.readable;
  return 'month' in notice ? notice.month : '';
}
