/** Who comes: a list of names, and the pad for the PIN. On a keyboard the arrows choose, the digits type, Enter ends. */
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamedPerson, PinAnswer } from '../../../shared/contract/staff.ts';
import { keepFocusWhereItIs } from '../../ui/button.tsx';
import { PinPad } from '../../ui/pin-pad.tsx';
import { useKeys } from '../frame/keys.ts';
import { useAnswer } from '../state/use-answer.ts';
import { usePin } from './use-pin.ts';
import styles from './staff.module.css';

type Props = {
  readonly people: readonly NamedPerson[];
  readonly where: 'screen' | 'dialog';
  readonly check: (person: string, pin: string) => Promise<PinAnswer | null>;
  readonly onRight: () => void;
};

export function WhoAndPin({ people, where, check, onRight }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(people.length === 1 ? (people[0]?.id ?? null) : null);
  const { asking, answer, put, forget } = useAnswer<PinAnswer>();
  const choose = useCallback(
    (id: string): void => {
      setChosen(id);
      forget();
    },
    [forget],
  );
  const enter = useCallback(
    (pin: string): void => {
      if (chosen === null || asking) return;
      const look = async (): Promise<void> => {
        const said = await put(check(chosen, pin));
        if (said?.kind === 'right') onRight();
      };
      void look();
    },
    [chosen, asking, put, check, onRight],
  );
  const { pin, onKey } = usePin(enter, where);
  useArrows(people, chosen, choose, where);
  return (
    <div className={styles['who']}>
      <div className={styles['side']}>
        <div className={styles['names']} role="radiogroup" aria-label={t('staff.names')}>
          {people.map(({ id, name, role }) => (
            <button
              key={id}
              type="button"
              role="radio"
              aria-checked={id === chosen}
              className={styles['name']}
              onMouseDown={keepFocusWhereItIs}
              onClick={() => choose(id)}
            >
              <strong>{name}</strong> <span>{t(`role.${role}`)}</span>
            </button>
          ))}
        </div>
        <p className={styles['said']} role="alert">
          {answer === null || answer.kind === 'right'
            ? null
            : 'waitSeconds' in answer
              ? t(`pin.${answer.kind}`, { seconds: answer.waitSeconds })
              : t('pin.notPossible')}
        </p>
        {chosen === null ? <p>{t('staff.choose')}</p> : null}
      </div>
      <PinPad typed={pin.length} disabled={chosen === null || asking} onKey={onKey} />
    </div>
  );
}

function useArrows(
  people: readonly NamedPerson[],
  chosen: string | null,
  choose: (id: string) => void,
  where: 'screen' | 'dialog',
): void {
  const onKey = useCallback(
    (key: string) => {
      const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
      if (step === 0 || people.length === 0) return false;
      const at = people.findIndex(({ id }) => id === chosen);
      const next = people[(Math.max(at, step === 1 ? -1 : 0) + step + people.length) % people.length];
      if (next !== undefined) choose(next.id);
      return true;
    },
    [people, chosen, choose],
  );
  useKeys(onKey, where);
}
