/** The training card: it lists what the simulator does for each ending of an amount. A tap keys such an amount. */
import { useTranslation } from 'react-i18next';
import i18next from 'i18next';
import type { OutcomeView } from '../../../shared/contract/settings.ts';
import { CURRENCIES, cents, formatMoney, type Currency } from '../../../shared/money.ts';
import { Button } from '../../ui/button.tsx';
import { ReadDialog } from '../../ui/read-dialog.tsx';
import { keyIn } from '../state/ask.ts';
import { useRead } from '../state/use-answer.ts';
import { EmptyState } from '../frame/frame.tsx';
import styles from './outcomes.module.css';

/** The part of the example amounts before the last two digits, in cents. */
const EXAMPLE = 1_000;

type Props = { readonly currency: Currency; readonly onClose: () => void };

export function Outcomes({ currency, onClose }: Props) {
  const { t } = useTranslation();
  const read = useRead('settings', null, 'never');
  const card = read.kind === 'read' ? read.answer : null;
  const use = (row: OutcomeView): void => {
    keyIn(cents(EXAMPLE + Number(row.cents)), currency);
    onClose();
  };
  return (
    <ReadDialog title={t('outcomes.title')} onClose={onClose}>
      <p>{t('outcomes.help')}</p>
      {card === null ? (
        <EmptyState>{t('settings.loading')}</EmptyState>
      ) : (
        <>
          <OutcomeList outcomes={card.outcomes} currency={currency} onUse={use} />
          <h3>{t('outcomes.refunds')}</h3>
          <p>{t('outcomes.refundsHelp')}</p>
          <ul className={styles['list']}>
            {card.refundOutcomes.map((row) => (
              <li key={row.id} className={styles['row']}>
                <strong className={styles['cents']}>{t('outcomes.ending', { cents: row.cents })}</strong>
                <span className={styles['words']}>{outcomeWords('refundOutcome', row.id)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </ReadDialog>
  );
}

type ListProps = {
  readonly outcomes: readonly OutcomeView[];
  readonly currency: Currency;
  readonly onUse: (row: OutcomeView) => void;
};

function OutcomeList({ outcomes, currency, onUse }: ListProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles['list']}>
      {outcomes.map((row) => {
        const example = /^\d\d$/.test(row.cents) && CURRENCIES[currency].decimals === 2;
        const amount = example ? formatMoney(cents(EXAMPLE + Number(row.cents)), currency) : null;
        return (
          <li key={row.id} className={styles['row']}>
            <strong className={styles['cents']}>{t('outcomes.ending', { cents: row.cents })}</strong>
            <span className={styles['words']}>{outcomeWords('outcome', row.id)}</span>
            {amount === null ? null : (
              <Button aria-label={t('outcomes.use', { amount })} onClick={() => onUse(row)}>
                {amount}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** An outcome missing from the catalogue shows its id. */
function outcomeWords(group: 'outcome' | 'refundOutcome', id: string): string {
  const words: unknown = i18next.getResource(i18next.language, 'translation', `${group}.${id}`);
  return typeof words === 'string' ? words : id;
}
