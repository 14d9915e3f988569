/** Examples of the notice row over the keypad. */
import { attempt, FOR_PERSON, PATH, refund, REFUSED, type Examples } from '../state/examples.ts';

export const TOLD: Examples = {
  'notice-settings': { notices: [{ kind: 'settings-good-parts', keptAs: `${PATH}.damaged-1795352709000` }] },
  'notice-open': { notices: [{ kind: 'already-open' }] },
  'notice-variables': { notices: [{ kind: 'source-variables-ignored' }] },
  'notice-start-line': { notices: [{ kind: 'start-line-ignored', names: '--remote-debugging-port --proxy-server' }] },
  'notice-certificate': { notices: [{ kind: 'certificate-refused' }] },
  'notice-certificate-clock': { notices: [{ kind: 'certificate-clock' }] },
  'notice-slow-scanner': { notices: [{ kind: 'slow-scanner' }] },
  'notice-over-returned': { notices: [{ kind: 'over-returned', readable: '01-K7QF3M-000123-1T' }] },
  'notice-went-live': { notices: [{ kind: 'went-live' }] },
  'notice-bug': { notices: [{ kind: 'bug' }] },
  'notice-clock': { notices: [{ kind: 'clock-skew', seconds: 86_400 }] },
  'news-paid': { news: [attempt('paid')] },
  'news-refunded': { news: [refund('refunded')] },
  'news-not-refunded': { news: [refund('not-refunded', REFUSED)] },
  'news-contradicted': { news: [FOR_PERSON.checking] },
  'notice-backup': {
    notices: [{ kind: 'backup-failed', why: 'full', folder: '/home/cashier/.config/Harbour Till/backups' }],
  },
  'notice-strangers': {
    notices: [{ kind: 'strangers', tillId: '01', count: 1234, since: '2026-11-22 21:05:09' }],
  },
  'notice-left-out': { notices: [{ kind: 'left-out', readable: '01-K7QF3M-000123-1X' }] },
};
